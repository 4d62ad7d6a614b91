import { floats } from "../core/arrays.ts";
import type { Vec } from "../core/matrix.ts";

/**
 * Shares by place, best first, for scores above 0; all others get 0. Who ties shares what the tied places get, so that the
 * order of the list does not matter.
 *
 * @param scores [n] NaN for the unknown
 * @param shares what each place gets of so many places; those it does not name get nothing
 * @returns [n]
 */
export function byPlace(scores: Vec, shares: (places: number) => Vec): Float64Array {
  const placed = Array.from(scores, (score, j) => ({ score, j }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score);
  const given = floats(scores.length);
  const share = shares(placed.length);
  for (let first = 0; first < placed.length;) {
    let after = first;
    let total = 0;
    while (after < placed.length && placed[after]!.score === placed[first]!.score) total += share[after++] ?? 0;
    for (let k = first; k < after; k++) given[placed[k]!.j] = total / (after - first);
    first = after;
  }
  return given;
}
