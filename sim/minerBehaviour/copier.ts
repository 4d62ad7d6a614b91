import { mechanism } from "../core/slot.ts";
import { bestPaidOther } from "./bestPaid.ts";
import type { MinerBehaviour } from "./contract.ts";

/**
 * Trains nothing and serves the model of whoever was paid best, as that stood an epoch ago.
 * Serves its own, untrained model until somebody else has incentive.
 */
export const copier = mechanism(
  "copier",
  "Trains nothing and serves the model of the serving miner with the highest last incentive other than itself, as it stood " +
    "an epoch ago; its own untrained model until somebody has incentive.",
  {},
  (): MinerBehaviour => ({ choose: (view) => ({ effort: 0, serves: bestPaidOther(view) ?? view.self }) }),
);
