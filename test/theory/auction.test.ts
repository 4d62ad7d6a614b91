import { describe, expect, it } from "vitest";
import { draw } from "../../sim/core/random.ts";
import { expectedCost, expectedPrice, firstPriceBid, uniformBid } from "../../sim/theory/auction.ts";

const uniform = { below: (x: number) => Math.min(1, Math.max(0, x)), high: 1 };

describe("first-price bid", () => {
  it("is the closed form where costs are uniform and one unit is bought", () => {
    for (const n of [1, 2, 5, 40])
      for (const c of [0, 0.3, 0.9, 1]) expect(firstPriceBid(c, uniform, n)).toBeCloseTo(uniformBid(c, 1, n), 9);
  });

  it("is worked out by hand for two winners of three: G = 1 - x^2, so 1 is left of every width but (2 + c)(1 - c) / (3 (1 + c))", () => {
    for (const c of [0, 0.25, 0.5, 0.8])
      expect(firstPriceBid(c, uniform, 3, 2)).toBeCloseTo(c + ((2 + c) * (1 - c)) / (3 * (1 + c)), 9);
  });

  it("takes any distribution: for F = x^2 and two bidders b = c + (2 + c)(1 - c) / (3 (1 + c))", () => {
    const squared = { below: (x: number) => x * x, high: 1 };
    for (const c of [0, 0.4, 0.7])
      expect(firstPriceBid(c, squared, 2)).toBeCloseTo(c + ((2 + c) * (1 - c)) / (3 * (1 + c)), 9);
  });

  it("is the highest cost where nobody loses, and cost itself where nobody above could win", () => {
    expect(firstPriceBid(0.2, uniform, 3, 3)).toBeCloseTo(1, 12);
    expect(firstPriceBid(1.5, uniform, 3)).toBe(1.5);
  });

  it("is the best answer to itself: with rivals who bid so, no other bid earns more", () => {
    const [n, k, c] = [5, 2, 0.35];
    const bids = Array.from({ length: 201 }, (_, i) => firstPriceBid(i / 200, uniform, n, k));
    const costOf = (bid: number) => {
      const at = bids.findIndex((b) => b >= bid);
      return at < 1 ? 0 : (at - 1 + (bid - bids[at - 1]!) / (bids[at]! - bids[at - 1]!)) / 200;
    };
    const profit = (bid: number) => {
      const x = costOf(bid);
      return (bid - c) * ((1 - x) ** 4 + 4 * x * (1 - x) ** 3);
    };
    const own = profit(firstPriceBid(c, uniform, n, k));
    for (let bid = bids[0]!; bid <= 1; bid += 0.01) expect(profit(bid)).toBeLessThanOrEqual(own * (1 + 1e-4));
  });
});

describe("expected prices", () => {
  it("agree within 1% with 100,000 draws, whether winners are paid their bids or the lowest losing cost", () => {
    const [low, high, n, k] = [0.2, 0.8, 6, 3];
    const costs = { below: (x: number) => (x - low) / (high - low), high };
    const table = Array.from({ length: 601 }, (_, i) => firstPriceBid(low + i / 1000, costs, n, k));
    const bidOf = (c: number) => {
      const at = (c - low) * 1000;
      const i = Math.min(599, Math.floor(at));
      return table[i]! + (at - i) * (table[i + 1]! - table[i]!);
    };
    const mean = { lowest: 0, losing: 0, bids: 0 };
    for (let d = 0; d < 100_000; d++) {
      const drawn = Float64Array.from({ length: n }, (_, j) => low + (high - low) * draw(2, "cost", d, `bidder/${j}`));
      drawn.sort();
      mean.lowest += drawn[0]! / 1e5;
      mean.losing += drawn[k]! / 1e5;
      for (const cost of drawn.subarray(0, k)) mean.bids += bidOf(cost) / k / 1e5;
    }
    expect(Math.abs(mean.lowest / expectedCost(low, high, n) - 1)).toBeLessThan(0.01);
    expect(Math.abs(mean.losing / expectedPrice(low, high, n, k) - 1)).toBeLessThan(0.01);
    expect(Math.abs(mean.bids / expectedPrice(low, high, n, k) - 1)).toBeLessThan(0.01);
  });

  it("are the highest cost where nobody loses, as every bid is then, and refused for more units than bidders", () => {
    for (const n of [1, 2, 7]) {
      expect(expectedPrice(0.2, 0.8, n, n)).toBeCloseTo(0.8, 12);
      expect(firstPriceBid(0.3, { below: (x) => (x - 0.2) / 0.6, high: 0.8 }, n, n)).toBeCloseTo(0.8, 12);
    }
    expect(() => expectedPrice(0, 1, 2, 3)).toThrow("k is 3; expected no more than bidders, 2");
  });
});
