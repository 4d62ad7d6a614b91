import { copyOf } from "../core/arrays.ts";
import { emptyRows, normalize, rowSums, type Vec } from "../core/matrix.ts";
import type { ConsensusResult } from "./contract.ts";
import type { Tally } from "./electorate.ts";
import { fallbackShares } from "./payout.ts";

/**
 * The result of a control: a kind that only says how weights become a rank.
 *
 *   I_j = R_j / sum R,    D_i = a_i [row i is not empty] / sum
 *
 * No bonds. What is published as consensus is the incentive, so a validator that copies it copies pay.
 *
 * @param rank [n] R_j
 * Source: docs/yuma.md, equation 25.
 */
export function controlResult({ weights, ...counted }: Tally, rank: Float64Array): ConsensusResult {
  const { activeStake, stakeShare } = counted;
  const validatorTrust = rowSums(weights);
  const incentive = normalize(rank);
  const dividend = stakeOfThoseWho(validatorTrust, activeStake);
  return {
    consensusWeight: copyOf(incentive),
    validatorTrust,
    rank,
    incentive,
    dividend,
    bonds: emptyRows(weights.rows, weights.cols),
    kept: null,
    fallback: fallbackShares(incentive, dividend, activeStake, stakeShare),
    ...counted,
  };
}

/** Shares of the active stake of those whose row holds something. */
function stakeOfThoseWho(rowSum: Vec, activeStake: Float64Array): Float64Array {
  return normalize(activeStake.map((share, i) => (rowSum[i]! > 0 ? share : 0)));
}
