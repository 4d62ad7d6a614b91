import { describe, expect, it } from "vitest";
import { sum } from "../../sim/core/matrix.ts";
import { built, offer } from "../support/offers.ts";

const rule = (more: Record<string, unknown> = {}) =>
  built({ kind: "proportional", least: "0.001 USD/request", most: "0.02 USD/request", ...more });
/** 100 requests at a price of 0.001, half for each tenfold of it. */
const requests = (price: number) => 100 * (price / 0.001) ** -Math.log10(2);
const operators = (n: number, wish: Record<string, unknown> = {}) =>
  offer({ requests, usdCost: new Float64Array(n).fill(0.01), ...wish });

describe("the price", () => {
  it("is the one at which demand fills 0.9 of capacity, worked by hand", () => {
    // 8 operators fill 72: 100 x 0.72, a price of 0.001 x 0.72^(-1 / log10 2).
    const { usdPerRequest, served, unmet } = rule().route(operators(8));
    expect(usdPerRequest).toBeCloseTo(0.001 * 0.72 ** (-1 / Math.log10(2)), 12);
    served.forEach((answered) => expect(answered).toBeCloseTo(9, 9));
    expect(unmet).toBeLessThan(1e-9);
  });

  it("falls as capacity comes and rises as it leaves, between its bounds", () => {
    const prices = [12, 11, 9, 8, 7, 5, 4].map((n) => rule().route(operators(n)).usdPerRequest);
    expect(prices.slice(0, 1)).toEqual([0.001]);
    expect(prices.at(-1)).toBe(0.02);
    const inside = prices.filter((price) => price > 0.001 && price < 0.02);
    expect(inside.length).toBeGreaterThanOrEqual(3);
    prices.slice(1).forEach((price, k) => expect(price).toBeGreaterThanOrEqual(prices[k]!));
    expect(new Set(inside).size).toBe(inside.length);
  });

  it("of the bounds leaves capacity idle, or requests unmet", () => {
    const [idle, short] = [20, 2].map((n) => rule().route(operators(n)));
    expect([sum(idle!.served), idle!.unmet]).toEqual([100, 0]);
    expect(sum(short!.served)).toBeCloseTo(18, 9);
    expect(short!.unmet).toBeCloseTo(requests(0.02) - 18, 9);
  });

  it("is the highest where nobody serves", () => {
    const { usdPerRequest, unmet } = rule().route(operators(2, { capacity: new Float64Array(2) }));
    expect([usdPerRequest, unmet]).toEqual([0.02, requests(0.02)]);
  });
});

describe("the pot", () => {
  const unequal = { reputation: Float64Array.of(0.5, 0.25, 0.25), capacity: Float64Array.of(10, 10, 20) };

  it("is shared by reputation^theta x capacity, whoever does the work", () => {
    for (const theta of [0, 1, 2]) {
      const { revenueUsd, usdPerRequest, served } = rule({ theta }).route(operators(3, unequal));
      const strength = [10 * 0.5 ** theta, 10 * 0.25 ** theta, 20 * 0.25 ** theta];
      const pot = usdPerRequest * sum(served);
      strength.forEach((own, j) =>
        expect(revenueUsd[j]).toBeCloseTo((pot * own) / strength.reduce((a, b) => a + b), 12),
      );
    }
  });

  it("is shared by capacity where nobody has a reputation", () => {
    const { revenueUsd } = rule().route(operators(3, { ...unequal, reputation: new Float64Array(3) }));
    expect(revenueUsd[2]).toBeCloseTo(2 * revenueUsd[0]!, 12);
  });
});
