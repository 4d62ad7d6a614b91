import { reaches } from "../../sim/core/check.ts";

/**
 * Where honest emission crosses honest stake: the point of a retention line at one W_C. A number is the W_H from which on
 * S is kept; 0 means that every W_H keeps it, Infinity that W_H = 1 does not.
 */
export type Retention = number;

/**
 * The point from E_H at equally spaced W_H from 0 to 1: after the last of them that loses stake, by a straight line to the
 * next, as contours of a plot are drawn.
 * @param emission E_H by W_H, at least two values
 * @param honestStake S
 */
export function retentionOf(emission: ArrayLike<number>, honestStake: number): Retention {
  const last = emission.length - 1;
  if (last < 1) throw new RangeError(`retentionOf: emission has ${emission.length} values; expected at least 2`);
  let k = last;
  while (k >= 0 && keeps(emission[k]!, honestStake)) k--;
  return between(k, last, (at) => emission[at]!, honestStake);
}

/**
 * The same where E_H, once it keeps S, keeps it for all larger W_H: found by halving, with about one evaluation in seven.
 * @param emission E_H at the k-th of `last + 1` equally spaced W_H
 */
export function retentionByHalving(emission: (k: number) => number, last: number, honestStake: number): Retention {
  let [lost, kept] = [-1, last + 1];
  while (kept - lost > 1) {
    const middle = (lost + kept) >> 1;
    if (keeps(emission(middle), honestStake)) kept = middle;
    else lost = middle;
  }
  return between(lost, last, emission, honestStake);
}

/** E_H >= S, up to the rounding of sums: where emission goes by stake the two are equal. */
export function keeps(emission: number, honestStake: number): boolean {
  return reaches(emission, honestStake);
}

/** @param lost index of the largest W_H that loses stake, -1 for none */
function between(lost: number, last: number, emission: (k: number) => number, honestStake: number): Retention {
  if (lost < 0) return 0;
  if (lost === last) return Infinity;
  const below = emission(lost);
  return (lost + (honestStake - below) / (emission(lost + 1) - below)) / last;
}
