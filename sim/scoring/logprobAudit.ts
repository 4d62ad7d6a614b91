import { emaWeight } from "../core/clock.ts";
import { normalizeRows } from "../core/matrix.ts";
import { mechanism } from "../core/slot.ts";
import { fraction } from "../units.ts";
import type { Scoring } from "./contract.ts";
import { byRow, kept, memory, QUALITY, qualityAfter, remember, seen } from "./shared.ts";

/** Name of the matrix of the last audit's verdict: share of answers unlike those of the model committed to. */
const UNLIKE = "unlike";

/** log2(100), as the source rounds it: a steepness of 1/2 is an exponent of 1, one of 1 an exponent of 100. */
const LOG_SCALE = 6.64385619;
const SCALE = 100;

/**
 * Pay for who answers with the model it committed to, in proportion to a power of its quality.
 *
 *   W_ij = s_ij / sum_k s_ik      s = max(0, m)^x where at most `tolerated` of the answers were unlike, else 0
 *   x = 100 steepness^6.64385619
 *
 * An answer is unlike where the cosine of its softmaxed outputs with that model's is below 0.9; so the task must have classes.
 * A miner of whom that was never seen gets 0. Source: docs/economy.md, "Scoring"; macrocosm-os/prompting, weight_setter.py.
 */
export const logprobAudit = mechanism(
  "logprobAudit",
  "Pay for who answers with the model it committed to: nothing where more than `tolerated` of the audited answers have a " +
    "cosine below 0.9 with that model's, else in proportion to q^x, q the remembered quality and x = 100 steepness^6.64385619: " +
    "0.5 leaves shares as they are, 0 pays all alike, 1 nearly only the best. The verdict of the last audit holds. " +
    "Needs a task whose answers are classes. Source: docs/economy.md, Scoring.",
  {
    tolerated: fraction.default(0).describe("share of unlike answers that is not a failure"),
    steepness: fraction.default(0.5).describe("how far pay favours the better: 0 not at all, 0.5 in proportion"),
    memory,
  },
  ({ tolerated, steepness, memory: tauSeconds }, { clock }): Scoring => {
    const weight = emaWeight(clock.epochSeconds, tauSeconds);
    const exponent = exponentOf(steepness);
    return {
      keeps: [QUALITY, UNLIKE],
      looksAt: ["outputs"],
      needsClasses: true,
      score(input) {
        const quality = qualityAfter(input, weight);
        const unlike = remember(kept(input.memory, UNLIKE, quality), seen(input, "unlike"), 1);
        const passed = {
          ...quality,
          data: quality.data.map((m, k) => (unlike.data[k]! <= tolerated && m > 0 ? m : 0)),
        };
        const weights = normalizeRows(byRow(passed, (row) => powers(row, exponent)));
        return { weights, memory: { [QUALITY]: quality, [UNLIKE]: unlike } };
      },
    };
  },
);

/** 100 p^6.64385619 */
export const exponentOf = (steepness: number): number => SCALE * steepness ** LOG_SCALE;

/** (q / best)^x, which is in proportion to q^x and does not vanish for all; 0 stays 0. */
function powers(row: Float64Array, exponent: number): Float64Array {
  const best = row.reduce((most, q) => Math.max(most, q), 0);
  return row.map((q) => (q > 0 ? (q / best) ** exponent : 0));
}
