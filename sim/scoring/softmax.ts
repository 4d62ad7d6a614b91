import { emaWeight } from "../core/clock.ts";
import { normalizedRows } from "../core/matrix.ts";
import { mechanism } from "../core/slot.ts";
import { positive } from "../units.ts";
import type { Scoring } from "./contract.ts";
import { exponentials } from "./exponentials.ts";
import { memory, QUALITY, qualityAfter } from "./shared.ts";

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
      keeps: [QUALITY],
      score(input) {
        const quality = qualityAfter(input, weight);
        const weights = normalizedRows(exponentials(quality, temperature));
        return { weights, memory: { [QUALITY]: quality } };
      },
    };
  },
);
