import { columnSums, filterRows, mapRows, normalize, type SparseRows, type Vec } from "../core/matrix.ts";

/**
 * Weights cut at consensus.   min(W_ij, C_j)
 * Entries on uids without consensus vanish.
 * Source: docs/yuma.md, equation 8.
 */
export function clipWeights(weights: SparseRows, consensus: Vec): SparseRows {
  const agreed = filterRows(weights, (_, j) => consensus[j]! > 0);
  return mapRows(agreed, (_, j, w) => Math.min(w, consensus[j]!));
}

/**
 * What active stake gives each uid after clipping, and each uid's share of it.
 *
 *   R_j = sum_i a_i min(W_ij, C_j)        I_j = R_j / sum R   (all zero stays all zero)
 *
 * Source: docs/yuma.md, equation 10.
 */
export function rankAndIncentive(
  clipped: SparseRows,
  activeStake: Vec,
): { rank: Float64Array; incentive: Float64Array } {
  const rank = columnSums(clipped, activeStake);
  return { rank, incentive: normalize(rank) };
}

/**
 * Weights that bonds follow.   Wb = W + beta (min(W, C) - W)
 * beta 1 follows the clipped weights, 0 the weights as given; between the two only positive entries stay.
 * Source: docs/yuma.md, equation 11.
 */
export function bondWeights(weights: SparseRows, clipped: SparseRows, consensus: Vec, penalty: number): SparseRows {
  if (penalty === 1) return clipped;
  if (penalty === 0) return weights;
  const mixed = mapRows(weights, (_, j, w) => w + penalty * (Math.min(w, consensus[j]!) - w));
  return filterRows(mixed, (_i, _j, w) => w > 0);
}
