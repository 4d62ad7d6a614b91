import { slot } from "../core/slot.ts";
import type { Verification } from "./contract.ts";
import { none } from "./none.ts";
import { rerun } from "./rerun.ts";

export const verification = slot<Verification>([none, rerun]);
