/** Closed forms of auctions and queues, checked on the theory, on the market and on keyed draws. */
import { expect } from "vitest";
import { draw } from "../../../../sim/core/random.ts";
import {
  expectedCost,
  expectedPrice,
  expectedWinnerProfit,
  firstPriceBid,
  uniformBid,
} from "../../../../sim/theory/auction.ts";
import {
  cosmetatosWait,
  delayProbability,
  lostShare,
  md1Wait,
  mdcWait,
  mm1Wait,
  mmcWait,
} from "../../../../sim/theory/queues.ts";
import { built, offer } from "../../../support/offers.ts";
import { near, rulesSettle } from "../../../support/closedForms.ts";

const DRAWS = 100_000;

/** [draws] of [bidders] costs, uniform on [low, high]. */
function* costs(bidders: number, low: number, high: number): Generator<Float64Array> {
  for (let k = 0; k < DRAWS; k++)
    yield Float64Array.from({ length: bidders }, (_, j) => low + (high - low) * draw(1, "cost", k, `bidder/${j}`));
}

rulesSettle({
  "reverse-auction-uniform": ({ parameters: p, expected: e }) => {
    const { costLow: low, costHigh: high, bidders, costExample, units } = p;
    const uniform = { below: (x: number) => Math.min(1, Math.max(0, (x - low) / (high - low))), high };
    near(firstPriceBid(costExample, uniform, bidders), e.bid);
    near(uniformBid(costExample, high, bidders), e.bid);
    near(expectedPrice(low, high, bidders), e.expectedPrice);
    near(expectedCost(low, high, bidders), e.expectedLowestCost);
    near(expectedWinnerProfit(low, high, bidders), e.expectedWinnerProfit);
    near(expectedPrice(low, high, bidders, units), e.uniformPriceTwoUnits);
    near(expectedPrice(low, high, 2), e.expectedPriceTwoBidders);

    const auction = (pays: string) =>
      built({
        kind: "reverseAuction",
        pays,
        low: `${low} USD/request`,
        high: `${high} USD/request`,
        reserve: `${high} USD/request`,
      });
    const rules = { bid: auction("bid"), uniform: auction("uniform") };
    const example = rules.bid.route(
      offer({ usdCost: Float64Array.from({ length: bidders }, (_, j) => (j === 0 ? costExample : high)) }),
    );
    near(example.usdPerRequest, e.bid);

    /** Mean price, winner's cost and profit per request over all draws, with `requests` of 9 that each could answer. */
    const means = (pays: "bid" | "uniform", n: number, requests: number) => {
      const total = { price: 0, cost: 0, profit: 0 };
      for (const usdCost of costs(n, low, high)) {
        const { usdPerRequest, served, revenueUsd } = rules[pays].route(offer({ usdCost, requests }));
        const spent = usdCost.reduce((all, cost, j) => all + cost * served[j]!, 0) / requests;
        total.price += usdPerRequest / DRAWS;
        total.cost += spent / DRAWS;
        total.profit += (revenueUsd.reduce((a, b) => a + b, 0) / requests - spent) / DRAWS;
      }
      return total;
    };
    for (const pays of ["bid", "uniform"] as const) {
      const four = means(pays, bidders, 9);
      near(four.price, e.expectedPrice, 0.01);
      near(four.cost, e.expectedLowestCost, 0.01);
      near(four.profit, e.expectedWinnerProfit, 0.01);
      near(means(pays, 2, 9).price, e.expectedPriceTwoBidders, 0.01);
      near(means(pays, bidders, 9 * units).price, e.uniformPriceTwoUnits, 0.01);
    }
  },

  "queue-wait": ({ parameters: p, expected: e }) => {
    const { serviceSeconds: s, single, pooled } = p;
    const one = single.arrivalsPerSecond * s;
    const four = pooled.arrivalsPerSecond * s;
    const close = (actual: number, expected: number) => near(actual, expected, 1e-6);
    close(mm1Wait(one, s), e.mm1Wait);
    close(mm1Wait(one, s) + s, e.mm1Sojourn);
    close(md1Wait(one, s), e.md1Wait);
    close(delayProbability(four, pooled.servers), e.mm4DelayProbability);
    close(mmcWait(four, pooled.servers, s), e.mm4Wait);
    close(mdcWait(four, pooled.servers, s), e.md4Wait);
    close(cosmetatosWait(four, pooled.servers, s), e.cosmetatosApproxMd4);
    close(md1Wait(one, s) / mdcWait(four, pooled.servers, s), e.poolingGainMd);

    // Every market's wait is that of M/D/c queues: exact for one unit, the approximation for four.
    const usd = "0.01 USD/request";
    for (const entry of [
      { kind: "posted", usdPerRequest: usd },
      { kind: "proportional", least: usd, most: usd },
      { kind: "reverseAuction", low: "0 USD/request", high: usd, reserve: usd },
    ]) {
      const waited = (units: number, perSecond: number) =>
        built(entry).route(
          offer({
            capacity: Float64Array.of((1000 * units) / s),
            servers: Float64Array.of(units),
            requests: perSecond * 1000,
            serviceSeconds: Float64Array.of(s),
          }),
        ).waitSeconds - s;
      close(waited(single.servers, single.arrivalsPerSecond), e.md1Wait);
      const four = waited(pooled.servers, pooled.arrivalsPerSecond);
      close(four, e.cosmetatosApproxMd4);
      near(four, e.md4Wait, 0.002);
    }
  },

  "loss-system": ({ parameters: p, expected: e }) => {
    expect(p.servers).toHaveLength(e.lostShare.length);
    p.servers.forEach((servers: number, k: number) => near(lostShare(p.offeredLoad, servers), e.lostShare[k]));
  },
});
