import { slot } from "../core/slot.ts";
import { baseline } from "./baseline.ts";
import { constant } from "./constant.ts";
import type { Emission } from "./contract.ts";
import { decay } from "./decay.ts";
import { geometric } from "./geometric.ts";
import { heightHalving } from "./heightHalving.ts";
import { none } from "./none.ts";
import { table } from "./table.ts";
import { timeHalving } from "./timeHalving.ts";

/** Kinds that follow time or height alone: other kinds may be laid upon them. */
export const byTime = [baseline, constant, decay, geometric, heightHalving, none, table, timeHalving] as const;

export const schedules = slot<Emission>(byTime);
