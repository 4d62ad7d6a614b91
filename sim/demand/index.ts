import { slot } from "../core/slot.ts";
import { constant } from "./constant.ts";
import type { Demand } from "./contract.ts";
import { logit } from "./logit.ts";
import { none } from "./none.ts";

export const demand = slot<Demand>([constant, logit, none]);
