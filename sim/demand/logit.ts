import { z } from "zod";
import { emaWeight, rateForStep } from "../core/clock.ts";
import { mechanism } from "../core/slot.ts";
import { annualRate, duration, fraction, notNegative, positive, requestsPerDay, usdPerRequest } from "../units.ts";
import type { Demand, Wanted } from "./contract.ts";
import { learnBeliefs, worth, worthShape } from "./value.ts";

const segment = z.strictObject({
  id: z.string().describe("name of the segment"),
  requests: requestsPerDay.describe("size of the market: requests a day that somebody will sell to it, or nobody"),
  growth: annualRate.default(0).describe("growth of the market a year"),
  sensitivity: positive.describe("alpha: utility per USD; odds move by e when the better offer gains 1/alpha USD"),
  usdPerSecond: notNegative.default(0).describe("c: USD that a second of waiting costs a customer, per request"),
  belief: fraction.describe("quality of the network that the segment believes in at the start"),
  ...worthShape,
});

const cloud = z.strictObject({
  usdPerRequest: usdPerRequest.describe("list price"),
  quality: fraction.describe("quality, known to everybody"),
  latency: duration.prefault("1 s").describe("seconds to an answer"),
});

type Segment = z.output<typeof segment>;
type Cloud = z.output<typeof cloud>;

/**
 * Customers choose between the network, a cloud and nothing.
 *
 *   U_net = alpha (v(b) - P - c L)     U_cloud = alpha (v(q_c) - P_c - c L_c)     U_nothing = 0
 *   share = e^U / sum e^U, surplus = ln(sum e^U) / alpha, and a share `trial` of the market tries the network whatever it believes
 *
 * Source: docs/economy.md, "Demand"; closed form `logit-shares`.
 */
export const logit = mechanism(
  "logit",
  "Segments of customers choose between the network, a cloud and nothing by logit: U = alpha (v(b) - P - c L), with a belief b of quality that follows what they were really served. Source: docs/economy.md, Demand.",
  {
    segments: z.array(segment).min(1).describe("segments of customers"),
    cloud: cloud.describe("the outside option"),
    learning: duration.prefault("28 days").describe("time constant of beliefs about quality"),
    trial: fraction
      .default(0.01)
      .describe("share of the market that tries the network anyway, so that leavers can learn"),
  },
  ({ segments, cloud: outside, learning, trial }, { clock }): Demand => ({
    segments: segments.map((s) => s.id),
    openingBeliefs: Float64Array.from(segments, (s) => s.belief),
    wanted({ beliefs, usdPerRequest: price, latencySeconds, day, epochDays }): Wanted {
      const n = segments.length;
      const wanted = {
        requests: new Float64Array(n),
        networkShare: new Float64Array(n),
        cloudShare: new Float64Array(n),
        nothingShare: new Float64Array(n),
        surplusUsd: new Float64Array(n),
      };
      segments.forEach((s, k) => {
        const { network, other, nothing, surplusUsd } = choice(s, outside, beliefs[k]!, price, latencySeconds);
        wanted.networkShare[k] = trial + (1 - trial) * network;
        wanted.cloudShare[k] = (1 - trial) * other;
        wanted.nothingShare[k] = (1 - trial) * nothing;
        const market = s.requests * (1 + rateForStep(s.growth, day + epochDays / 2)) * epochDays;
        wanted.requests[k] = market * wanted.networkShare[k]!;
        wanted.surplusUsd[k] = market * surplusUsd;
      });
      return wanted;
    },
    learn: (beliefs, served, experienced) =>
      learnBeliefs(beliefs, served, experienced, emaWeight(clock.epochSeconds, learning)),
    value: (k, quality) => worth(segments[k]!, quality),
  }),
);

/**
 * Logit shares of network, cloud and nothing, and what the choice is worth to one chooser: ln(sum e^U) / alpha USD.
 * Computed against the largest utility so that no exponential overflows.
 */
function choice(
  s: Segment,
  outside: Cloud,
  belief: number,
  price: number,
  latencySeconds: number,
): { network: number; other: number; nothing: number; surplusUsd: number } {
  const network = s.sensitivity * (worth(s, belief) - price - s.usdPerSecond * latencySeconds);
  const other = s.sensitivity * (worth(s, outside.quality) - outside.usdPerRequest - s.usdPerSecond * outside.latency);
  const top = Math.max(network, other, 0);
  const eNetwork = Math.exp(network - top);
  const eOther = Math.exp(other - top);
  const eNothing = Math.exp(-top);
  const total = eNetwork + eOther + eNothing;
  return {
    network: eNetwork / total,
    other: eOther / total,
    nothing: eNothing / total,
    surplusUsd: (top + Math.log(total)) / s.sensitivity,
  };
}
