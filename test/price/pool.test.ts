import { describe, expect, it } from "vitest";
import type { ClearInput, MarketState } from "../../sim/price/contract.ts";
import { price } from "../../sim/price/index.ts";
import { dailyContext } from "../laws/kinds.ts";

const poolOf = (weight: number) =>
  price.build(price.schema.parse({ kind: "pool", tokens: 4000, usd: "1000 USD", weight, fee: 0.01 }), dailyContext);

const trading = (state: MarketState, soldTokens: number, buyersUsd: number): ClearInput => ({
  state,
  needUsd: Float64Array.of(20, 0),
  tokens: Float64Array.of(500, soldTokens),
  payTokens: Float64Array.of(90, 0),
  habit: Float64Array.of(0.3, 0),
  releasedTokens: Float64Array.of(0, soldTokens),
  buyersUsd,
  neededUsd: 0,
  paidTokens: 0,
  circulatingTokens: 0,
  day: 0,
  epochDays: 1,
});

describe("a weighted pool", () => {
  it("gives what the invariant says for one sale", () => {
    // 1,000 x (1 - (4,000/4,396)^(1/3)) USD for 400 tokens less 1 percent, with weights 1/4 and 3/4.
    const rule = poolOf(0.25);
    expect(rule.opening.price).toBeCloseTo(1000 / (3 * 4000), 12);
    const { proceedsUsd } = rule.clear({
      ...trading(rule.opening, 400, 0),
      needUsd: Float64Array.of(0, 0),
      habit: Float64Array.of(0, 0),
    });
    expect(proceedsUsd[1]).toBeCloseTo(1000 * (1 - (4000 / 4396) ** (1 / 3)), 9);
  });

  it("with weights that are nearly equal is nearly the constant product", () => {
    const near = poolOf(0.5 + 1e-13);
    const equal = poolOf(0.5);
    for (const [sold, usd] of [
      [0, 0],
      [300, 0],
      [0, 400],
      [300, 40],
    ] as const) {
      const [one, two] = [near, equal].map((rule) => rule.clear(trading(rule.opening, sold, usd)));
      expect(one!.state.price / two!.state.price).toBeCloseTo(1, 11);
      expect(one!.state.poolTokens / two!.state.poolTokens).toBeCloseTo(1, 11);
      expect(one!.state.poolUsd / two!.state.poolUsd).toBeCloseTo(1, 11);
    }
  });

  it("is steady where its token weighs little, and moves much where it weighs a lot", () => {
    const fall = (weight: number) => {
      const rule = poolOf(weight);
      const { state } = rule.clear(trading(rule.opening, 1000, 0));
      return state.price / rule.opening.price;
    };
    expect(fall(0.1)).toBeGreaterThan(fall(0.5));
    expect(fall(0.5)).toBeGreaterThan(fall(0.9));
  });

  it("trades on after an injection, at the price before it", () => {
    const rule = poolOf(0.5);
    const more = rule.inject!(rule.opening, 8000, 500);
    // 0.25 x 12,000 = 3,000 USD of tokens beside 1,500.
    expect(more).toEqual({ price: 0.25, poolTokens: 12_000, poolUsd: 1500, memory: [expect.closeTo(2 / 3, 12)] });
    const idle = { ...trading(more, 0, 1e-9), needUsd: Float64Array.of(0, 0), habit: Float64Array.of(0, 0) };
    expect(rule.clear(idle).state.price).toBeCloseTo(0.25, 9);
    expect(rule.clear(idle).state.memory).toEqual(more.memory);
  });
});

describe("investors who follow returns", () => {
  const memory = (28 * 86_400) / 86_400;
  const built = (chase: number) =>
    price.build(
      price.schema.parse({ kind: "pool", tokens: 4000, usd: "1000 USD", investors: "10 USD/day", chase }),
      dailyContext,
    );

  it("bring (price / average)^chase times as much, and their average follows the price", () => {
    const rule = built(2);
    expect(rule.appetite!(rule.opening)).toBe(1);
    const { state } = rule.clear(trading(rule.opening, 1000, 0));
    const average = 0.25 + (1 - Math.exp(-1 / memory)) * (state.price - 0.25);
    expect(state.memory).toEqual([0.5, average]);
    expect(rule.appetite!(state)).toBeCloseTo((state.price / average) ** 2, 12);
    expect(rule.appetite!(state)).toBeLessThan(0.7);
  });

  it("come back to what they brought before once the price stands still", () => {
    const rule = built(3);
    let { state } = rule.clear(trading(rule.opening, 1000, 0));
    for (let day = 0; day < 365; day++)
      state = rule.clear({
        ...trading(state, 0, 0),
        needUsd: Float64Array.of(0, 0),
        habit: Float64Array.of(0, 0),
      }).state;
    expect(rule.appetite!(state)).toBeCloseTo(1, 4);
  });

  it("keep their average when liquidity is added", () => {
    const rule = built(2);
    const { memory } = rule.inject!(rule.opening, 100, 50);
    expect(memory).toHaveLength(2);
    expect(memory[1]).toBe(0.25);
  });

  it("are none where the same is brought always", () => {
    const rule = built(0);
    expect(rule.appetite).toBeUndefined();
    expect(rule.opening.memory).toEqual([0.5]);
  });
});
