import { mechanism } from "../core/slot.ts";
import type { MinerBehaviour } from "./contract.ts";

/** Trains nothing, pays for no training and goes on serving the model that it has. */
export const freeRider = mechanism(
  "freeRider",
  "Trains nothing, pays for no training and goes on serving the model that it has: the one it opened with. Source: docs/economy.md, Behaviours.",
  {},
  (): MinerBehaviour => ({ choose: ({ self }) => ({ effort: 0, serves: self }), unmoved: true }),
);
