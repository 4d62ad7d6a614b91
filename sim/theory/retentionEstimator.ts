/**
 * Retention over seeds: what is served with a cut over what is served with the subsidy kept, and how sure one can be of it.
 * Entry s of `cut` and of `keep` is the same seed. Source: docs/theory.md, equation 34; closed form `retention-estimator`.
 */
import { reaches, sameLength } from "../core/check.ts";
import { sum, type Vec } from "../core/matrix.ts";
import { mean } from "../core/stats.ts";
import { count, finite, fraction, positive, sample } from "./domain.ts";

/** Seeds of which every resample is listed: 7^7 is 823,543 pairs. */
const MOST_SEEDS = 7;

/**
 * The figure that is reported.   r = sum cut / sum keep
 * With differences of two arms for `cut` and ones for `keep` it is the mean difference, and what follows is its error.
 * @param cut  [seeds] of either sign
 * @param keep [seeds] 0 or more, and more than 0 in all
 * @throws RangeError without seeds, for lengths that disagree, `cut` not finite, `keep` below 0, and where nothing is kept
 */
export function ratioOfMeans(cut: Vec, keep: Vec): number {
  signedPairs("ratioOfMeans", cut, keep, 1);
  return sum(cut) / sum(keep);
}

/** Mean over seeds of cut / keep. @throws RangeError as `ratioOfMeans`, for `cut` below 0 and a seed in which nothing is kept */
export function meanOfRatios(cut: Vec, keep: Vec): number {
  return mean(ratios("meanOfRatios", cut, keep));
}

/** exp of the mean over seeds of ln(cut / keep); 0 where one is 0. @throws RangeError as `meanOfRatios` */
export function geometricMeanOfRatios(cut: Vec, keep: Vec): number {
  return Math.exp(mean(ratios("geometricMeanOfRatios", cut, keep).map(Math.log)));
}

/**
 * Standard error of the ratio of means, by linearisation.   sd(cut - r keep) / (sqrt(n) mean(keep)), sd by n - 1
 * @throws RangeError as `ratioOfMeans`, and for less than two seeds
 */
export function ratioStandardError(cut: Vec, keep: Vec): number {
  signedPairs("ratioStandardError", cut, keep, 2);
  const n = cut.length;
  const ratio = sum(cut) / sum(keep);
  let squares = 0;
  // The residuals add to 0 by the choice of r.
  for (let s = 0; s < n; s++) squares += (cut[s]! - ratio * keep[s]!) ** 2;
  return Math.sqrt(squares / (n - 1) / n) / (sum(keep) / n);
}

/**
 * Quantiles of the ratio of means over drawn resamples of seeds, each seed with both its arms. A resample in which nothing is
 * kept has no ratio and is left out.
 *
 * @param quantiles fractions
 * @param resamples how many, 1 or more
 * @param draw      k-th draw, in [0, 1); n of them make a resample
 * @returns [quantiles] each the least ratio that this share of resamples does not exceed
 * @throws RangeError as `ratioOfMeans`, for quantiles outside 0..1 and resamples that are no whole number
 */
export function pairedBootstrap(
  cut: Vec,
  keep: Vec,
  quantiles: Vec,
  resamples: number,
  draw: (k: number) => number,
): Float64Array {
  signedPairs("pairedBootstrap", cut, keep, 1);
  count("pairedBootstrap", "resamples", resamples, 1);
  const n = cut.length;
  const found = new Float64Array(resamples);
  for (let b = 0; b < resamples; b++) {
    let [ofCut, ofKeep] = [0, 0];
    for (let k = 0; k < n; k++) {
      const seed = Math.floor(draw(b * n + k) * n);
      ofCut += cut[seed]!;
      ofKeep += keep[seed]!;
    }
    found[b] = ofKeep > 0 ? ofCut / ofKeep : NaN;
  }
  return weightedQuantiles("pairedBootstrap", found, new Float64Array(resamples).fill(1), quantiles);
}

/**
 * The same quantiles with every resample listed, n^n of them, so that nothing is drawn.
 * @throws RangeError as `pairedBootstrap`, for `cut` below 0 and for more than seven seeds
 */
export function everyResample(cut: Vec, keep: Vec, quantiles: Vec): Float64Array {
  pairs("everyResample", cut, keep, 1);
  const { ways, sums } = resamplesOf("everyResample", cut.length, [cut, keep]);
  const found = ways.map((_, b) => (sums[1]![b]! > 0 ? sums[0]![b]! / sums[1]![b]! : NaN));
  return weightedQuantiles("everyResample", found, ways, quantiles);
}

/**
 * The same with the arms resampled apart, n^2n of them: what throwing the pairing away costs.
 * PERF: 2.5 s for seven seeds, 2.9 million distinct pairs of resamples; less than 0.1 s for five.
 * @throws RangeError as `everyResample`
 */
export function unpairedEveryResample(cut: Vec, keep: Vec, quantiles: Vec): Float64Array {
  pairs("unpairedEveryResample", cut, keep, 1);
  const { ways, sums } = resamplesOf("unpairedEveryResample", cut.length, [cut, keep]);
  const m = ways.length;
  const found = new Float64Array(m * m);
  const weights = new Float64Array(m * m);
  for (let a = 0; a < m; a++)
    for (let b = 0; b < m; b++) {
      found[a * m + b] = sums[1]![b]! > 0 ? sums[0]![a]! / sums[1]![b]! : NaN;
      weights[a * m + b] = ways[a]! * ways[b]!;
    }
  return weightedQuantiles("unpairedEveryResample", found, weights, quantiles);
}

/** How many resamples `everyResample` lists.   n^n */
export function resampleCount(seeds: number): number {
  count("resampleCount", "seeds", seeds, 1);
  return seeds ** seeds;
}

interface Resamples {
  /** [multisets] orders in which each can be drawn: n! / prod (times drawn)! */
  readonly ways: Float64Array;
  /** [columns] of [multisets] */
  readonly sums: readonly Float64Array[];
}

/** Sums over every way to draw n seeds of n, order aside. */
function resamplesOf(where: string, n: number, columns: readonly Vec[]): Resamples {
  if (n > MOST_SEEDS)
    throw new RangeError(
      `${where}: cut has ${n} entries; expected ${MOST_SEEDS} or less, since every resample is listed`,
    );
  const ways: number[] = [];
  const sums = columns.map((): number[] => []);
  const visit = (seed: number, left: number, orders: number, totals: readonly number[]): void => {
    if (seed === n - 1) {
      ways.push(orders);
      columns.forEach((column, c) => sums[c]!.push(totals[c]! + left * column[seed]!));
      return;
    }
    // orders x (left choose times)
    for (let times = 0, choose = 1; times <= left; choose = (choose * (left - times)) / ++times)
      visit(
        seed + 1,
        left - times,
        orders * choose,
        totals.map((total, c) => total + times * columns[c]![seed]!),
      );
  };
  visit(
    0,
    n,
    1,
    columns.map(() => 0),
  );
  return { ways: Float64Array.from(ways), sums: sums.map((column) => Float64Array.from(column)) };
}

/** Inverse of the weighted empirical distribution; entries that are no number are left out. */
function weightedQuantiles(where: string, values: Float64Array, weights: Float64Array, quantiles: Vec): Float64Array {
  const order = Uint32Array.from(values, (_, i) => i)
    .filter((i) => !Number.isNaN(values[i]!))
    .sort((a, b) => values[a]! - values[b]!);
  let total = 0;
  for (const i of order) total += weights[i]!;
  return Float64Array.from(quantiles, (q) => {
    fraction(where, "quantile", q);
    let below = 0;
    for (const i of order) {
      below += weights[i]!;
      if (reaches(below / total, q)) return values[i]!;
    }
    return values[order.at(-1)!]!;
  });
}

function pairs(where: string, cut: Vec, keep: Vec, least: number): void {
  sample(where, "cut", cut, least);
  signedPairs(where, cut, keep, least);
}

function signedPairs(where: string, cut: Vec, keep: Vec, least: number): void {
  sameLength(where, cut, "cut", keep, "keep");
  sample(where, "keep", keep, least);
  for (let s = 0; s < cut.length; s++) finite(where, `cut[${s}]`, cut[s]!);
  positive(where, "sum of keep", sum(keep));
}

function ratios(where: string, cut: Vec, keep: Vec): Float64Array {
  pairs(where, cut, keep, 1);
  return Float64Array.from(cut, (kept, s) => {
    positive(where, `keep[${s}]`, keep[s]!);
    return kept / keep[s]!;
  });
}
