import { slot } from "../core/slot.ts";
import { committee } from "./committee.ts";
import type { Verification } from "./contract.ts";
import { none } from "./none.ts";
import { optimistic } from "./optimistic.ts";
import { redundant } from "./redundant.ts";
import { rerun } from "./rerun.ts";
import { sampled } from "./sampled.ts";
import { tee } from "./tee.ts";
import { zk } from "./zk.ts";

export const verification = slot<Verification>([none, rerun, sampled, redundant, optimistic, committee, zk, tee]);
