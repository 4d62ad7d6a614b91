import type { MinerView } from "./contract.ts";

/** Index of the serving miner with the most incentive (the first of equals), or undefined when nobody else has any. */
export function bestPaidOther({ self, incentive, serving }: MinerView): number | undefined {
  let best: number | undefined;
  let most = 0;
  for (let j = 0; j < incentive.length; j++) {
    if (j === self || !serving[j] || !(incentive[j]! > most)) continue;
    best = j;
    most = incentive[j]!;
  }
  return best;
}
