import { floats } from "../core/arrays.ts";
import { emaWeight } from "../core/clock.ts";
import type { Matrix } from "../core/matrix.ts";
import { mechanism } from "../core/slot.ts";
import type { Scoring } from "./contract.ts";
import { memory, QUALITY, qualityAfter } from "./shared.ts";

/**
 * Weights proportional to the quality that a validator remembers.   W_ij = max(0, m_ij) / sum_k max(0, m_ik)
 * Unknown miners get 0. Source: docs/economy.md, "Scoring".
 */
export const proportional = mechanism(
  "proportional",
  "Weights proportional to remembered quality: W_ij = max(0, m_ij) / sum_k max(0, m_ik); unknown miners get 0. " +
    "Source: docs/economy.md, Scoring.",
  { memory },
  ({ memory: tauSeconds }, { clock }): Scoring => {
    const weight = emaWeight(clock.epochSeconds, tauSeconds);
    return {
      keeps: [QUALITY],
      score(input) {
        const quality = qualityAfter(input, weight);
        return { weights: sharesOf(quality), memory: { [QUALITY]: quality } };
      },
    };
  },
);

/** max(0, m_ij) / sum_k max(0, m_ik); NaN > 0 is false: what is unknown counts as 0, like what is worse than the baseline. */
function sharesOf({ rows, cols, data: known }: Matrix): Matrix {
  const data = floats(known.length);
  for (let i = 0; i < rows; i++) {
    const end = (i + 1) * cols;
    let total = 0;
    for (let k = i * cols; k < end; k++) {
      if (!(known[k]! > 0)) continue;
      data[k] = known[k]!;
      total += known[k]!;
    }
    if (total > 0) for (let k = i * cols; k < end; k++) data[k]! /= total;
  }
  return { rows, cols, data };
}
