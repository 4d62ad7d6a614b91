import { mechanism } from "../core/slot.ts";
import { fraction } from "../units.ts";
import type { MinerBehaviour } from "./contract.ts";

/** Trains a part of what it planned and serves its own, staler model; the rest of those hours the hardware is idle. */
export const lazy = mechanism(
  "lazy",
  "Trains only `effort` of what it planned and serves its own, staler model; the rest of those hours the hardware is idle " +
    "and saves energy.",
  { effort: fraction.default(0.1).describe("share of the planned training that is really done") },
  ({ effort }): MinerBehaviour => ({ choose: ({ self }) => ({ effort, serves: self }), unmoved: true }),
);
