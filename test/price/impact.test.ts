import { describe, expect, it } from "vitest";
import type { ClearInput, MarketState } from "../../sim/price/contract.ts";
import { price } from "../../sim/price/index.ts";
import { dailyContext } from "../laws/kinds.ts";

const entry = {
  kind: "impact",
  usdPerToken: 2,
  volumePerDay: "10000 USD/day",
  volatility: 0.9,
  recovery: "7 days",
};
const rule = price.build(price.schema.parse(entry), dailyContext);
const sigma = 0.9 / Math.sqrt(365);

/** One seller that sells that many tokens, whatever the price. */
const selling = (state: MarketState, tokens: number, epochDays: number, buyersUsd = 0): ClearInput => ({
  state,
  needUsd: Float64Array.of(0),
  tokens: Float64Array.of(tokens),
  payTokens: Float64Array.of(0),
  habit: Float64Array.of(0),
  releasedTokens: Float64Array.of(tokens),
  buyersUsd,
  neededUsd: 0,
  paidTokens: 0,
  circulatingTokens: 0,
  day: 0,
  epochDays,
});

describe("price impact", () => {
  it("moves by Y sigma sqrt(q/V), down for sales and up for purchases", () => {
    const moment = 1e-6; // days: nothing is absorbed within it
    const sold = rule.clear(selling(rule.opening, 10, moment)).state;
    expect(Math.log(2 / sold.price)).toBeCloseTo(1.3 * sigma * Math.sqrt((10 * sold.price) / 10_000), 9);
    const bought = rule.clear(selling(rule.opening, 0, moment, 20)).state;
    expect(Math.log(bought.price / 2)).toBeCloseTo(1.3 * sigma * Math.sqrt(20 / 10_000), 9);
    // Twice the sales move it by the square root of two.
    const more = rule.clear(selling(rule.opening, 20, moment)).state;
    expect(Math.log(2 / more.price) / Math.log(2 / sold.price)).toBeCloseTo(Math.SQRT2, 2);
  });

  it("recovers: half of an impact is gone after 2 ln 2 of the recovery time", () => {
    const fallen = rule.clear(selling(rule.opening, 1000, 0.01)).state;
    const later = rule.clear(selling(fallen, 0, 14 * Math.LN2)).state;
    expect(Math.log(2 / later.price) / Math.log(2 / fallen.price)).toBeCloseTo(0.5, 12);
    expect(rule.clear(selling(fallen, 0, 3000)).state.price).toBeCloseTo(2, 12);
  });

  it("settles at one price under steady sales, whatever the length of an epoch", () => {
    const settled = (epochDays: number) => {
      let state = rule.opening;
      for (let day = 0; day < 140; day += epochDays)
        ({ state } = rule.clear(selling(state, 300 * epochDays, epochDays)));
      return state.price;
    };
    const [daily, weekly, tempo] = [settled(1), settled(7), settled(0.05)];
    expect(weekly / daily).toBeCloseTo(1, 9);
    expect(tempo / daily).toBeCloseTo(1, 9);
    // A week's worth of sales stands in the market.
    expect(Math.log(2 / daily)).toBeCloseTo(1.3 * sigma * Math.sqrt((7 * 300 * daily) / 10_000), 6);
  });
});
