import { fc } from "./seeded.ts";
import { describe, expect, it } from "vitest";
import { emission } from "../../sim/emission/index.ts";
import { inputsOf, playThrough } from "../emission/play.ts";
import { dailyContext, everyKind } from "./kinds.ts";

const schedule = { kind: "timeHalving", tokensPerYear: "60000000 tokens/year", interval: "1 year" };

const kinds = everyKind(emission, {
  baseline: [
    // below the baseline at first, above it later; then the other way about, and without growth
    {
      ...{ simple: 3e6, gated: 7e6, halfLife: "1 year", openingBaseline: 2, baselineGrowth: 0.5 },
      ...{ openingCapacity: 1, capacityGrowth: 3 },
    },
    {
      ...{ simple: 0, gated: 7e6, halfLife: "90 days", openingBaseline: 1, baselineGrowth: 3 },
      ...{ openingCapacity: 2, capacityGrowth: 0 },
    },
    {
      ...{ simple: 3e6, gated: 7e6, halfLife: "1 year", openingBaseline: 2, baselineGrowth: 0 },
      ...{ openingCapacity: 1, capacityGrowth: 0 },
    },
  ],
  bondingController: [{ openingBillionths: 137_000, stepBillionths: 3000 }],
  constant: [{ tokensPerBlock: "1 token/block" }],
  decay: [{ tokensPerBlock: "2 tokens/block", halfLife: "90 days" }],
  dynamicTao: [
    { usdPerTao: 300, taoIssuance: 10_900_000, rootTao: 6_000_000, others: [] },
    {
      ...{
        shares: "flow",
        usdPerTao: 300,
        taoIssuance: 10_900_000,
        rootTao: 6_000_000,
        averagePrice: 0.02,
        age: "90 days",
      },
      others: [
        {
          ...{ name: "other", taoReserve: 50_000, alphaReserve: 600_000, alphaOutside: 2_000_000 },
          ...{ buysPerDay: "200 tokens/day", sellShare: 0.5 },
        },
      ],
    },
  ],
  exponentialToCap: [{ cap: 1e7, perYear: 1.3 }],
  floorAndCap: [{ schedule, mostPerDay: "1000 tokens/day", workShare: 0.6 }],
  formula: [{ tokensPerBlock: "block < 10000 ? 1 : 2 * exp(-t / 400)" }, { tokensPerBlock: "1e-7 * (1e7 - issuance)" }],
  geometric: [
    { firstTokens: 4000, period: "1 hour", disinflation: 0.0001, periods: 3000 },
    { firstTokens: 4000, period: "7 days", disinflation: 0.01 },
  ],
  heightHalving: [
    { tokensPerBlock: "1 token/block", intervalBlocks: 10_000 },
    { tokensPerBlock: "50 tokens/block", intervalBlocks: 100_000, partsPerToken: 100_000_000 },
  ],
  issuanceHalving: [
    { tokensPerBlock: "3 tokens/block", cap: 1e6 },
    { tokensPerBlock: "1 token/block", cap: 2e6, partsPerToken: 1_000_000_000 },
  ],
  netEmission: [{ schedule, mostPerDay: "1000 tokens/day" }],
  none: [{}],
  preset: [{ network: "bittensor" }, { network: "helium" }, { network: "render" }],
  revenuePegged: [{ vault: 1e6, usdPerDay: "500 USD/day", perRevenue: 0.5 }],
  table: [
    {
      periods: [
        { lasts: "30 days", tokens: 1e6 },
        { lasts: "10 days", tokens: 2e5 },
      ],
      damping: 0.9,
      cap: 2e6,
    },
    { periods: [{ lasts: "30 days", tokens: 1e6 }] },
  ],
  timeHalving: [{ tokensPerYear: "60000000 tokens/year", interval: "100 days" }],
});

const block = fc.integer({ min: 0, max: 100_000 });

describe.each(kinds)("emission $kind $parameters", ({ kind, rule, exempt, parameters }) => {
  const play = (...cuts: number[]) => playThrough(rule, cuts);

  if (rule.follows !== "world")
    it("mints the same total whatever the length of a step", () => {
      fc.assert(
        fc.property(fc.array(block, { minLength: 1, maxLength: 8 }), block, (cuts, end) => {
          const steps = cuts.filter((cut) => cut < end).sort((a, b) => a - b);
          const whole = play(0, end);
          expect(Math.abs(play(0, ...steps, end) - whole)).toBeLessThanOrEqual(1e-9 * Math.max(1, whole));
        }),
        { numRuns: 30 },
      );
    });

  it(exempt.includes("sumOfBlocks") ? "is not quite the sum of its blocks" : "is the sum of its blocks", () => {
    const blocks = Array.from({ length: 201 }, (_, k) => 9_900 + k);
    const whole = play(0, 9_900, 10_100) - play(0, 9_900);
    const single = play(0, ...blocks) - play(0, 9_900);
    const apart = Math.abs(whole - single) / Math.max(1, play(0, 10_100));
    if (exempt.includes("sumOfBlocks")) expect(apart).toBeGreaterThan(1e-9);
    else expect(apart).toBeLessThanOrEqual(1e-9);
  });

  it("is never negative, and nothing over no blocks", () => {
    fc.assert(
      fc.property(block, block, fc.double({ min: 0, max: 3e6, noNaN: true }), (a, b, issuance) => {
        const state = { issuance, minted: issuance, memory: rule.memory?.opening ?? [] };
        expect(rule.mint(Math.min(a, b), Math.max(a, b), state, inputsOf({}))).toBeGreaterThanOrEqual(0);
        expect(rule.mint(a, a, state, inputsOf({}))).toBe(0);
      }),
      { numRuns: 30 },
    );
  });

  it("never mints more than its cap in all", () => {
    const year = (365 * 86_400) / dailyContext.clock.blockSeconds;
    const years = Array.from({ length: 120 }, (_, y) => y * year);
    const minted = playThrough(rule, kind === "formula" ? [0, year] : years);
    expect(minted).toBeLessThanOrEqual(rule.cap * (1 + 1e-9));
  });

  it(kind === "none" ? "mints nothing" : "mints something", () => {
    if (kind === "none") expect(play(0, 1e9)).toBe(0);
    else expect(playThrough(rule, [0, 7200], inputsOf({}), 1000)).toBeGreaterThan(0);
  });

  it("sees the world, if it says that it follows it", () => {
    const totals = [inputsOf({}), inputsOf({ price: 3, burnedTokens: 9000, revenueUsd: 900, bondedShare: 0.9 })].map(
      (inputs) => playThrough(rule, [0, 7200, 14_400], inputs, 1000),
    );
    if (rule.follows === "world") expect(totals[0], JSON.stringify(parameters)).not.toBe(totals[1]);
    else expect(totals[0]).toBe(totals[1]);
  });
});
