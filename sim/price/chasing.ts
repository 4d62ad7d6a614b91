import { emaWeight, SECONDS_PER_DAY } from "../core/clock.ts";
import { notNegative, positiveDuration } from "../units.ts";

/** Parameters of a kind whose investors may follow returns. */
export const chasing = {
  chase: notNegative
    .default(0)
    .describe("beta: investors bring (price / average)^beta times as much; 0: the same whatever the price did"),
  chaseMemory: positiveDuration
    .prefault("28 days")
    .describe("time constant of the average price that they compare with"),
};

/**
 * What investors bring relative to a price that stands still: more after it rose, less after it fell.   (p / m)^beta
 *
 * @param average m, USD per token
 * Source: docs/economy.md, equation 82.
 */
export const appetiteFor = (price: number, average: number, beta: number): number => (price / average) ** beta;

/** m' = m + a (p - m): the average after an epoch that cleared at p. @param memory seconds */
export const averageAfter = (average: number, price: number, memory: number, epochDays: number): number =>
  average + emaWeight(epochDays * SECONDS_PER_DAY, memory) * (price - average);
