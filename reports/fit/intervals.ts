/** Intervals of a fit by drawing its miners again and again: transitions of one miner are not independent of each other. */
import { stream } from "../../sim/core/random.ts";
import { sums, type Point, type Sums, type Transitions } from "./curve.ts";
import { descend, solve } from "./leastSquares.ts";

export type Interval = readonly [low: number, high: number];

/** Standard normal quantile of 0.975: intervals hold 95%. */
const Z = 1.959963984540054;

/**
 * 95% intervals of the fitted point: percentiles of fits to miners drawn with replacement, their distance from the estimate
 * widened by t(0.975, n - 1) / 1.96 √(n / (n - 1)), since percentiles of few miners are too close. n is the number of miners
 * that tell the parameter.
 * Source: Efron and Tibshirani 1993; Hesterberg 2015, "What teachers should know about the bootstrap", on narrowness.
 *
 * @param tellers [4] miners that tell each parameter
 * PERF: a draw refits from the estimate, 0.5 ms at 300 transitions, in proportion to them.
 */
export function intervals(
  data: Transitions,
  point: Point,
  free: readonly number[],
  tellers: readonly number[],
  { resamples, seed }: { readonly resamples: number; readonly seed: number },
): Interval[] {
  const miners = data.offsets.length - 1;
  const random = stream(seed, "fit");
  const found = point.map(() => new Float64Array(resamples));
  for (let r = 0; r < resamples; r++) {
    const weights = new Float64Array(miners);
    for (let k = 0; k < miners; k++) weights[Math.floor(random() * miners)]!++;
    descend(data, weights, point, free).forEach((value, p) => (found[p]![r] = value));
  }
  return found.map((values, p) => {
    const sorted = values.sort();
    const estimate = point[p]!;
    if (!free.includes(p)) return [estimate, estimate];
    const n = tellers[p]!;
    const wider = (tQuantile(n - 1) / Z) * Math.sqrt(n / (n - 1));
    return [estimate + wider * (at(sorted, 0.025) - estimate), estimate + wider * (at(sorted, 0.975) - estimate)];
  });
}

/**
 * How many miners tell each parameter: as many as there are where all tell it alike, fewer where some say nothing of it.
 *
 *   n_p = (Σ h_i)² / Σ h_i²      h_i = a' J_i'J_i a,  a = column p of (J'J)^-1
 *
 * h_i is the part of the estimate's variance that comes from miner i, were all transitions as noisy.
 * Source: Bell and McCaffrey 2002, "Bias reduction in standard errors for linear regression with multi-stage samples".
 *
 * @param all sums over all miners at the point
 * @returns [4]; 0 for what is not free
 */
export function tellersOf(data: Transitions, point: Point, all: Sums, free: readonly number[]): number[] {
  const miners = data.offsets.length - 1;
  const each = Array.from({ length: miners }, (_, m) => {
    const alone = new Uint8Array(miners);
    alone[m] = 1;
    return sums(data, alone, point).curvature;
  });
  const matrix = free.map((a) => free.map((b) => all.curvature[4 * a + b]!));
  return point.map((_, p) => {
    const unit = free.map((q) => (q === p ? 1 : 0));
    const a = free.includes(p) ? solve(matrix, unit) : undefined;
    if (!a) return 0;
    let [total, squares] = [0, 0];
    for (const curvature of each) {
      let h = 0;
      free.forEach((x, i) => free.forEach((y, k) => (h += a[i]! * a[k]! * curvature[4 * x + y]!)));
      total += h;
      squares += h * h;
    }
    return (total * total) / squares;
  });
}

/** Quantile between the two nearest of sorted values. */
function at(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below]! + (place - below) * (sorted[above]! - sorted[below]!);
}

/** Even steps of the quadrature below, and halvings of its search. */
const STEPS = 200;
const HALVINGS = 40;

/**
 * Student's t quantile of 0.975 by bisection: with t = √n tan θ its density is as cos^(n - 1) θ, integrated by Simpson's rule.
 * @param degrees n, 1 or more, not always whole
 */
export function tQuantile(degrees: number): number {
  const area = (angle: number): number => {
    let total = 1 + Math.cos(angle) ** (degrees - 1);
    for (let k = 1; k < STEPS; k++) total += (k % 2 === 1 ? 4 : 2) * Math.cos((k * angle) / STEPS) ** (degrees - 1);
    return (total * angle) / (3 * STEPS);
  };
  const wanted = 0.95 * area(Math.PI / 2);
  let [low, high] = [0, Math.PI / 2];
  for (let k = 0; k < HALVINGS; k++) {
    const middle = (low + high) / 2;
    if (area(middle) < wanted) low = middle;
    else high = middle;
  }
  return Math.sqrt(degrees) * Math.tan(low);
}
