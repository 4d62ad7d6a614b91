import { emaWeight } from "../core/clock.ts";
import { normalizeRows } from "../core/matrix.ts";
import { mechanism } from "../core/slot.ts";
import type { Scoring } from "./contract.ts";
import { memory, remember } from "./shared.ts";

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
      score(estimates, before) {
        const memory = remember(before, estimates, weight);
        // NaN > 0 is false: what is unknown counts as 0, like what is worse than the baseline.
        const data = memory.data.map((quality) => (quality > 0 ? quality : 0));
        return { weights: normalizeRows({ ...memory, data }), memory };
      },
    };
  },
);
