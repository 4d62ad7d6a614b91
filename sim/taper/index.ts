import { slot } from "../core/slot.ts";
import type { Taper } from "./contract.ts";
import { linear } from "./linear.ts";
import { never } from "./never.ts";
import { step } from "./step.ts";

export const taper = slot<Taper>([linear, never, step]);
