import { emaWeight } from "../core/clock.ts";
import { mechanism } from "../core/slot.ts";
import { duration, fraction, requestsPerDay } from "../units.ts";
import type { Demand } from "./contract.ts";
import { beliefsAlone, worth, worthSchema } from "./value.ts";

/**
 * A fixed number of requests a day, whatever the price, the quality or the wait.
 * Beliefs are kept for the record but move nobody.
 */
export const constant = mechanism(
  "constant",
  "A fixed number of requests a day, whatever the price, the quality or the wait. A control: it cuts the loop from quality to demand.",
  {
    requests: requestsPerDay.describe("requests a day"),
    worth: worthSchema.describe("what an answer is worth to the customer"),
    belief: fraction.default(0.5).describe("quality believed in at the start"),
    learning: duration.prefault("28 days").describe("time constant of beliefs about quality"),
  },
  ({ requests, worth: value, belief, learning }, { clock }): Demand => ({
    segments: ["all"],
    openingBeliefs: Float64Array.of(belief),
    ignoresWait: true,
    wanted: ({ epochDays, beliefs, usdPerRequest, marketFactor }) => ({
      requests: Float64Array.of(requests * epochDays * marketFactor),
      networkShare: Float64Array.of(1),
      cloudShare: Float64Array.of(0),
      nothingShare: Float64Array.of(0),
      surplusUsd: Float64Array.of(requests * epochDays * marketFactor * (worth(value, beliefs[0]!) - usdPerRequest)),
    }),
    learn: (lived) => beliefsAlone(lived, emaWeight(clock.epochSeconds, learning)),
    value: (_, quality) => worth(value, quality),
  }),
);
