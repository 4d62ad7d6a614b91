import { SECONDS_PER_DAY } from "../core/clock.ts";
import { mechanism } from "../core/slot.ts";
import { duration, perDay, requestsPerDay } from "../units.ts";
import type { Demand } from "./contract.ts";
import { responseFaults, responseShape } from "./response.ts";
import { stated } from "./stated.ts";

/**
 * Demand that grows slowly, fast and slowly again towards a ceiling.   D = K / (1 + e^(-r (t - t0))) x response
 * Source: docs/customers.md, equations 1 and 3.
 */
export const logistic = mechanism(
  "logistic",
  "Requests that grow towards a ceiling, D = K / (1 + e^(-r (t - t0))), times an elastic response to price, wait and believed quality. Source: docs/customers.md.",
  {
    ceiling: requestsPerDay.describe(
      "K: requests a day in the end, at the price P0, without a wait, at the opening belief",
    ),
    rate: perDay
      .refine((r) => r > 0, { error: () => "expected a rate above 0 /day" })
      .describe("r: growth at the start"),
    midpoint: duration.describe("t0: time from the start of the run to half of the ceiling"),
    ...responseShape,
  },
  (parameters, { clock }): Demand => {
    const { ceiling, rate, midpoint } = parameters;
    const half = midpoint / SECONDS_PER_DAY;
    const upTo = (day: number) => softplus(rate * (day - half));
    return stated(parameters, clock, ({ day, epochDays }) => (ceiling * (upTo(day + epochDays) - upTo(day))) / rate);
  },
  [],
  responseFaults,
);

/** ln(1 + e^x), whose slope is 1 / (1 + e^-x): requests are summed over the days of an epoch, so that days and weeks agree. */
const softplus = (x: number): number => Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x)));
