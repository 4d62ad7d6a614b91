import { emaWeight } from "../core/clock.ts";
import { normalizeRows, rowOf, type Matrix } from "../core/matrix.ts";
import { mechanism } from "../core/slot.ts";
import { positive } from "../units.ts";
import type { Scoring } from "./contract.ts";
import { memory, remember } from "./shared.ts";

/**
 * Weights that favour the best.   W_ij = exp(q_ij / T) / sum_k exp(q_ik / T),  q = max(0, m)
 * over the miners that a validator knows; unknown ones get 0. A low temperature T gives nearly all to the best.
 * Source: docs/economy.md, "Scoring".
 */
export const softmax = mechanism(
  "softmax",
  "Weights that favour the best: W_ij = exp(q_ij / T) / sum_k exp(q_ik / T) with q = max(0, remembered quality), over the " +
    "miners that a validator knows; unknown ones get 0. Source: docs/economy.md, Scoring.",
  {
    temperature: positive.default(0.1).describe("T: difference of quality that changes a weight by a factor e"),
    memory,
  },
  ({ temperature, memory: tauSeconds }, { clock }): Scoring => {
    const weight = emaWeight(clock.epochSeconds, tauSeconds);
    return {
      score(estimates, before) {
        const memory = remember(before, estimates, weight);
        return { weights: normalizeRows(exponentials(memory, temperature)), memory };
      },
    };
  },
);

/** exp((q_ij - best of row i) / T), 0 where unknown; the shift keeps exp from overflowing and cancels in the shares. */
function exponentials(memory: Matrix, temperature: number): Matrix {
  const data = new Float64Array(memory.data.length);
  for (let i = 0; i < memory.rows; i++) {
    const quality = rowOf(memory, i).map((m) => Math.max(0, m)); // stays NaN where unknown
    const best = quality.reduce((most, q) => (q > most ? q : most), 0);
    data.set(
      quality.map((q) => (Number.isNaN(q) ? 0 : Math.exp((q - best) / temperature))),
      i * memory.cols,
    );
  }
  return { rows: memory.rows, cols: memory.cols, data };
}
