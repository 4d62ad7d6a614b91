import { sameLength } from "../core/check.ts";
import { normalize, type Vec } from "../core/matrix.ts";

/** The pots of an epoch, in any unit. */
export interface Pots {
  /** validators' part of the emission */
  readonly alpha: number;
  /** the part of it that is set aside for stakers on root */
  readonly root: number;
}

/**
 * Each validator's part of the alpha pot and of the root pot: its dividend is divided by the kind of stake behind it, and each
 * pot is shared by its own kind.
 *
 *   q_h = w r_h / (a_h + w r_h)        root_h = R d_h q_h / sum d q        alpha_h = A d_h (1 - q_h) / sum d (1 - q)
 *
 * A pot that no dividend has a claim on is paid to nobody.
 *
 * @param pots      A and R
 * @param dividends [validators] d, in any unit
 * @param alpha     [validators] a, stake in the subnet's token
 * @param root      [validators] r, stake on root
 * @param taoWeight w
 * @returns [validators] each, in the pots' unit
 * @throws RangeError when the vectors disagree on the number of validators
 * Source: opentensor/subtensor at 14bc6f9, pallets/subtensor/src/coinbase/run_coinbase.rs,
 * calculate_dividend_distribution.
 */
export function splitDividends(
  pots: Pots,
  dividends: Vec,
  alpha: Vec,
  root: Vec,
  taoWeight: number,
): { readonly alpha: Float64Array; readonly root: Float64Array } {
  sameLength("splitDividends", dividends, "dividends", alpha, "alpha");
  sameLength("splitDividends", dividends, "dividends", root, "root");
  const weighed = Float64Array.from(root, (stake) => taoWeight * stake);
  const ofRoot = Float64Array.from(dividends, (dividend, h) => {
    const all = alpha[h]! + weighed[h]!;
    return all > 0 ? dividend * (weighed[h]! / all) : 0;
  });
  // Not what is left of the dividend: little alpha beside much root would lose its digits.
  const ofAlpha = Float64Array.from(dividends, (dividend, h) => {
    const all = alpha[h]! + weighed[h]!;
    return all > 0 ? dividend * (alpha[h]! / all) : dividend;
  });
  return {
    alpha: normalize(ofAlpha).map((share) => pots.alpha * share),
    root: normalize(ofRoot).map((share) => pots.root * share),
  };
}
