import { slot } from "../core/slot.ts";
import type { Consensus } from "./contract.ts";
import { fixed } from "./fixed.ts";
import { sigmoid } from "./sigmoid.ts";
import { trimmedMean } from "./trimmedMean.ts";
import { weightedMean } from "./weightedMean.ts";
import { yuma } from "./yuma.ts";

export const consensus = slot<Consensus>([fixed, sigmoid, trimmedMean, weightedMean, yuma]);
