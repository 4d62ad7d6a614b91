/** How many seeds a paired comparison needs. Source: docs/theory.md, equation 35; closed form `seeds-needed`. */
import { sameLength } from "../core/check.ts";
import type { Vec } from "../core/matrix.ts";
import { mean } from "../core/stats.ts";
import { amount, positive } from "./domain.ts";

/** Standard normal deviate that leaves 2.5% on each side. */
const Z_95 = 1.959964;

/**
 * Standard deviation of a difference of two arms that share their draws.   sqrt(sa^2 + sb^2 - 2 rho sa sb)
 *
 * @param correlation rho, -1 to 1: what common random numbers achieved; 0 where the arms are played apart
 * @throws RangeError for deviations below 0 and a correlation outside -1..1
 */
export function sdOfDifference(sdA: number, sdB: number, correlation: number): number {
  amount("sdOfDifference", "sdA", sdA);
  amount("sdOfDifference", "sdB", sdB);
  if (!(correlation >= -1 && correlation <= 1))
    throw new RangeError(`sdOfDifference: correlation is ${correlation}; expected a number from -1 to 1`);
  // As a sum of two terms that are not below 0, so that rounding leaves no root of a negative number at rho = 1.
  return Math.sqrt((sdA - sdB) ** 2 + 2 * (1 - correlation) * sdA * sdB);
}

/**
 * Seeds for an interval of a half-width.   n = ceil((z sd / h)^2)
 *
 * @param sd        of what one seed tells
 * @param halfWidth h, above 0, in the unit of sd
 * @param z         standard normal deviate; 95% of both sides when left out
 * @returns whole number; 0 where seeds do not differ
 * @throws RangeError for a deviation below 0, and for a half-width or z that is not above 0
 */
export function seedsNeeded(sd: number, halfWidth: number, z = Z_95): number {
  amount("seedsNeeded", "sd", sd);
  positive("seedsNeeded", "halfWidth", halfWidth);
  positive("seedsNeeded", "z", z);
  const needed = ((z * sd) / halfWidth) ** 2;
  // 4.000000000000001 is 4 but for rounding
  return Math.ceil(needed * (1 - 1e-12));
}

/**
 * Correlation over seeds of two arms.   sum (a - mean a)(b - mean b) / sqrt(sum (a - mean a)^2 sum (b - mean b)^2)
 *
 * @returns -1 to 1; NaN where an arm does not vary
 * @throws RangeError for lengths that disagree, and for less than two seeds
 */
export function correlation(a: Vec, b: Vec): number {
  sameLength("correlation", a, "a", b, "b");
  if (a.length < 2) throw new RangeError(`correlation: a has ${a.length} entries; expected 2 or more`);
  const [meanA, meanB] = [mean(a), mean(b)];
  let [both, ofA, ofB] = [0, 0, 0];
  for (let s = 0; s < a.length; s++) {
    const [x, y] = [a[s]! - meanA, b[s]! - meanB];
    both += x * y;
    ofA += x * x;
    ofB += y * y;
  }
  return Math.max(-1, Math.min(1, both / Math.sqrt(ofA * ofB)));
}
