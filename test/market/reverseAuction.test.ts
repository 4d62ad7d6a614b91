import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { sum } from "../../sim/core/matrix.ts";
import { firstPriceBid } from "../../sim/market/bids.ts";
import * as theory from "../../sim/theory/auction.ts";
import { built, offer } from "../support/offers.ts";

const usd = (amount: number) => `${amount} USD/request`;
const auction = (more: Record<string, unknown> = {}) =>
  built({ kind: "reverseAuction", low: usd(0.2), high: usd(0.8), reserve: usd(0.8), ...more });
const costs = (...usdCost: number[]) => Float64Array.from(usdCost);

describe("first-price bid", () => {
  const belief = { low: 0.2, high: 0.8 };
  const uniform = { below: (x: number) => Math.min(1, Math.max(0, (x - 0.2) / 0.6)), high: 0.8 };

  it("is c + (high - c) / n for one winner", () => {
    for (const n of [1, 2, 4, 50, 1000])
      for (const c of [0.2, 0.3, 0.55, 0.8]) expect(firstPriceBid(c, belief, n, 1)).toBeCloseTo(c + (0.8 - c) / n, 14);
  });

  it("equals the integral for k winners of n", () => {
    for (const n of [2, 3, 9, 40])
      for (let k = 1; k <= n; k++)
        for (const c of [0.2, 0.21, 0.5, 0.79, 0.8, 0.9])
          expect(firstPriceBid(c, belief, n, k)).toBeCloseTo(theory.firstPriceBid(c, uniform, n, k), 9);
  });

  it("rises with cost and with winners, and is never below cost", () => {
    for (const n of [1, 2, 7, 300])
      for (let k = 1; k <= n; k += Math.ceil(n / 29)) {
        let before = 0;
        for (let c = 0; c <= 1; c += 0.01) {
          const bid = firstPriceBid(c, belief, n, k);
          expect(bid).toBeGreaterThanOrEqual(Math.max(c, before - 1e-14));
          expect(bid).toBeGreaterThanOrEqual(firstPriceBid(c, belief, n, Math.max(1, k - 1)) - 1e-14);
          before = bid;
        }
      }
  });
});

describe("winners are paid", () => {
  it("their bids: four bidders, the one at 0.3 wins at 0.425", () => {
    const { served, revenueUsd, usdPerRequest } = auction().route(offer({ usdCost: costs(0.5, 0.3, 0.4, 0.7) }));
    expect(usdPerRequest).toBeCloseTo(0.425, 12);
    expect([...served]).toEqual([0, 1, 0, 0]);
    expect(revenueUsd[1]).toBeCloseTo(0.425, 12);
  });

  it("the lowest losing bid, or the reserve where nobody loses", () => {
    const uniform = auction({ pays: "uniform" });
    const at = (requests: number) => uniform.route(offer({ requests, usdCost: costs(0.5, 0.3, 0.4, 0.7) }));
    expect([1, 10, 20, 30].map((requests) => at(requests).usdPerRequest)).toEqual([0.4, 0.5, 0.7, 0.8]);
    expect(at(10).served).toEqual(Float64Array.of(0, 9, 1, 0));
    expect(at(50).unmet).toBeCloseTo(50 - 36, 12);
  });

  it("nothing above the reserve: whose cost is higher does not bid, nor is it counted as a rival", () => {
    const usdCost = costs(0.3, 0.45, 0.7);
    const below = auction({ reserve: usd(0.5) }).route(offer({ requests: 40, usdCost }));
    expect(below.served).toEqual(Float64Array.of(9, 9, 0));
    expect(below.unmet).toBeCloseTo(22, 12);
    const alone = auction({ reserve: usd(0.5) }).route(offer({ requests: 1, usdCost }));
    expect(alone.usdPerRequest).toBeCloseTo(0.3 + (0.5 - 0.3) / 2, 12);
  });

  it("their own cost above what anybody expects, and as much as at the lowest expected cost below it", () => {
    const wide = auction({ reserve: usd(2) });
    expect(wide.route(offer({ usdCost: costs(0.9, 1) })).usdPerRequest).toBeCloseTo(0.9, 12);
    expect(wide.route(offer({ usdCost: costs(0.05, 1) })).usdPerRequest).toBeCloseTo(0.2 + 0.6 / 2, 12);
  });

  it("alike where costs are alike", () => {
    const { served, usdPerRequest } = auction().route(
      offer({ requests: 20, usdCost: costs(0.4, 0.3, 0.4), capacity: Float64Array.of(10, 10, 20) }),
    );
    expect(served[1]).toBeCloseTo(9, 12);
    expect(served[0]! / 10).toBeCloseTo(served[2]! / 20, 12);
    expect(usdPerRequest).toBeGreaterThan(0.4);
  });

  it("nothing where nobody bids; the price named is then the reserve", () => {
    const { served, unmet, usdPerRequest } = auction().route(offer({ requests: 3, usdCost: costs(1, 2) }));
    expect([sum(served), unmet, usdPerRequest]).toEqual([0, 3, 0.8]);
  });
});

describe.each(["bid", "uniform"])("demand that falls with the price, paid by %s,", (pays) => {
  const requests = (price: number) => 100 * Math.exp(-4 * price);
  const usdCost = costs(0.21, 0.3, 0.35, 0.5, 0.62, 0.71);

  it("meets the price that the work for it takes", () => {
    const { usdPerRequest, served, unmet } = auction({ pays }).route(offer({ requests, usdCost }));
    expect(sum(served)).toBeCloseTo(requests(usdPerRequest), 8);
    expect(unmet).toBeLessThan(1e-8);
  });

  it("pays more and gets less for every bidder that leaves", () => {
    let before = { usdPerRequest: 0, answered: Infinity };
    for (let n = usdCost.length; n > 0; n--) {
      const { usdPerRequest, served } = auction({ pays }).route(offer({ requests, usdCost: usdCost.slice(-n) }));
      expect(usdPerRequest).toBeGreaterThan(before.usdPerRequest);
      expect(sum(served)).toBeLessThan(before.answered);
      before = { usdPerRequest, answered: sum(served) };
    }
  });

  it("crosses a step of the staircase where it is steep, and is met there too", () => {
    // 9 requests at 0.35 and fewer: more than one bidder would do at 0.3, fewer than it takes to pay the third.
    const steep = (price: number) => (price < 0.325 ? 1 : Math.max(0, 1 - 40 * (price - 0.325))) * 11;
    const { usdPerRequest, served, unmet } = auction({ pays }).route(offer({ requests: steep, usdCost }));
    expect(sum(served)).toBeCloseTo(steep(usdPerRequest), 6);
    expect(unmet).toBeLessThan(1e-6);
    expect(sum(served)).toBeGreaterThan(0);
  });
});

describe("subsidised, as AEP-10 has it", () => {
  const folder = new URL("../vectors/emission/emission_schedules.json", import.meta.url);
  interface Vector {
    readonly id: string;
    readonly input: { tenant_bid: number; pool: number; winning_bid: number };
    readonly expected: { provider_gets: number; from_pool: number; carried: number };
  }
  const { golden_vectors: all } = JSON.parse(readFileSync(folder, "utf8")) as { golden_vectors: Vector[] };
  const vectors = all.filter(({ id }) => id === "akash-subsidy-auction");

  /** One bidder, who has no rival and so bids `high`. */
  const subsidised = (tenantAsk: number, pool: number, bid: number, more: Record<string, unknown> = {}) =>
    auction({
      tenantAsk: usd(tenantAsk),
      pool: `${pool} USD/day`,
      low: usd(0),
      high: usd(bid),
      reserve: usd(bid),
      ...more,
    });
  const one = (wish: Partial<Parameters<typeof offer>[0]> = {}) =>
    offer({ usdCost: costs(0.01), memory: [0], ...wish });

  it("has its vector", () => expect(vectors).toHaveLength(1));

  it.each(vectors)("$id", ({ input: { tenant_bid, pool, winning_bid }, expected: e }) => {
    const { revenueUsd, grantUsd, memory, usdPerRequest } = subsidised(tenant_bid, pool, winning_bid).route(one());
    expect(revenueUsd[0]! + grantUsd[0]!).toBe(e.provider_gets);
    expect(grantUsd[0]).toBe(e.from_pool);
    expect(memory).toEqual([e.carried]);
    expect([usdPerRequest, revenueUsd[0]]).toEqual([tenant_bid, tenant_bid]);
  });

  it("buys no more than the pool can pay for, and all of it where it can", () => {
    const { served, grantUsd, unmet, memory } = subsidised(1, 20, 5).route(one({ requests: 8 }));
    expect(served[0]).toBeCloseTo(5, 9);
    expect(grantUsd[0]).toBeCloseTo(20, 9);
    expect(unmet).toBeCloseTo(3, 9);
    expect(memory[0]).toBeCloseTo(0, 9);
    expect(subsidised(1, 40, 5).route(one({ requests: 8 })).served[0]).toBe(8);
  });

  it("adds grants by the day and by the taper, and keeps what was not spent", () => {
    const wish = { memory: [7], epochDays: 3, subsidyMultiplier: 0.5 };
    expect(subsidised(1, 20, 5).route(one(wish)).memory).toEqual([7 + 20 * 3 * 0.5 - 4]);
  });

  it("pays the ask to who would work for less, and buys only such work once the pool is empty", () => {
    const usdCost = costs(0.21, 0.3, 0.75);
    const rule = auction({ tenantAsk: usd(0.6), pool: "1 USD/day" });
    const [rich, empty] = [1, 0].map((subsidyMultiplier) =>
      rule.route(
        offer({ usdCost, requests: 27, memory: [0], subsidyMultiplier, capacity: new Float64Array(3).fill(10) }),
      ),
    );
    expect(sum(rich!.grantUsd)).toBeCloseTo(1, 9);
    expect(sum(empty!.grantUsd)).toBeLessThan(1e-9);
    expect(sum(empty!.served)).toBeGreaterThan(9);
    expect(sum(empty!.served)).toBeLessThan(sum(rich!.served));
    expect(empty!.unmet).toBeCloseTo(27 - sum(empty!.served), 9);
    for (const { served, revenueUsd } of [rich!, empty!])
      served.forEach((requests, j) => expect(revenueUsd[j]).toBeCloseTo(0.6 * requests, 12));
  });
});
