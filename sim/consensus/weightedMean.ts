import { columnSums } from "../core/matrix.ts";
import { mechanism } from "../core/slot.ts";
import type { Consensus, ConsensusInput, ConsensusResult } from "./contract.ts";
import { controlResult } from "./control.ts";
import { tally } from "./electorate.ts";
import { electorate, type Electorate } from "./parameters.ts";

/** Source: docs/yuma.md, equations 24 and 25. */
function weightedMeanEpoch(parameters: Electorate, input: ConsensusInput): ConsensusResult {
  const counted = tally("weightedMean", parameters, input);
  return controlResult(counted, columnSums(counted.weights, counted.activeStake));
}

export const weightedMean = mechanism(
  "weightedMean",
  "Control: the mean of the validators' rows by active stake, I_j = sum_i a_i W_ij, without clipping or bonds; dividends by " +
    "active stake among those who set weights. A minority can pay its own miner. Masks, stake and permits as in yuma. " +
    "Source: docs/yuma.md, equations 1 to 6, 24 and 25.",
  electorate,
  (parameters): Consensus => ({ epoch: (input) => weightedMeanEpoch(parameters, input) }),
  ["minority"],
);
