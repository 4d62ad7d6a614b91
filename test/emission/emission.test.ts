import { describe, expect, it } from "vitest";
import { baseline } from "../../sim/emission/baseline.ts";
import { decay } from "../../sim/emission/decay.ts";
import { heightHalving } from "../../sim/emission/heightHalving.ts";
import { issuanceHalving } from "../../sim/emission/issuanceHalving.ts";
import { dailyContext } from "../laws/kinds.ts";
import { inputsOf } from "./play.ts";

const state = { issuance: 0, minted: 0, memory: [] };
const inputs = inputsOf({});

describe("heightHalving", () => {
  it("is exact where an epoch straddles a halving", () => {
    const rule = heightHalving.build(
      { tokensPerBlock: 1, intervalBlocks: 10_000, partsPerToken: undefined },
      dailyContext,
    );
    const minted = [0, 1, 2, 3].map((e) => rule.mint(e * 7200, (e + 1) * 7200, state, inputs));
    expect(minted).toEqual([7200, 5000, 3200, 1800]); // epoch 1: 2800 x 1 + 4400 x 0.5
  });

  it("mints twice the first era in all, and ends", () => {
    const rule = heightHalving.build({ tokensPerBlock: 1, intervalBlocks: 1, partsPerToken: undefined }, dailyContext);
    expect(rule.mint(0, Number.MAX_SAFE_INTEGER, state, inputs)).toBe(2);
  });
});

describe("decay", () => {
  const rule = decay.build({ tokensPerBlock: 1, halfLife: 12 * 100 }, dailyContext);

  it("mints the sum of its blocks", () => {
    let total = 0;
    for (let block = 50; block < 300; block++) total += 2 ** (-block / 100);
    expect(rule.mint(50, 300, state, inputs)).toBeCloseTo(total, 10);
  });

  it("halves over a half-life", () => {
    expect(rule.mint(100, 200, state, inputs) / rule.mint(0, 100, state, inputs)).toBeCloseTo(0.5, 12);
  });
});

describe("issuanceHalving", () => {
  it("mints no more than is left under the cap, in whole parts too", () => {
    // 1000 of 1200 parts in the first block; two halvings on, a block of 250 would pass the cap
    for (const partsPerToken of [undefined, 1]) {
      const rule = issuanceHalving.build({ tokensPerBlock: 1000, cap: 1200, partsPerToken }, dailyContext);
      expect(rule.mint(0, 10, state, inputs)).toBe(1200);
    }
  });

  it("halves at its threshold although rounding leaves a sum short of it", () => {
    const rule = issuanceHalving.build({ tokensPerBlock: 0.1, cap: 21, partsPerToken: undefined }, dailyContext);
    let issuance = 0;
    for (let block = 0; block < 106; block++) issuance += rule.mint(block, block + 1, { ...state, issuance }, inputs);
    expect(issuance).toBeCloseTo(105 * 0.1 + 0.05, 9);
    expect(rule.mint(0, 106, state, inputs)).toBeCloseTo(issuance, 9);
  });
});

describe("baseline", () => {
  it.each([
    ["capacity above and growing faster", 2, 1, 5, 3],
    ["capacity below and growing slower", 5, 1, 2, 0],
    ["capacity below, then above", 2, 1, 1.9, 9],
    ["capacity above, then below", 1, 3, 2, 0.5],
    ["from one point, capacity faster", 2, 0, 2, 2],
    ["from one point, capacity slower", 2, 2, 2, 0.5],
  ])(
    "follows the lower of the two paths: %s",
    (_, openingBaseline, baselineGrowth, openingCapacity, capacityGrowth) => {
      const paths = { openingBaseline, baselineGrowth, openingCapacity, capacityGrowth };
      const rule = baseline.build({ simple: 0, gated: 1, halfLife: 365 * 86_400, lead: 0, ...paths }, dailyContext);
      const [g, h] = [Math.log1p(baselineGrowth) / 365, Math.log1p(capacityGrowth) / 365];
      let realised = 0;
      for (let day = 0.005; day < 200; day += 0.01)
        realised += 0.01 * Math.min(openingBaseline * Math.exp(g * day), openingCapacity * Math.exp(h * day));
      const theta = g > 0 ? Math.log1p((g * realised) / openingBaseline) / g : realised / openingBaseline;
      expect(rule.mint(0, 200 * 7200, state, inputs) / (1 - 2 ** (-theta / 365))).toBeCloseTo(1, 6);
    },
  );
});
