import { describe, expect, it } from "vitest";
import {
  blocksFor,
  clock,
  emaWeight,
  epochsFor,
  hazardForStep,
  rateForStep,
  SECONDS_PER_DAY,
} from "../../sim/core/clock.ts";

const weekly = clock(12, 50_400, 365 * SECONDS_PER_DAY);

describe("times become epochs", () => {
  it("counts the whole epochs of a run", () => {
    expect([weekly.epochs, weekly.epochDays, weekly.epochHours]).toEqual([52, 7, 168]);
  });

  it("rounds a time to the nearest block, and up to whole epochs", () => {
    expect([blocksFor(weekly, 17), blocksFor(weekly, 18)]).toEqual([1, 2]);
    expect([
      epochsFor(weekly, 0),
      epochsFor(weekly, 28 * SECONDS_PER_DAY),
      epochsFor(weekly, 29 * SECONDS_PER_DAY),
    ]).toEqual([1, 4, 5]);
  });
});

/** Values worked out apart: time constant 28 days, 10 % a year, hazard 0.3 a year. */
describe("rates do not depend on the step", () => {
  const tau = 28 * SECONDS_PER_DAY;
  it.each([
    [emaWeight(SECONDS_PER_DAY, tau), 0.0350840556276],
    [emaWeight(7 * SECONDS_PER_DAY, tau), 0.221199216929],
    [emaWeight(360 * 12, tau), 0.00178412084658],
    [rateForStep(0.1, 1), 0.000261157876068],
    [rateForStep(0.1, 7), 0.00182953802821],
    [hazardForStep(0.3, 1), 0.000976714330974],
    [hazardForStep(0.3, 7), 0.00681699950791],
    [emaWeight(1, 0), 1],
  ])("%d is %d", (value, wanted) => expect(Math.abs(value / wanted - 1)).toBeLessThan(1e-9));
});
