import {
  filterRows,
  mapRows,
  mergeRows,
  normalize,
  normalizeSparseColumns,
  type SparseRows,
  type Vec,
} from "../core/matrix.ts";
import type { ConsensusInput } from "./contract.ts";

/**
 * Bonds without those on uids that registered since the epoch before.   keep b_ij  <=>  registered_j < t_last
 * where t_last is the block after the last epoch, or one tempo ago when there was none.
 * Source: docs/yuma.md, equation 12.
 */
export function bondsOnKnownUids({ bonds, registeredAt, lastStepBlock, block, tempo }: ConsensusInput): SparseRows {
  const lastTempo = lastStepBlock > 0 ? lastStepBlock + 1 : Math.max(0, block - tempo);
  return filterRows(bonds, (_, j) => registeredAt[j]! < lastTempo);
}

/**
 * Classic bonds: each uid's bonds are shared out by active stake times weight, and remembered.
 *
 *   dB_ij = a_i Wb_ij, each column summing to 1
 *   B'    = alpha dB + (1 - alpha) B, each column summing to 1
 *
 * A validator without new bonds decays; a column that nobody scores keeps its shares.
 *
 * @param bonds   [n, n] B as kept from last epoch; columns are normalised here, only ratios matter
 * @param weights [n, n] Wb
 * @param stake   [n] a_i
 * @param alpha   weight of this epoch
 * Source: docs/yuma.md, equations 13 and 14.
 */
export function classicBonds(bonds: SparseRows, weights: SparseRows, stake: Vec, alpha: number): SparseRows {
  const before = normalizeSparseColumns(bonds);
  const instant = normalizeSparseColumns(mapRows(weights, (i, _, w) => stake[i]! * w));
  return normalizeSparseColumns(mergeRows(instant, before, (now, then) => alpha * now + (1 - alpha) * then));
}

/**
 * Validators' shares: what their bonds earn.   D_i = sum_j B'_ij I_j / sum_i sum_j B'_ij I_j
 * Source: docs/yuma.md, equation 15.
 */
export function dividends(bonds: SparseRows, incentive: Vec): Float64Array {
  const earned = new Float64Array(bonds.rows);
  for (let i = 0; i < bonds.rows; i++) {
    for (let k = bonds.start[i]!; k < bonds.start[i + 1]!; k++) {
      earned[i]! += bonds.value[k]! * incentive[bonds.index[k]!]!;
    }
  }
  return normalize(earned);
}

/**
 * Bonds that go on to the next epoch: the rows of those who will hold a permit.
 * Source: docs/yuma.md, equation 16.
 */
export function carriedBonds(bonds: SparseRows, nextPermits: ArrayLike<number>): SparseRows {
  return filterRows(bonds, (i) => nextPermits[i] === 1);
}
