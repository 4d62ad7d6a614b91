import type { SparseRows, Vec } from "../../core/matrix.ts";
import type { Kept } from "../contract.ts";
import type { PairAlpha } from "./contract.ts";

/** How fast a bond follows a weight that differs from consensus; what may be left out is then as on the chain. */
export interface LiquidAlpha {
  /** weight of this epoch for a purchase at consensus, and for one far above it */
  readonly low: number;
  readonly high: number;
  /** slope of the sigmoid in hundredths */
  readonly steepness: number;
  /** which consensus a purchase is compared with; `mixed` is the larger of both */
  readonly consensus?: "current" | "previous" | "mixed";
  /** what is compared with it: the weights that bonds follow, as on the chain, or the weights as given */
  readonly compares?: "bondWeights" | "weights";
}

/** Exponents beyond this change nothing that the chain could store. */
export const CHAIN_EXPONENT = 20;

/**
 * Weight of this epoch for one pair.
 *
 *   d = clip(W - C, 0, 1) when buying (W >= b), clip(b - W, 0, 1) when selling
 *   α = low + (high - low) / (1 + exp(-steepness/100 (d - 1/2)))
 *
 * @param weight    Wb_ij, or W_ij
 * @param bond      b_ij before the update
 * @param consensus C_j
 * @param most      where the exponent is cut, on either side of 0
 * @returns between low and high, at most 1
 * Source: docs/yuma.md, equation 20.
 */
export function liquidAlpha(
  { low, high, steepness }: LiquidAlpha,
  weight: number,
  bond: number,
  consensus: number,
  most = CHAIN_EXPONENT,
): number {
  const difference = Math.min(1, Math.max(0, weight >= bond ? weight - consensus : bond - weight));
  const exponent = Math.min(most, Math.max(-most, (steepness / 100) * (difference - 0.5)));
  const alpha = low + (high - low) / (1 + Math.exp(-exponent));
  return Math.min(1, high, Math.max(low, alpha));
}

/**
 * Liquid alpha of every pair.
 *
 * @param compared  [n, n] weights that are compared with consensus
 * @param consensus [n] C_j of this epoch
 * @param before    what was kept of the epoch before; without it this epoch's consensus stands for both
 * @param most      where the exponent is cut
 * @returns null where no uid has consensus: one alpha then holds for all
 * Source: docs/yuma.md, equations 20 and 34.
 */
export function liquidAlphas(
  liquid: LiquidAlpha,
  compared: SparseRows,
  consensus: Float64Array,
  before: Kept | null,
  most = CHAIN_EXPONENT,
): PairAlpha | null {
  if (!consensus.some((c) => c > 0)) return null;
  const reference = consensusToCompare(liquid.consensus ?? "current", consensus, before?.consensusWeight ?? consensus);
  return { compared, of: (given, bond, _, j) => liquidAlpha(liquid, given, bond, reference[j]!, most) };
}

/** Source: docs/yuma.md, equation 34. */
function consensusToCompare(which: NonNullable<LiquidAlpha["consensus"]>, current: Float64Array, previous: Vec): Vec {
  switch (which) {
    case "current":
      return current;
    case "previous":
      return previous;
    case "mixed":
      return current.map((c, j) => Math.max(c, previous[j]!));
  }
}
