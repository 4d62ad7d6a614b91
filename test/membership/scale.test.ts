/** Owners of many units who run as many hours as pay best reach the equilibria of a contest. Closed form `natural-oligopoly`. */
import { describe, expect, it } from "vitest";
import { worldsOfFile } from "../support/worlds.ts";

/** Miners of one unit cost each, 1 USD/h for cost 1: 1 kW at a PUE of 1.3. */
const owners = (costs: readonly number[], more = "") =>
  `participants=[${costs
    .map(
      (cost, k) =>
        `{ id: m${k}, role: miner, count: 1, hardware: a100-colo, units: 10, trainShare: 0, power: 1000 W, energyPrice: ${cost / 1.3} USD/kWh, scale: bestResponse ${more}}`,
    )
    .join(",")}, { id: validator, role: validator, count: 1, stake: 1000 }]`;

/** Hours of an epoch that each runs in the end. */
async function hoursRun(overrides: readonly string[]): Promise<number[]> {
  const worlds = await worldsOfFile(overrides);
  return [...worlds.at(-1)!.operators.conduct.runShare].map((share) => share * 10 * 0.95 * 168);
}

const WEEKLY_PRIZE = 700;

describe("owners who respond to the others", () => {
  it("run nothing where nothing is earned, also where running costs nothing", async () => {
    const hours = await hoursRun([owners([0, 0]), "demand={ kind: none }", "duration=100 weeks"]);
    for (const run of hours) expect(run).toBeCloseTo(0, 6);
  });

  it.each([
    [
      [0.8, 1],
      [5 / 9, 4 / 9],
    ],
    [
      [0.8, 1, 1],
      [3 / 7, 2 / 7, 2 / 7],
    ],
    [
      [1, 1.1, 1.2, 1.3, 2],
      [0.347826087, 0.282608696, 0.217391304, 0.152173913, 0],
    ],
  ])("of costs %j settle at shares %j", async (costs, shares) => {
    const hours = await hoursRun([owners(costs)]);
    const all = hours.reduce((a, b) => a + b, 0);
    shares.forEach((share, k) => expect(Math.abs(hours[k]! / all - share)).toBeLessThan(0.01 * Math.max(share, 0.1)));
  });

  it.each([2, 4, 12])("of one cost, %i of them, spend (n - 1)/n of the prize", async (n) => {
    const hours = await hoursRun([owners(Array<number>(n).fill(1))]);
    const spent = hours.reduce((a, b) => a + b, 0);
    expect(spent / WEEKLY_PRIZE / ((n - 1) / n)).toBeCloseTo(1, 2);
  });

  it("settle at the same hours whatever the length of the epoch", async () => {
    const weekly = await hoursRun([owners([0.8, 1])]);
    const daily = await hoursRun([owners([0.8, 1]), "tempo=7200"]);
    weekly.forEach((hours, k) => expect(daily[k]! / hours).toBeCloseTo(1, 3));
  });

  it("run no more than they own, and all of it where the prize is large", async () => {
    const hours = await hoursRun([owners([0.8, 1]), "market.least=10 USD/request", "market.most=10 USD/request"]);
    hours.forEach((run) => expect(run).toBeCloseTo(10 * 0.95 * 168, 6));
  });

  it("would spend more than the prize if they ran all that they own", async () => {
    const hours = await hoursRun([owners([1, 1]).replaceAll("bestResponse", "all")]);
    expect(hours.reduce((a, b) => a + b, 0)).toBeGreaterThan(4 * WEEKLY_PRIZE);
  });
});
