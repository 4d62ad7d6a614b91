import { DAYS_PER_YEAR } from "../core/clock.ts";
import { mechanism } from "../core/slot.ts";
import { annualRate, requestsPerDay } from "../units.ts";
import type { Demand } from "./contract.ts";
import { responseFaults, responseShape } from "./response.ts";
import { stated } from "./stated.ts";

/**
 * Demand of one elasticity that grows by a rate.   D = D0 (1 + g)^t ((P + c L) / P0 x v(b0) / v(b))^-eps
 * Source: docs/customers.md, equations 1 and 2.
 */
export const elastic = mechanism(
  "elastic",
  "Requests of one elasticity to what an answer costs, waiting included, per USD that it is believed to be worth: D = D0 (1 + g)^t ((P + c L) / P0 x v(b0) / v(b))^-eps. Source: docs/customers.md.",
  {
    requests: requestsPerDay.describe("D0: requests a day at the price P0, without a wait, at the opening belief"),
    growth: annualRate.default(0).describe("g: growth of the market a year"),
    ...responseShape,
  },
  (parameters, { clock }): Demand =>
    stated(parameters, clock, ({ day, epochDays }) => parameters.requests * grown(parameters.growth, day, epochDays)),
  [],
  responseFaults,
);

/** (1 + g)^t summed over the days of an epoch, so that days and weeks agree. */
function grown(growth: number, day: number, days: number): number {
  if (growth === 0) return days;
  const perDay = Math.log1p(growth) / DAYS_PER_YEAR;
  return (Math.exp(perDay * day) * Math.expm1(perDay * days)) / perDay;
}
