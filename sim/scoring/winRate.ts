import { floats } from "../core/arrays.ts";
import { emaWeight } from "../core/clock.ts";
import { normalizeRows, type Matrix, type Vec } from "../core/matrix.ts";
import { mechanism } from "../core/slot.ts";
import { duration, fraction, positive, positiveDuration } from "../units.ts";
import type { Scoring } from "./contract.ts";
import { exponentials } from "./exponentials.ts";
import { byRow, findings, judgedBy, kept, memory, ofServing, QUALITY, qualityAfter } from "./shared.ts";

/** Name of the matrix of averaged weights. */
const WEIGHTS = "weights";

/**
 * Each model meets each other one; the lower loss wins, and the older of the two has its loss cut by an advantage that
 * shrinks with its age. Weights are a softmax of the share of wins, averaged over time.
 *
 *   loss = max(0, 1 - m)    loss of the older x (1 - eps(age))    eps = eps0 - min(age / T, 1) (eps0 - eps1)
 *   w = softmax(wins / (n - 1) / temperature)    W' = W + a (w - W)    what is below `floor` is dropped
 *
 * Source: docs/economy.md, "Scoring"; the pretraining subnets.
 */
export const winRate = mechanism(
  "winRate",
  "Each model meets each other one and the lower loss (1 - remembered quality) wins; the older of two has its loss cut by " +
    "an advantage eps(age) = eps0 - min(age / decay, 1) (eps0 - eps1). Weights are a softmax of the share of wins, averaged " +
    "over `weightMemory`; what is below `floor` is dropped. Quality is the mean over validators, or each one's own. Source: docs/economy.md, Scoring.",
  {
    advantage: fraction
      .default(0.005)
      .describe("eps0: part of its loss that a new model is spared against a newer one"),
    leastAdvantage: fraction.default(0.0001).describe("eps1: the same for a model older than `decay`"),
    decay: positiveDuration.prefault("2 days").describe("T: age over which the advantage falls"),
    temperature: positive.default(0.01).describe("share of wins that changes a weight by a factor e"),
    weightMemory: duration
      .prefault("6233 s")
      .describe("time constant over which weights are averaged; 0 s: not at all"),
    floor: fraction
      .default(0)
      .describe("weight below which a miner gets none, before the others are scaled to sum to 1"),
    findings,
    memory,
  },
  ({ memory: tauSeconds, findings, weightMemory, temperature, floor, ...fading }, { clock }): Scoring => {
    const weight = emaWeight(clock.epochSeconds, tauSeconds);
    const newShare = emaWeight(clock.epochSeconds, weightMemory);
    return {
      keeps: [QUALITY, WEIGHTS],
      score(input) {
        const { servedSince, block } = input;
        const quality = qualityAfter(input, weight);
        const factor = Float64Array.from(
          servedSince,
          (since) => 1 - advantageAt((block - since) * clock.blockSeconds, fading),
        );
        const judged = judgedBy(findings, quality);
        const rates = byRow(judged, (row) => winRates(ofServing(row, servedSince), servedSince, factor));
        const now = normalizeRows(exponentials(rates, temperature));
        const averaged = average(kept(input.memory, WEIGHTS, quality), now, judged, newShare);
        const weights = { ...averaged, data: averaged.data.map((w) => (w > 0 && w >= floor ? w : 0)) };
        return { weights: normalizeRows(weights), memory: { [QUALITY]: quality, [WEIGHTS]: averaged } };
      },
    };
  },
  [{ law: "own", where: { findings: "pooled" } }], // what one validator found, all judge by
  ({ advantage, leastAdvantage }) =>
    leastAdvantage <= advantage
      ? []
      : [{ path: "leastAdvantage", message: `expected at most advantage, ${advantage}` }],
);

/** eps(age).   @param ageSeconds of the older model */
export function advantageAt(
  ageSeconds: number,
  { advantage, leastAdvantage, decay }: { advantage: number; leastAdvantage: number; decay: number },
): number {
  return advantage - Math.min(ageSeconds / decay, 1) * (advantage - leastAdvantage);
}

/** [n] share of its meetings that each known model wins, 1 for one that meets nobody; NaN for the unknown. */
function winRates(quality: Float64Array, since: Vec, factor: Float64Array): Float64Array {
  const known = [...quality.keys()].filter((j) => !Number.isNaN(quality[j]!));
  const loss = quality.map((q) => Math.max(0, 1 - q));
  const rates = floats(quality.length).fill(NaN);
  for (const j of known) {
    let wins = 0;
    for (const k of known) {
      const [own, other] = [
        loss[j]! * (since[j]! < since[k]! ? factor[j]! : 1),
        loss[k]! * (since[k]! < since[j]! ? factor[k]! : 1),
      ];
      if (own < other) wins += 1;
    }
    rates[j] = known.length === 1 ? 1 : wins / (known.length - 1);
  }
  return rates;
}

/** W + a (w - W) over the miners that are known; a row without weights before takes the new ones, one without new ones stays. */
function average(before: Matrix, now: Matrix, quality: Matrix, newShare: number): Matrix {
  return byRow(now, (row, i) => {
    const at = i * now.cols;
    const old = before.data.subarray(at, at + now.cols).map((w) => (w > 0 ? w : 0));
    const any = (values: Float64Array) => values.some((w) => w > 0);
    const share = !any(old) ? 1 : any(row) ? newShare : 0;
    return row.map((w, j) => (Number.isNaN(quality.data[at + j]!) ? NaN : old[j]! + share * (w - old[j]!)));
  });
}
