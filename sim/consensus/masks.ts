import { filterRows } from "../core/keep.ts";
import { lists, normalizeSparseRows, type SparseRows } from "../core/matrix.ts";
import type { ConsensusInput } from "./contract.ts";
import { withOwner } from "./permits.ts";

/**
 * Weights that count, before normalisation. Dropped are
 *
 *   a. rows without a permit
 *   b. self weights, except the owner's
 *   c. weights not renewed since their target registered:   last_i <= registered_j   (the same block is too old)
 *   d. under commit-reveal, weights committed before their target registered:   commit_i < registered_j
 *
 * Rows of inactive uids stay; they carry no active stake.
 * Source: docs/yuma.md, equation 5.
 */
export function maskWeights(input: ConsensusInput, permits: ArrayLike<number>): SparseRows {
  const { weights, lastUpdate, registeredAt, ownerUid, commitBlocks } = input;
  if (everyWeightCounts(input, permits)) return weights;
  return filterRows(weights, (i, j) => {
    if (!permits[i]) return false;
    if (i === j && i !== ownerUid) return false;
    if (lastUpdate[i]! <= registeredAt[j]!) return false;
    return !(commitBlocks && commitBlocks[i]! < registeredAt[j]!);
  });
}

/** Looks at rows instead of entries: in most epochs nobody is new, and nothing is dropped. */
function everyWeightCounts(input: ConsensusInput, permits: ArrayLike<number>): boolean {
  const { n, weights, lastUpdate, registeredAt, ownerUid, commitBlocks } = input;
  let newest = -Infinity;
  for (let j = 0; j < n; j++) if (registeredAt[j]! > newest) newest = registeredAt[j]!;
  for (let i = 0; i < n; i++) {
    if (weights.start[i] === weights.start[i + 1]) continue;
    if (!permits[i] || lastUpdate[i]! <= newest || (commitBlocks && commitBlocks[i]! < newest)) return false;
    if (i !== ownerUid && lists(weights, i, i)) return false;
  }
  return true;
}

/**
 * Weights of each row as shares of what the masks left.   W_ij = w_ij / sum_k w_ik
 * A masked target's weight flows to the row's other targets; an all-zero row stays zero.
 *
 * @param permits [n] those that count now, the owner's among them
 * Source: docs/yuma.md, equation 6.
 */
export function weightsThatCount(
  input: ConsensusInput,
  permits: ArrayLike<number> = withOwner(input.permits, input.ownerUid),
): SparseRows {
  return normalizeSparseRows(maskWeights(input, permits));
}
