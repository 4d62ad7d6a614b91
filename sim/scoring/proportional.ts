import { emaWeight } from "../core/clock.ts";
import { normalizeRows } from "../core/matrix.ts";
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
        const { data: known } = quality;
        const data = new Float64Array(known.length);
        // NaN > 0 is false: what is unknown counts as 0, like what is worse than the baseline.
        for (let k = 0; k < data.length; k++) if (known[k]! > 0) data[k] = known[k]!;
        return { weights: normalizeRows({ ...quality, data }), memory: { [QUALITY]: quality } };
      },
    };
  },
);
