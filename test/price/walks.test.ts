import { describe, expect, it } from "vitest";
import { clock } from "../../sim/core/clock.ts";
import type { ClearInput } from "../../sim/price/contract.ts";
import { price } from "../../sim/price/index.ts";

const none = new Float64Array(0);
const idle = { needUsd: none, tokens: none, payTokens: none, habit: none, releasedTokens: none };

/** Prices of a kind at the ends of epochs, by day, for an epoch of that many blocks of 12 s. */
function prices(entry: Record<string, unknown>, tempo: number, days: number, seed = 1): (day: number) => number {
  const lengths = clock(12, tempo, days * 86_400);
  const rule = price.build(price.schema.parse(entry), { clock: lengths, seed });
  const seen = [rule.opening.price];
  let { opening: state } = rule;
  for (let epoch = 0; epoch < lengths.epochs; epoch++) {
    const input: ClearInput = {
      ...idle,
      state,
      buyersUsd: 0,
      neededUsd: 0,
      paidTokens: 0,
      circulatingTokens: 0,
      day: epoch * lengths.epochDays,
      epochDays: lengths.epochDays,
    };
    ({ state } = rule.clear(input));
    seen.push(state.price);
  }
  return (day) => seen[Math.round(day / lengths.epochDays)]!;
}

const gbm = { kind: "gbm", usdPerToken: 2, drift: 0.3, volatility: 0.8 };
const meanReverting = { kind: "meanReverting", usdPerToken: 2, mean: 0.5, reversion: "60 days", volatility: 0.9 };
const path = {
  kind: "path",
  points: [
    { at: "3 days", usdPerToken: 2 },
    { at: "17 days", usdPerToken: 0.5 },
    { at: "31 days", usdPerToken: 8 },
  ],
};

describe.each([gbm, meanReverting, path])("price $kind", (entry) => {
  it("is the same at common dates whatever the length of an epoch", () => {
    const [daily, weekly, tempo, odd] = [7200, 50_400, 360, 5000].map((blocks) => prices(entry, blocks, 210));
    for (let day = 0; day <= 210; day += 7) expect(weekly!(day) / daily!(day)).toBeCloseTo(1, 12);
    for (let day = 0; day <= 210; day++) expect(tempo!(day) / daily!(day)).toBeCloseTo(1, 9);
    for (let day = 0; day <= 210; day += 25) expect(odd!(day) / daily!(day)).toBeCloseTo(1, 9);
    expect(new Set(Array.from({ length: 30 }, (_, day) => daily!(day))).size).toBeGreaterThan(20);
  });

  it("is a straight line in the logarithm within a day", () => {
    const tempo = prices(entry, 360, 30);
    const daily = prices(entry, 7200, 30);
    for (let day = 0; day < 30; day++) {
      const middle = Math.sqrt(daily(day) * daily(day + 1));
      expect(tempo(day + 0.5) / middle).toBeCloseTo(1, 9);
    }
  });
});

describe("price path", () => {
  it("is geometric between its points and constant outside", () => {
    const at = prices(path, 7200, 60);
    expect([0, 3].map(at)).toEqual([2, 2]);
    expect(at(10)).toBeCloseTo(1, 12); // half way from 2 to 0.5
    expect(at(24)).toBeCloseTo(2, 12); // half way from 0.5 to 8
    expect([31, 60].map(at)).toEqual([8, 8]);
  });
});

describe("over many seeds", () => {
  const SEEDS = 4000;
  const days = 91;
  /** Mean and variance of ln p after the days, and how far chance takes them: standard errors for a normal law. */
  const moments = (entry: Record<string, unknown>) => {
    const logs = Array.from({ length: SEEDS }, (_, seed) => Math.log(prices(entry, 50_400, days, seed)(days)));
    const mean = logs.reduce((a, b) => a + b, 0) / SEEDS;
    const variance = logs.reduce((all, x) => all + (x - mean) ** 2, 0) / (SEEDS - 1);
    return { mean, variance, errors: { mean: Math.sqrt(variance / SEEDS), variance: variance * Math.sqrt(2 / SEEDS) } };
  };
  const agree = (entry: Record<string, unknown>, mean: number, variance: number) => {
    const found = moments(entry);
    expect(Math.abs(found.mean - mean)).toBeLessThan(3 * found.errors.mean);
    expect(Math.abs(found.variance - variance)).toBeLessThan(3 * found.errors.variance);
  };

  it("gbm has the mean and the variance of ln p that theory gives, within three standard errors", () => {
    const years = days / 365;
    agree(gbm, Math.log(2) + (0.3 - 0.8 ** 2 / 2) * years, 0.8 ** 2 * years);
  });

  it("meanReverting has those of an Ornstein-Uhlenbeck process, within three standard errors", () => {
    const kept = Math.exp(-days / 60);
    const rate = 365 / 60; // a year
    const mean = Math.log(0.5) + (Math.log(2) - Math.log(0.5)) * kept;
    agree(meanReverting, mean, (0.9 ** 2 * (1 - kept ** 2)) / (2 * rate));
  });

  it("seeds differ, and one seed is one path", () => {
    expect(prices(gbm, 7200, 30, 1)(30)).toBe(prices(gbm, 7200, 30, 1)(30));
    expect(prices(gbm, 7200, 30, 1)(30)).not.toBe(prices(gbm, 7200, 30, 2)(30));
  });
});
