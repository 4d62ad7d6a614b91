/** Training, queues and auctions, played: `quality-drift`, `queue-wait`, `loss-system`, `reverse-auction-uniform`. */
import { describe, expect, it } from "vitest";
import type { Rules } from "../../../sim/rules.ts";
import { form, near, within } from "../../support/closedForms.ts";
import { costing, last, miners, network, rulesWith, seen, WEEK_HOURS } from "./played.ts";

describe("quality under drift [quality-drift]", async () => {
  const { parameters: p, expected: e } = form("quality-drift");
  const effort = (share: number) => (share === 1 ? "" : `, behaviour: { kind: lazy, effort: ${share} }`);
  const shares = p.effortShare as readonly number[];
  const rules = rulesWith([
    "tempo=7200",
    "duration=300 days",
    `task={ kind: curve, catchUp: ${p.catchUp} /day, drift: ${p.driftPerEpoch}, qMax: ${p.qMax}, q0: ${p.baseline}, opening: ${p.qualityAtCut}, noise: 0 }`,
    miners(
      "id: stopped, count: 1, hardware: a100-colo, trainShare: 0",
      ...shares.map((share, k) => `id: at${k}, count: 1, hardware: a100-colo, trainShare: 0.5${effort(share)}`),
    ),
  ]);
  const days = await seen(rules, ({ rows }) => rows("miners").map((row) => Number(row["quality"])));

  it("falls at the drift's rate where nobody trains", () => within(days[p.epochs - 1]![0]!, e.qualityAfter, 0.01));

  it("settles where training and drift balance, for all of the effort and for a part of it", () =>
    shares.forEach((_, k) => within(last(days)[1 + k]!, e.stationaryQuality[k], 0.01)));
});

/** Operators of some units each, asked for `perSecond` answers of a second in every second that they work. */
const busy = (operators: number, units: number, perSecond: number, more = ""): string[] => [
  "duration=2 weeks",
  "work.requestsPerReferenceHour=3600",
  `demand.requests=${(perSecond * 3600 * WEEK_HOURS) / 7} requests/day`,
  `market={ kind: posted, usdPerRequest: 1 USD/request, theta: 0${more} }`,
  miners(`id: unit, count: ${operators}, units: ${units}, hardware: a100-colo, trainShare: 0`),
];

describe("waits [queue-wait]", () => {
  const { parameters: p, expected: e } = form("queue-wait");
  const waited = async (lines: string[]) => last(await network(rulesWith(lines), "waitSeconds")) - p.serviceSeconds;

  it("are those of M/D/c for one unit, and for four in one pool", async () => {
    const alone = await waited(busy(1, p.single.servers, p.single.arrivalsPerSecond));
    const pooled = await waited(busy(1, p.pooled.servers, p.pooled.arrivalsPerSecond));
    near(alone, e.md1Wait, 0.05);
    near(pooled, e.md4Wait, 0.05);
    near(pooled, e.cosmetatosApproxMd4, 1e-6);
    near(alone / pooled, e.poolingGainMd, 0.05);
  });

  it("are as long for four who work apart as for one", async () =>
    near(await waited(busy(p.pooled.servers, 1, p.pooled.arrivalsPerSecond)), e.md1Wait, 0.05));
});

describe("requests that may not wait [loss-system]", () => {
  const { parameters: p, expected: e } = form("loss-system");
  const lost = async (units: number) => {
    const rules = rulesWith(busy(1, units, p.offeredLoad, ", queue: loss"));
    const [row] = (await seen(rules, ({ rows }) => rows("epochs")[0]!)).slice(-1);
    return Number(row!["unmet"]) / Number(row!["wanted"]);
  };

  it("are lost as Erlang B says, so that half of the capacity serves more than half", async () => {
    for (const [k, units] of (p.servers as number[]).entries()) near(await lost(units), e.lostShare[k], 1e-9);
    const kept = (1 - (await lost(2))) / (1 - (await lost(4)));
    expect(kept).toBeCloseTo(0.56, 2);
  });
});

describe("an auction of work [reverse-auction-uniform]", () => {
  const { parameters: p, expected: e } = form("reverse-auction-uniform");
  const DRAWS = 800;
  /** Costs of draw k as shares of the range, even over all combinations (Weyl): means of so few are within half a percent. */
  const shares = (k: number, n: number) => [2, 3, 5, 7].slice(0, n).map((prime) => ((k + 0.5) * Math.sqrt(prime)) % 1);
  const PER_HOUR = 1000;
  const costs = (perRequest: number) =>
    costing("a100-colo", { full: 1.001 * perRequest * PER_HOUR, running: perRequest * PER_HOUR });
  const auction = (pays: string, units: number, ...groups: string[]) =>
    rulesWith([
      "duration=1 week",
      `work.requestsPerReferenceHour=${PER_HOUR}`,
      // Nine tenths of capacity are filled; a shade less than that is asked for.
      `demand.requests=${(0.9 * units * PER_HOUR * WEEK_HOURS * (1 - 1e-9)) / 7} requests/day`,
      `market={ kind: reverseAuction, pays: ${pays}, low: ${p.costLow} USD/request, high: ${p.costHigh} USD/request, reserve: ${p.costHigh} USD/request }`,
      miners(...groups),
    ]);

  /** The same rules with other costs of the bidders. */
  function bidding(rules: Rules, usdPerRequest: readonly number[]): Rules {
    const { operators } = rules.roster;
    const runningPerHour = Float64Array.from(usdPerRequest, (usd) => usd * PER_HOUR);
    const hardware = { ...operators.hardware, runningPerHour };
    return { ...rules, roster: { ...rules.roster, operators: { ...operators, hardware } } };
  }

  /** Means over the draws of an epoch in which customers ask for what some of the bidders can answer. */
  async function means(pays: "bid" | "uniform", bidders: number, units: number) {
    const rules = auction(pays, units, `id: bidder, count: ${bidders}, trainShare: 0, ${costs(1)}`);
    const mean = { price: 0, cost: 0 };
    for (let k = 0; k < DRAWS; k++) {
      const drawn = shares(k, bidders).map((share) => p.costLow + (p.costHigh - p.costLow) * share);
      const [rows] = await seen(bidding(rules, drawn), ({ rows }) => ({
        epochs: rows("epochs"),
        miners: rows("miners"),
      }));
      const spent = rows!.miners.reduce((all, row, j) => all + Number(row["requests"]) * drawn[j]!, 0);
      mean.price += Number(rows!.epochs[0]!["usdPerRequest"]) / DRAWS;
      mean.cost += spent / Number(rows!.epochs[0]!["served"]) / DRAWS;
    }
    return mean;
  }

  it("of first-price bids pays as much, and leaves as much to the winner, as the form says", async () => {
    const { price, cost } = await means("bid", p.bidders, 1);
    near(price, e.expectedPrice, 0.01);
    near(cost, e.expectedLowestCost, 0.01);
    near(price - cost, e.expectedWinnerProfit, 0.01);
  });

  it("of two bidders is dearer", async () => near((await means("bid", 2, 1)).price, e.expectedPriceTwoBidders, 0.01));

  it("at the lowest losing bid pays the same on average, and for two units what the form says", async () => {
    near((await means("uniform", p.bidders, 1)).price, e.expectedPrice, 0.01);
    near((await means("uniform", p.bidders, p.units)).price, e.uniformPriceTwoUnits, 0.01);
  });

  it("is bid for as the form says", async () => {
    const one = `id: one, count: 1, trainShare: 0, ${costs(p.costExample)}`;
    const dear = `id: dear, count: ${p.bidders - 1}, trainShare: 0, ${costs(p.costHigh)}`;
    near((await network(auction("bid", 1, one, dear), "usdPerRequest"))[0]!, e.bid, 1e-9);
  });
});
