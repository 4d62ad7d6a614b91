import { floats } from "../../core/arrays.ts";
import {
  entryOf,
  normalize,
  normalizeSparseColumns,
  type SparseRows,
  type Vec,
  withValues,
} from "../../core/matrix.ts";
import { earnings } from "../bonds.ts";
import { keptAsU16 } from "../storage.ts";
import { mixed } from "./columns.ts";
import type { BondRule, PairAlpha } from "./contract.ts";

/**
 * Yuma 3 bonds: absolute numbers in [0, 1] for each pair, without stake and without normalisation.
 *
 *   b'_ij = (1 - α) b_ij + α Wb_ij
 *
 * With one alpha for all, a pair that is no longer listed decays; with liquid alpha it loses its bond at once, as on the
 * chain, while an explicit weight of 0 lets it decay.
 *
 * @param bonds   [n, n] b as kept from last epoch
 * @param weights [n, n] Wb
 * @param alpha   one alpha, or the liquid alpha of a pair
 * @param sparse  whether liquid alpha drops pairs that are no longer listed
 * Source: docs/yuma.md, equations 20 and 21.
 */
export function yuma3Bonds(
  bonds: SparseRows,
  weights: SparseRows,
  alpha: number | PairAlpha,
  sparse = true,
): SparseRows {
  if (typeof alpha === "number" || !sparse) return mixed(weights, bonds, alpha);
  return listedBonds(bonds, weights, alpha);
}

/** The pairs that `weights` lists, walking along the rows of both. */
function listedBonds(bonds: SparseRows, weights: SparseRows, alpha: PairAlpha): SparseRows {
  const { start, index, value: given } = weights;
  const { start: bondStart, index: bondIndex, value: bondValue } = bonds;
  const compares = alpha.compared === weights;
  const value = floats(index.length);
  for (let i = 0; i < weights.rows; i++) {
    let next = bondStart[i]!;
    const bondEnd = bondStart[i + 1]!;
    for (let k = start[i]!, end = start[i + 1]!; k < end; k++) {
      const j = index[k]!;
      while (next < bondEnd && bondIndex[next]! < j) next++;
      const bond = next < bondEnd && bondIndex[next] === j ? bondValue[next]! : 0;
      const share = alpha.of(compares ? given[k]! : entryOf(alpha.compared, i, j), bond, i, j);
      value[k] = share * given[k]! + (1 - share) * bond;
    }
  }
  return withValues(weights, value);
}

/**
 * Validators' shares under Yuma 3: stake multiplies at payout, so an inactive validator earns nothing though its bonds stay.
 *
 *   D_i = a_i sum_j Bn_ij I_j, divided by its sum;   Bn: bonds with each column summing to 1
 *
 * Source: docs/yuma.md, equation 22.
 */
function yuma3Dividends(bonds: SparseRows, incentive: Vec, slack: number, activeStake: Vec): Float64Array {
  const earned = earnings(normalizeSparseColumns(bonds, slack), incentive);
  return normalize(
    earned.map((share, i) => activeStake[i]! * share),
    slack,
  );
}

export const yuma3: BondRule = {
  update: ({ bonds, weights, alpha, liquidAlpha, sparse }) => yuma3Bonds(bonds, weights, liquidAlpha ?? alpha, sparse),
  dividends: yuma3Dividends,
  stored: keptAsU16,
};
