import {
  blendRows,
  entryOf,
  mergeRows,
  normalizeSparseColumns,
  scaleRows,
  type SparseRows,
  type Vec,
} from "../../core/matrix.ts";
import type { BondInput, PairAlpha } from "./contract.ts";

/**
 * Instant bonds: what this epoch's weights alone would give, each column summing to 1.
 *
 *   dB_ij = a_i Wb_ij / sum_k a_k Wb_kj
 *
 * Source: docs/yuma.md, equation 13.
 */
export function instantBonds(weights: SparseRows, activeStake: Vec, slack = 0): SparseRows {
  return normalizeSparseColumns(scaleRows(weights, activeStake), slack);
}

/**
 * Moving average of bonds, pair by pair.   α dB + (1 - α) B
 * @param alpha weight of `now`, one for all or by pair
 */
export function mixed(now: SparseRows, before: SparseRows, alpha: number | PairAlpha): SparseRows {
  if (typeof alpha === "number") return blendRows(now, before, alpha);
  return mergeRows(now, before, (a, b, i, j) => {
    const share = alpha.of(entryOf(alpha.compared, i, j), b, i, j);
    return share * a + (1 - share) * b;
  });
}

/** Weight of instant bonds: 1 in the first epoch, since nothing is remembered yet. */
export function instantShare({ first, alpha, liquidAlpha }: BondInput): number | PairAlpha {
  return first ? 1 : (liquidAlpha ?? alpha);
}
