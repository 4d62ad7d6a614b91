import { mechanism } from "../core/slot.ts";
import type { MinerBehaviour } from "./contract.ts";

/** Trains all it planned and serves its own model. */
export const honest = mechanism(
  "honest",
  "Trains all it planned and serves its own model.",
  {},
  (): MinerBehaviour => ({ choose: ({ self }) => ({ effort: 1, serves: self }), steadfast: true, unmoved: true }),
);
