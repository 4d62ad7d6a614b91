import { describe, expect, it } from "vitest";
import { decay } from "../../sim/emission/decay.ts";
import { heightHalving } from "../../sim/emission/heightHalving.ts";
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
