import { filterRows, normalizeSparseRows, type SparseRows } from "../core/matrix.ts";
import type { ConsensusInput } from "./contract.ts";

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
function maskWeights(input: ConsensusInput, permits: ArrayLike<number>): SparseRows {
  const { weights, lastUpdate, registeredAt, ownerUid, commitBlocks } = input;
  return filterRows(weights, (i, j) => {
    if (!permits[i]) return false;
    if (i === j && i !== ownerUid) return false;
    if (lastUpdate[i]! <= registeredAt[j]!) return false;
    return !(commitBlocks && commitBlocks[i]! < registeredAt[j]!);
  });
}

/**
 * Weights of each row as shares of what the masks left.   W_ij = w_ij / sum_k w_ik
 * A masked target's weight flows to the row's other targets; an all-zero row stays zero.
 * Source: docs/yuma.md, equation 6.
 */
export function weightsThatCount(input: ConsensusInput, permits: ArrayLike<number>): SparseRows {
  return normalizeSparseRows(maskWeights(input, permits));
}
