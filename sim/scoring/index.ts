import { slot } from "../core/slot.ts";
import type { Scoring } from "./contract.ts";
import { proportional } from "./proportional.ts";
import { softmax } from "./softmax.ts";

export const scoring = slot<Scoring>([proportional, softmax]);
