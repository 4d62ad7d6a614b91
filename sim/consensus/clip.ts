import { floats } from "../core/arrays.ts";
import { reaches } from "../core/check.ts";
import { filterRows } from "../core/keep.ts";
import { columnSums, normalize, type SparseRows, type Vec, withValues } from "../core/matrix.ts";

/**
 * Weights cut at consensus.   min(W_ij, C_j)
 * @param sparse whether positive entries on uids without consensus vanish, as on the chain, or become explicit zeros; an
 *   explicit 0 stays either way, and under liquid alpha keeps its pair's bond alive
 * Source: docs/yuma.md, equation 8.
 */
export function clipWeights(weights: SparseRows, consensus: Vec, sparse = true): SparseRows {
  const agreed = sparse ? withoutUnsupported(weights, consensus) : weights;
  const { index, value: given } = agreed;
  const value = floats(given.length);
  for (let k = 0; k < value.length; k++) value[k] = Math.min(given[k]!, consensus[index[k]!]!);
  return withValues(agreed, value);
}

function withoutUnsupported(weights: SparseRows, consensus: Vec): SparseRows {
  const { index, value } = weights;
  for (let k = 0; k < value.length; k++) {
    if (consensus[index[k]!] === 0 && value[k]! > 0)
      return filterRows(weights, (_, j, w) => consensus[j]! > 0 || w === 0);
  }
  return weights;
}

/** How ranks become incentive: in proportion, or all for the highest. */
export type IncentiveRule = "share" | "winnerTakesAll";

/**
 * What active stake gives each uid after clipping, and each uid's share of it.
 *
 *   R_j = sum_i a_i min(W_ij, C_j)        I_j = R_j / sum R   (all zero stays all zero)
 *
 * Source: docs/yuma.md, equations 10 and 35.
 */
export function rankAndIncentive(
  clipped: SparseRows,
  activeStake: Vec,
  rule: IncentiveRule = "share",
): { rank: Float64Array; incentive: Float64Array } {
  const rank = columnSums(clipped, activeStake);
  return { rank, incentive: normalize(rule === "share" ? rank : winners(rank)) };
}

/** 1 for the highest rank and those that equal it up to rounding, 0 for the others and where nobody has a rank. */
function winners(rank: Float64Array): Float64Array {
  const highest = rank.reduce((most, r) => Math.max(most, r), 0);
  return rank.map((r) => (r > 0 && reaches(r / highest, 1) ? 1 : 0));
}

/**
 * Weights that bonds follow.   Wb = W + beta (min(W, C) - W)
 * beta 1 follows the clipped weights, 0 the weights as given.
 * @param sparse whether, between the two, only positive entries stay, as on the chain
 * Source: docs/yuma.md, equation 11.
 */
export function bondWeights(
  weights: SparseRows,
  clipped: SparseRows,
  consensus: Vec,
  penalty: number,
  sparse = true,
): SparseRows {
  if (penalty === 1) return clipped;
  if (penalty === 0) return weights;
  const { index, value: given } = weights;
  const value = floats(given.length);
  let positive = true;
  for (let k = 0; k < value.length; k++) {
    const w = given[k]!;
    value[k] = w + penalty * (Math.min(w, consensus[index[k]!]!) - w);
    positive &&= value[k]! > 0;
  }
  const mixed = withValues(weights, value);
  return sparse && !positive ? filterRows(mixed, (_i, _j, w) => w > 0) : mixed;
}
