/**
 * How evenly an amount is shared: pay, stake, capacity. Members without any are left out by the caller where it should be so.
 * Source: docs/theory.md, equation 32; closed form `concentration`.
 */
import { reaches } from "../core/check.ts";
import { sum, type Vec } from "../core/matrix.ts";
import { fraction, positive, sample } from "./domain.ts";

/**
 * 0: all have the same; near 1: one has all.   sum_i (2 i - n - 1) x_(i) / (n sum x), x_(i) in rising order
 * @throws RangeError without members, for an amount below 0, and where nobody has anything
 */
export function gini(amounts: Vec): number {
  const total = totalOf("gini", amounts);
  const sorted = Float64Array.from(amounts).sort();
  const n = sorted.length;
  let spread = 0;
  for (let i = 0; i < n; i++) spread += (2 * (i + 1) - n - 1) * sorted[i]!;
  return spread / (n * total);
}

/** HHI.   sum s^2, s = x / sum x @throws RangeError as `gini` */
export function herfindahl(amounts: Vec): number {
  const total = totalOf("herfindahl", amounts);
  let squares = 0;
  for (let i = 0; i < amounts.length; i++) squares += (amounts[i]! / total) ** 2;
  return squares;
}

/** As many members with equal amounts would be as concentrated.   1 / HHI @throws RangeError as `gini` */
export function effectiveNumber(amounts: Vec): number {
  return 1 / herfindahl(amounts);
}

/**
 * Nakamoto coefficient: least k whose largest k hold strictly more than the threshold.
 *
 * @param threshold fraction; a share equal to it, up to rounding, is not over it
 * @returns members; all of them where nothing exceeds the threshold
 * @throws RangeError as `gini`, and for a threshold outside 0..1
 */
export function nakamoto(amounts: Vec, threshold = 0.5): number {
  const total = totalOf("nakamoto", amounts);
  fraction("nakamoto", "threshold", threshold);
  const sorted = Float64Array.from(amounts).sort().reverse();
  let top = 0;
  for (let k = 0; k < sorted.length; k++) {
    top += sorted[k]!;
    if (!reaches(threshold, top / total)) return k + 1;
  }
  return sorted.length;
}

function totalOf(where: string, amounts: Vec): number {
  sample(where, "amounts", amounts);
  const total = sum(amounts);
  positive(where, "sum of amounts", total);
  return total;
}
