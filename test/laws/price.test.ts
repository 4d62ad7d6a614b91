import { fc } from "./seeded.ts";
import { describe, expect, it } from "vitest";
import { sum } from "../../sim/core/matrix.ts";
import { price } from "../../sim/price/index.ts";
import type { ClearInput } from "../../sim/price/contract.ts";
import { copyOf, everyKind } from "./kinds.ts";

/** Parameters of every kind where a USD is worth that much less. */
const examples = (usd: number): Record<string, Readonly<Record<string, unknown>>[]> => ({
  burnMint: [
    { usdPerToken: 2 * usd, soldShare: 0.6 },
    { usdPerToken: 0.1 * usd, smoothing: "1 day" },
  ],
  exchange: [{ usdPerToken: 0.5 * usd, velocity: 5 }],
  fixed: [{ usdPerToken: usd }, { usdPerToken: 0.037 * usd }],
  gbm: [{ usdPerToken: usd, drift: -0.2, volatility: 1.5 }],
  impact: [
    { usdPerToken: usd, volumePerDay: `${1000 * usd} USD/day`, volatility: 0.9 },
    { usdPerToken: 3 * usd, volumePerDay: `${2 * usd} USD/day`, volatility: 5, recovery: "1 day" },
  ],
  meanReverting: [{ usdPerToken: usd, mean: 3 * usd, reversion: "90 days", volatility: 0.8 }],
  path: [
    { points: [{ at: "10 days", usdPerToken: 2 * usd }] },
    {
      points: [
        { at: "0 days", usdPerToken: usd },
        { at: "200 days", usdPerToken: usd / 7 },
      ],
    },
  ],
  pool: [
    { tokens: 4000, usd: `${1000 * usd} USD`, investors: "10 USD/day", chase: 2 },
    { tokens: 1000, usd: `${1000 * usd} USD` },
    { tokens: 1e6, usd: `${20_000 * usd} USD`, fee: 0, investors: "50 USD/day" },
    { tokens: 300, usd: `${900 * usd} USD`, fee: 0.02 },
    { tokens: 1000, usd: `${1000 * usd} USD`, weight: 0.2, fee: 0 },
    { tokens: 5000, usd: `${700 * usd} USD`, weight: 0.9 },
    { tokens: 5000, usd: `${700 * usd} USD`, weight: 0.01 },
  ],
});
const kinds = everyKind(price, examples(1));
const withDoubleMoney = everyKind(price, examples(2));

/** A seller: tokens it holds, the part of them that is this epoch's pay and the part that was released, its habit and need. */
const seller = fc.record({
  tokens: fc.oneof(fc.constant(0), fc.double({ min: 1e-3, max: 500, noNaN: true })),
  pay: fc.double({ min: 0, max: 1, noNaN: true }),
  released: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1, noNaN: true })),
  habit: fc.oneof(fc.constant(0), fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true })),
  need: fc.oneof(fc.constant(0), fc.double({ min: 1e-3, max: 300, noNaN: true })),
});
const sellers = fc.array(seller, { maxLength: 8 });
const money = fc.oneof(fc.constant(0), fc.double({ min: 1e-3, max: 2000, noNaN: true }));

type Seller = typeof seller extends fc.Arbitrary<infer T> ? T : never;

function inputOf(state: ClearInput["state"], all: readonly Seller[], buyersUsd: number): ClearInput {
  const column = (of: (one: Seller) => number) => Float64Array.from(all, of);
  return {
    state,
    buyersUsd,
    neededUsd: buyersUsd / 2,
    paidTokens: all.reduce((paid, { tokens, pay }) => paid + tokens * pay, 0),
    circulatingTokens: 10_000,
    day: 70,
    epochDays: 7,
    needUsd: column(({ need }) => need),
    tokens: column(({ tokens }) => tokens),
    payTokens: column(({ tokens, pay }) => tokens * pay),
    habit: column(({ habit }) => habit),
    releasedTokens: column(({ tokens, released }) => tokens * released * 0.5),
  };
}

const numbered = kinds.map((one, k) => ({ ...one, richer: withDoubleMoney[k]!.rule }));

describe.each(numbered)("price $kind $parameters", ({ rule, kind, parameters, richer }) => {
  const fee = kind === "pool" ? ((parameters["fee"] as number | undefined) ?? 0.003) : 0;
  /** of the token in a pool, over that of USD */
  const weight = (parameters["weight"] as number | undefined) ?? 0.5;
  const ratio = weight / (1 - weight);
  const { opening } = rule;
  const clearings = fc
    .tuple(sellers, money)
    .map(([all, usd]) => inputOf(opening, all, usd))
    .map((input) => ({ input, cleared: rule.clear(input) }));
  const law = (holds: (input: ClearInput, cleared: ReturnType<typeof rule.clear>) => void) =>
    fc.assert(fc.property(clearings, ({ input, cleared }) => void holds(input, cleared)));

  it("opens with a price above 0 that its reserves give", () => {
    expect(opening.price).toBeGreaterThan(0);
    if (opening.poolTokens > 0) expect(opening.price).toBeCloseTo((ratio * opening.poolUsd) / opening.poolTokens, 12);
  });

  it("moves what sellers bring and buyers take through the pool, and none is made or lost", () => {
    law((input, { state, soldTokens, feeTokens, boughtTokens, proceedsUsd }) => {
      expect(Math.min(0, ...feeTokens)).toBe(0);
      if (rule.counterparty !== "pool") {
        expect([state.poolTokens, state.poolUsd, ...feeTokens]).toEqual([0, 0, ...feeTokens.map(() => 0)]);
        return;
      }
      const entered = sum(soldTokens) - sum(feeTokens) - boughtTokens;
      const paid = sum(proceedsUsd) - input.buyersUsd;
      const allowed = 1e-9 * (1 + input.state.poolTokens + input.state.poolUsd + sum(soldTokens) + input.buyersUsd);
      expect(Math.abs(state.poolTokens - input.state.poolTokens - entered)).toBeLessThanOrEqual(allowed);
      expect(Math.abs(input.state.poolUsd - state.poolUsd - paid)).toBeLessThanOrEqual(allowed);
    });
  });

  it("trades everything at one price above 0", () => {
    law((input, { state, soldTokens, feeTokens, proceedsUsd, boughtTokens }) => {
      expect(state.price).toBeGreaterThan(0);
      proceedsUsd.forEach((usd, i) => expect(usd).toBeCloseTo((soldTokens[i]! - feeTokens[i]!) * state.price, 9));
      expect(boughtTokens * state.price).toBeCloseTo(input.buyersUsd, 9);
    });
  });

  it("lets nobody sell more than it holds, and its counterparty never run dry", () => {
    law((input, { state, soldTokens }) => {
      soldTokens.forEach((sold, i) => expect(sold >= 0 && sold <= input.tokens[i]!).toBe(true));
      expect(Math.min(state.poolTokens, state.poolUsd)).toBeGreaterThanOrEqual(0);
      if (opening.poolTokens > 0) expect(Math.min(state.poolTokens, state.poolUsd)).toBeGreaterThan(0);
    });
  });

  it("covers the needs of those who hold enough; the others sell all they have", () => {
    law((input, { soldTokens, proceedsUsd }) => {
      input.needUsd.forEach((need, i) => {
        const covered = proceedsUsd[i]! >= need * (1 - 1e-9);
        expect(covered || soldTokens[i] === input.tokens[i]).toBe(true);
      });
    });
  });

  it("has a seller without a need, a habit and released tokens sell nothing", () => {
    law((input, { soldTokens }) => {
      soldTokens.forEach((sold, i) => {
        if (input.needUsd[i] === 0 && input.habit[i] === 0 && input.releasedTokens[i] === 0) expect(sold).toBe(0);
      });
    });
  });

  it("keeps x^w y^(1 - w) of a pool, in which the net amount trades", () => {
    law((input, { state }) => {
      const { poolTokens: x, poolUsd: y } = input.state;
      if (x === 0) return;
      const kept = ratio * Math.log(state.poolTokens / x) + Math.log(state.poolUsd / y);
      expect(Math.abs(kept)).toBeLessThanOrEqual(1e-6 * Math.max(1, ratio));
      if (weight === 0.5) expect((state.price * state.poolTokens) / y).toBeCloseTo(1, 9);
    });
  });

  it("finds the one price: what is offered there is what the money buys, above it too much, below it too little", () => {
    law((input, { state: { price: p } }) => {
      const { poolTokens: x, poolUsd: y } = input.state;
      if (x === 0) return;
      // The supply curve is seen through clearings of a pool so deep that its price is p.
      const offered = (at: number) => {
        const deep = { price: at, poolTokens: 1e15 * ratio, poolUsd: 1e15 * at, memory: [weight] };
        const { soldTokens } = rule.clear({ ...input, state: deep, buyersUsd: 0 });
        return sum(soldTokens) * (1 - fee);
      };
      // What a price is above that of the pool for the net amount that comes to it there.
      const excess = (at: number) => {
        const net = offered(at) - input.buyersUsd / at;
        if (Math.abs(net) < 1e-18 * x) return at - opening.price;
        return at - (net > -x ? (y * -Math.expm1(-ratio * Math.log1p(net / x))) / net : Infinity);
      };
      // Less than a float of the pool's tokens may decide on the price where nearly all are bought.
      const emptied = 1 + (offered(p) - input.buyersUsd / p) / x < 1e-9;
      if (!emptied) expect(Math.abs(excess(p))).toBeLessThanOrEqual(1e-6 * p);
      expect(excess(p * 1.01)).toBeGreaterThan(0);
      expect(excess(p / 1.01)).toBeLessThan(0);
    });
  });

  it("rises with the buyers' money and does not with what is for sale", () => {
    fc.assert(
      fc.property(sellers, seller, money, (all, one, usd) => {
        const priceOf = (who: readonly Seller[], buyers: number) =>
          rule.clear(inputOf(opening, who, buyers)).state.price;
        // Where nothing is paid a price that rests on pay stays; the first token of pay may move it anywhere.
        if (rule.needsSubsidy && all.every(({ tokens, pay }) => tokens * pay === 0)) return;
        const before = priceOf(all, usd);
        expect(priceOf(all, usd + 100)).toBeGreaterThanOrEqual(before * (1 - 1e-12));
        expect(priceOf([...all, one], usd)).toBeLessThanOrEqual(before * (1 + 1e-12));
      }),
    );
  });

  it("knows no unit of money: twice the USD is twice the price, with the same tokens", () => {
    fc.assert(
      fc.property(sellers, money, (all, usd) => {
        const poorer = all.map((s) => ({ ...s, need: 2 * s.need }));
        const one = rule.clear(inputOf(opening, all, usd));
        const two = richer.clear(inputOf(richer.opening, poorer, 2 * usd));
        expect(two.state.price / one.state.price).toBeCloseTo(2, 9);
        one.soldTokens.forEach((sold, i) => expect(two.soldTokens[i]).toBeCloseTo(sold, 6));
      }),
    );
  });

  it("leaves its input as it was", () => {
    fc.assert(
      fc.property(sellers, money, (all, usd) => {
        const input = inputOf(opening, all, usd);
        const copy = copyOf(input);
        rule.clear(input);
        expect(input).toEqual(copy);
      }),
    );
  });

  it("takes liquidity at an unchanged price, or refuses it whole; no pool, no liquidity", () => {
    if (!rule.inject) return expect(rule.counterparty).toBe("investors");
    const spot = ({ memory: [w = 0], poolTokens, poolUsd }: ClearInput["state"]) =>
      (w * poolUsd) / ((1 - w) * poolTokens);
    fc.assert(
      fc.property(money, money, (tokens, usd) => {
        const after = rule.inject!(opening, tokens, usd);
        expect(spot(after) / spot(opening)).toBeCloseTo(1, 9);
        expect(after.price).toBe(opening.price);
        if (after === opening) return;
        expect([after.poolTokens, after.poolUsd]).toEqual([opening.poolTokens + tokens, opening.poolUsd + usd]);
        expect(after.memory[0]).toBeGreaterThanOrEqual(0.01);
        expect(after.memory[0]).toBeLessThanOrEqual(0.99);
      }),
    );
    expect(rule.inject(opening, 0, 1e5 * opening.poolUsd)).toBe(opening);
  });
});
