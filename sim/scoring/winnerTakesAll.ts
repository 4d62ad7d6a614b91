import { emaWeight } from "../core/clock.ts";
import { normalizeRows, type Vec } from "../core/matrix.ts";
import { mechanism } from "../core/slot.ts";
import { notNegative } from "../units.ts";
import type { Scoring } from "./contract.ts";
import { byRow, findings, judgedBy, kept, memory, ofServing, QUALITY, qualityAfter } from "./shared.ts";

/** Name of the matrix that says who holds the first place: 1, or 0. */
const HOLDS = "holds";

/**
 * All weight for the one who holds the first place, until somebody is better by a margin.
 *
 *   j takes it from k iff q_j > (1 + margin) q_k
 *
 * A holder that stops serving loses it. Of equals the one with the older upload takes it, of equally old ones each a part.
 * q is the mean over validators, so that all hold the same winner, or each validator's own.
 * Source: docs/economy.md, equation 67.
 */
export const winnerTakesAll = mechanism(
  "winnerTakesAll",
  "All weight for the one who holds the first place, until another's remembered quality is above (1 + margin) times the " +
    "holder's: j takes it from k iff q_j > (1 + margin) q_k. A holder that stops serving loses it; of equals the one with the older " +
    "upload takes it. Quality is the mean over validators; with `findings: own` those who find different winners pay nobody. " +
    "Source: docs/economy.md, Scoring.",
  {
    margin: notNegative.default(0.01).describe("part of the holder's quality by which another must be better"),
    findings,
    memory,
  },
  ({ margin, findings, memory: tauSeconds }, { clock }): Scoring => {
    const weight = emaWeight(clock.epochSeconds, tauSeconds);
    return {
      keeps: [QUALITY, HOLDS],
      score(input) {
        const quality = qualityAfter(input, weight);
        const held = judgedBy(findings, kept(input.memory, HOLDS, quality));
        const holds = byRow(judgedBy(findings, quality), (row, i) => {
          const before = held.data.subarray(i * held.cols, (i + 1) * held.cols);
          const rivals = ofServing(row, input.servedSince);
          return holdersOf(rivals, before, input.servedSince, margin).map((one, j) =>
            Number.isNaN(row[j]!) ? NaN : one,
          );
        });
        const won = { ...holds, data: holds.data.map((one) => (one === 1 ? 1 : 0)) };
        return { weights: normalizeRows(won), memory: { [QUALITY]: quality, [HOLDS]: holds } };
      },
    };
  },
  [{ law: "own", where: { findings: "pooled" } }], // what one validator found, all judge by
);

/** [n] 1 for who holds the first place now. */
function holdersOf(quality: Float64Array, before: Vec, since: Vec, margin: number): Float64Array {
  const most = (among: Float64Array) => among.reduce((best, q) => (q > best ? q : best), 0);
  const ofHolders = quality.map((q, j) => (before[j] === 1 ? q : NaN));
  const held = most(ofHolders);
  const best = most(quality);
  if (held > 0 && !(best > (1 + margin) * held)) return ofHolders.map((q) => (q === held ? 1 : 0));
  const oldest = quality.reduce((first, q, j) => (q === best ? Math.min(first, since[j]!) : first), Infinity);
  return quality.map((q, j) => (best > 0 && q === best && since[j] === oldest ? 1 : 0));
}
