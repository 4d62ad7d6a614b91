import { keepColumns, keepRows, filterRows } from "../core/keep.ts";
import { flags, normalize, tabulate, type SparseRows, type Vec } from "../core/matrix.ts";
import type { ConsensusInput } from "./contract.ts";

/** What every bond rule shares: newcomers, what bonds earn, what goes on. The rules themselves are in `bondRules/`. */

/**
 * Bonds without those on uids that registered since the epoch before.   keep b_ij  <=>  registered_j < t_last
 * where t_last is the block after the last epoch, or one tempo ago when there was none.
 * Source: docs/yuma.md, equation 12.
 */
export function bondsOnKnownUids(input: ConsensusInput): SparseRows {
  return onKnownUids(input.bonds, input);
}

/**
 * The same for whatever else was kept of the epoch before.
 * @param kept [n, n]
 * Source: docs/yuma.md, equation 12.
 */
export function onKnownUids(kept: SparseRows, input: ConsensusInput): SparseRows {
  const { registeredAt } = input;
  const since = knownSince(input);
  return keepColumns(
    kept,
    flags(kept.cols, (j) => registeredAt[j]! < since),
  );
}

/**
 * Block before which uids registered that were there in the epoch before.   t_last
 * Source: docs/yuma.md, equation 12.
 */
export const knownSince = ({ lastStepBlock, block, tempo }: ConsensusInput): number =>
  lastStepBlock > 0 ? lastStepBlock + 1 : Math.max(0, block - tempo);

/**
 * Bonds without any on one uid: what a reset asks for.   b_ij = 0 for every i
 * @throws RangeError when there is no such uid
 * Source: docs/yuma.md, equation 36.
 */
export function resetBonds(bonds: SparseRows, uid: number): SparseRows {
  if (!Number.isInteger(uid) || uid < 0 || uid >= bonds.cols)
    throw new RangeError(`resetBonds: uid is ${uid}; expected a uid from 0 to ${bonds.cols - 1}`);
  return filterRows(bonds, (_, j) => j !== uid);
}

/** What each validator's bonds earn, not yet divided by its sum.   sum_j B'_ij I_j */
export function earnings({ rows, start, index, value }: SparseRows, incentive: Vec): Float64Array {
  return tabulate(rows, (i) => {
    let earned = 0;
    for (let k = start[i]!, end = start[i + 1]!; k < end; k++) earned += value[k]! * incentive[index[k]!]!;
    return earned;
  });
}

/**
 * Validators' shares: what their bonds earn.   D_i = sum_j B'_ij I_j / (sum_i sum_j B'_ij I_j + slack)
 * Source: docs/yuma.md, equation 15.
 */
export function dividends(bonds: SparseRows, incentive: Vec, slack = 0): Float64Array {
  return normalize(earnings(bonds, incentive), slack);
}

/**
 * Bonds that go on to the next epoch: the rows of those who will hold a permit.
 * Source: docs/yuma.md, equation 16.
 */
export function carriedBonds(bonds: SparseRows, nextPermits: ArrayLike<number>): SparseRows {
  return keepRows(bonds, nextPermits);
}
