import { slot } from "../core/slot.ts";
import type { Workload } from "./contract.ts";
import { none } from "./none.ts";
import { path } from "./path.ts";

export const workload = slot<Workload>([none, path]);
