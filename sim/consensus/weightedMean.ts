import { columnSums, emptyRows, normalize, rowSums } from "../core/matrix.ts";
import { mechanism } from "../core/slot.ts";
import type { Consensus, ConsensusInput, ConsensusResult } from "./contract.ts";
import { weightsThatCount } from "./masks.ts";
import { activityCutoff, electorate, type Electorate } from "./parameters.ts";
import { fallbackShares } from "./payout.ts";
import { nextPermits, withOwner } from "./permits.ts";
import { checkShapes } from "./shape.ts";
import { activeShares, activity, stakeShares } from "./stake.ts";

/**
 * The control without consensus: everybody's weights count in full.
 *
 *   I_j = sum_i a_i W_ij / sum,    D_i = a_i [row i is not empty] / sum
 *
 * Nothing is clipped, so stake buys incentive for its own miners. No bonds.
 */
function weightedMeanEpoch(parameters: Electorate, input: ConsensusInput): ConsensusResult {
  checkShapes("weightedMean", input);
  const { ownerUid } = input;
  const active = activity(input.lastUpdate, input.block, activityCutoff(parameters, input.tempo));
  const stakeShare = stakeShares(input.stake, parameters.stakeThreshold, ownerUid);
  const permitsNow = withOwner(input.permits, ownerUid);
  const permits = nextPermits(stakeShare, parameters.maxValidators, ownerUid);
  const activeStake = activeShares(stakeShare, active, permitsNow);

  const weights = weightsThatCount(input, permitsNow);
  const validatorTrust = rowSums(weights);
  const rank = columnSums(weights, activeStake);
  const incentive = normalize(rank);
  const dividend = normalize(activeStake.map((share, i) => (validatorTrust[i]! > 0 ? share : 0)));
  return {
    active,
    stakeShare,
    activeStake,
    permits,
    consensusWeight: incentive.slice(),
    validatorTrust,
    rank,
    incentive,
    dividend,
    bonds: emptyRows(input.n, input.n),
    fallback: fallbackShares(incentive, dividend, activeStake, stakeShare),
  };
}

export const weightedMean = mechanism(
  "weightedMean",
  "Control: the mean of the validators' rows by active stake, I_j = sum_i a_i W_ij, without clipping or bonds; dividends by " +
    "active stake among those who set weights. A minority can pay its own miner. Masks, stake and permits as in yuma. " +
    "Source: docs/yuma.md, equations 1 to 6.",
  electorate,
  (parameters): Consensus => ({ epoch: (input) => weightedMeanEpoch(parameters, input) }),
  ["minority"],
);
