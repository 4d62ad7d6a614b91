import { fc } from "./seeded.ts";
import { describe, expect, it } from "vitest";
import { sum } from "../../sim/core/matrix.ts";
import { price } from "../../sim/price/index.ts";
import type { ClearInput } from "../../sim/price/contract.ts";
import { copyOf, everyKind } from "./kinds.ts";

const kinds = everyKind(price, {
  fixed: [{ usdPerToken: 1 }, { usdPerToken: 0.037 }],
  pool: [
    { tokens: 1000, usd: "1000 USD" },
    { tokens: 1e6, usd: "20000 USD", fee: 0, investors: "50 USD/day" },
    { tokens: 300, usd: "900 USD", fee: 0.02 },
  ],
});

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
    epochDays: 7,
    needUsd: column(({ need }) => need),
    tokens: column(({ tokens }) => tokens),
    payTokens: column(({ tokens, pay }) => tokens * pay),
    habit: column(({ habit }) => habit),
    releasedTokens: column(({ tokens, released }) => tokens * released * 0.5),
  };
}

describe.each(kinds)("price $kind $parameters", ({ rule, kind, parameters }) => {
  const fee = kind === "pool" ? ((parameters["fee"] as number | undefined) ?? 0.003) : 0;
  const { opening } = rule;
  const clearings = fc
    .tuple(sellers, money)
    .map(([all, usd]) => inputOf(opening, all, usd))
    .map((input) => ({ input, cleared: rule.clear(input) }));
  const law = (holds: (input: ClearInput, cleared: ReturnType<typeof rule.clear>) => void) =>
    fc.assert(fc.property(clearings, ({ input, cleared }) => void holds(input, cleared)));

  it("opens with a price above 0 that its reserves give", () => {
    expect(opening.price).toBeGreaterThan(0);
    if (opening.poolTokens > 0) expect(opening.price).toBeCloseTo(opening.poolUsd / opening.poolTokens, 12);
  });

  it("moves what sellers bring and buyers take through the pool, and none is made or lost", () => {
    law((input, { state, soldTokens, feeTokens, boughtTokens, proceedsUsd }) => {
      expect(Math.min(0, ...feeTokens)).toBe(0);
      if (rule.counterparty !== "pool") return expect(state).toEqual(input.state);
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

  it("keeps x y of a pool, which gives all of its USD for the tokens that it then holds: p x' = y", () => {
    law((input, { state }) => {
      if (input.state.poolTokens === 0) return;
      expect((state.price * state.poolTokens) / input.state.poolUsd).toBeCloseTo(1, 9);
      expect((state.poolTokens * state.poolUsd) / (input.state.poolTokens * input.state.poolUsd)).toBeCloseTo(1, 6);
    });
  });

  it("finds the one price: what is offered there is what the money buys, above it too much, below it too little", () => {
    law((input, { state: { price: p } }) => {
      const { poolTokens: x, poolUsd: y } = input.state;
      if (x === 0) return expect(p).toBe(opening.price);
      // The supply curve is seen through clearings of a pool so deep that its price is p.
      const offered = (at: number) => {
        const deep = { price: at, poolTokens: 1e15, poolUsd: 1e15 * at };
        const { soldTokens } = rule.clear({ ...input, state: deep, buyersUsd: 0 });
        return at * (x + sum(soldTokens) * (1 - fee)) - (y + input.buyersUsd);
      };
      const scale = 1e-6 * (y + input.buyersUsd);
      expect(Math.abs(offered(p))).toBeLessThanOrEqual(scale);
      expect(offered(p * 1.01)).toBeGreaterThan(-scale);
      expect(offered(p / 1.01)).toBeLessThan(scale);
    });
  });

  it("rises with the buyers' money and does not with what is for sale", () => {
    fc.assert(
      fc.property(sellers, seller, money, (all, one, usd) => {
        const priceOf = (who: readonly Seller[], buyers: number) =>
          rule.clear(inputOf(opening, who, buyers)).state.price;
        const before = priceOf(all, usd);
        expect(priceOf(all, usd + 100)).toBeGreaterThanOrEqual(before * (1 - 1e-12));
        expect(priceOf([...all, one], usd)).toBeLessThanOrEqual(before * (1 + 1e-12));
      }),
    );
  });

  it("knows no unit of money: twice the USD is twice the price, with the same tokens", () => {
    fc.assert(
      fc.property(sellers, money, (all, usd) => {
        if (kind === "fixed") return; // its price is named in USD
        const rich = { ...opening, price: 2 * opening.price, poolUsd: 2 * opening.poolUsd };
        const [one, two] = [
          rule.clear(inputOf(opening, all, usd)),
          rule.clear(
            inputOf(
              rich,
              all.map((s) => ({ ...s, need: 2 * s.need })),
              2 * usd,
            ),
          ),
        ];
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
});
