import { mapRows, mergeRows, normalize, normalizeSparseColumns, type SparseRows, type Vec } from "../core/matrix.ts";
import { dividends } from "./bonds.ts";

/** How fast a bond follows a weight that differs from consensus. */
export interface LiquidAlpha {
  /** weight of this epoch for a purchase at consensus, and for one far above it */
  readonly low: number;
  readonly high: number;
  /** slope of the sigmoid in hundredths */
  readonly steepness: number;
}

/** Exponents beyond this change nothing that the chain could store. */
const MOST_EXPONENT = 20;

/**
 * Weight of this epoch for one pair.
 *
 *   d = clip(Wb - C, 0, 1) when buying (Wb >= b), clip(b - Wb, 0, 1) when selling
 *   alpha = low + (high - low) / (1 + exp(-steepness/100 (d - 1/2)))
 *
 * @param weight    Wb_ij
 * @param bond      b_ij before the update
 * @param consensus C_j of this epoch
 * @returns between low and high, at most 1
 * Source: docs/yuma.md, equation 20.
 */
export function liquidAlpha(
  { low, high, steepness }: LiquidAlpha,
  weight: number,
  bond: number,
  consensus: number,
): number {
  const difference = Math.min(1, Math.max(0, weight >= bond ? weight - consensus : bond - weight));
  const exponent = Math.min(MOST_EXPONENT, Math.max(-MOST_EXPONENT, (steepness / 100) * (difference - 0.5)));
  const alpha = low + (high - low) / (1 + Math.exp(-exponent));
  return Math.min(1, high, Math.max(low, alpha));
}

/**
 * Yuma 3 bonds: absolute numbers in [0, 1] for each pair, without stake and without normalisation.
 *
 *   b'_ij = (1 - alpha) b_ij + alpha Wb_ij
 *
 * With one alpha for all, a pair that is no longer listed decays; with liquid alpha it loses its bond at once, as on the
 * chain, while an explicit weight of 0 lets it decay.
 *
 * @param bonds   [n, n] b as kept from last epoch
 * @param weights [n, n] Wb
 * @param alphaOf one alpha, or the liquid alpha of a pair
 * Source: docs/yuma.md, equations 20 and 21.
 */
export function yuma3Bonds(
  bonds: SparseRows,
  weights: SparseRows,
  alphaOf: number | ((weight: number, bond: number, j: number) => number),
): SparseRows {
  if (typeof alphaOf === "number") return mergeRows(weights, bonds, (w, b) => alphaOf * w + (1 - alphaOf) * b);
  return mapRows(weights, (i, j, w) => {
    const bond = entryOf(bonds, i, j);
    const alpha = alphaOf(w, bond, j);
    return alpha * w + (1 - alpha) * bond;
  });
}

/** Entry (i, j), 0 where there is none; columns of a row rise. */
function entryOf({ start, index, value }: SparseRows, i: number, j: number): number {
  let low = start[i]!;
  let high = start[i + 1]!;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (index[middle]! < j) low = middle + 1;
    else high = middle;
  }
  return low < start[i + 1]! && index[low] === j ? value[low]! : 0;
}

/**
 * Validators' shares under Yuma 3: stake multiplies at payout, so an inactive validator earns nothing though its bonds stay.
 *
 *   D_i = a_i sum_j Bn_ij I_j, divided by its sum;   Bn: bonds with each column summing to 1
 *
 * Source: docs/yuma.md, equation 22.
 */
export function yuma3Dividends(bonds: SparseRows, incentive: Vec, activeStake: Vec): Float64Array {
  const earned = dividends(normalizeSparseColumns(bonds), incentive);
  return normalize(earned.map((share, i) => activeStake[i]! * share));
}
