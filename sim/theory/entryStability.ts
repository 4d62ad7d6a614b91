/**
 * How fast entry may answer profit before it cycles by itself: K(e+1) = K(e) + k (K* - K(e-l)), what is ordered arrives l epochs
 * later. Source: docs/theory.md, equation 6; closed form `entry-lag-stability`.
 */
import { count } from "./domain.ts";

/**
 * Gain below which capacity comes to rest.   2 cos(l pi / (2 l + 1))
 *
 * @param lagEpochs l, whole
 * @returns 2 without a lag, and less with every epoch of it
 * @throws RangeError for a lag that is no whole number
 */
export function largestStableGain(lagEpochs: number): number {
  count("largestStableGain", "lagEpochs", lagEpochs);
  // The same as a sine, which is exact where l = 0 and keeps its digits where l is large.
  return 2 * Math.sin(Math.PI / (4 * lagEpochs + 2));
}

/**
 * Largest gain at which capacity comes to rest without overshooting: z^(l+1) = z^l - k has a positive root.   l^l / (l+1)^(l+1)
 * @throws RangeError for a lag that is no whole number
 */
export function largestMonotoneGain(lagEpochs: number): number {
  count("largestMonotoneGain", "lagEpochs", lagEpochs);
  return (lagEpochs / (lagEpochs + 1)) ** lagEpochs / (lagEpochs + 1);
}
