import { slot } from "../core/slot.ts";
import type { Taper } from "./contract.ts";
import { exponential } from "./exponential.ts";
import { floor } from "./floor.ts";
import { halving } from "./halving.ts";
import { linear } from "./linear.ts";
import { never } from "./never.ts";
import { revenuePegged } from "./revenuePegged.ts";
import { step } from "./step.ts";

export const taper = slot<Taper>([exponential, floor, halving, linear, never, revenuePegged, step]);
