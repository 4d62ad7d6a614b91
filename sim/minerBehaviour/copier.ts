import { mechanism } from "../core/slot.ts";
import type { MinerBehaviour, MinerView } from "./contract.ts";

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

/** Index of the serving miner with the most incentive (the first of equals), or undefined when nobody else has any. */
function bestPaidOther({ self, incentive, serving }: MinerView): number | undefined {
  let best: number | undefined;
  let most = 0;
  for (let j = 0; j < incentive.length; j++) {
    if (j === self || !serving[j] || !(incentive[j]! > most)) continue;
    best = j;
    most = incentive[j]!;
  }
  return best;
}
