/** What customers who are served come to believe. Source: docs/theory.md, equation 13; closed form `belief-learning`. */
import { count, finite, fraction } from "./domain.ts";

/**
 * Belief after some epochs of being served.   b_e = q + (b_0 - q)(1 - l)^e
 *
 * @param start   b_0      @param quality q, true      @param rate l: weight of an epoch, fraction
 * @throws RangeError for a rate outside 0..1 and epochs that are no whole number
 */
export function beliefAfter(start: number, quality: number, rate: number, epochs: number): number {
  finite("beliefAfter", "start", start);
  finite("beliefAfter", "quality", quality);
  fraction("beliefAfter", "rate", rate);
  count("beliefAfter", "epochs", epochs);
  return quality + (start - quality) * (1 - rate) ** epochs;
}

/**
 * Epochs after which a belief is at most half as wrong as it was.   ceil(ln(1/2) / ln(1 - l))
 * @returns 1 or more; undefined where nobody learns: l = 0
 * @throws RangeError for a rate outside 0..1
 */
export function epochsToHalveError(rate: number): number | undefined {
  fraction("epochsToHalveError", "rate", rate);
  if (rate === 0) return undefined;
  // 1 - l = 2^(-1/n) halves in n epochs but for rounding.
  return Math.max(1, Math.ceil((-Math.LN2 / Math.log1p(-rate)) * (1 - 1e-12)));
}
