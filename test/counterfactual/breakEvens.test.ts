import { describe, expect, it } from "vitest";
import { breakEvensOf } from "../../sim/counterfactual/breakEvens.ts";
import { beforeCut, playQuarter, standing } from "../../sim/counterfactual/quarter.ts";
import { solveBreakEvens } from "../../sim/counterfactual/solveBreakEvens.ts";
import type { Row } from "../../sim/record.ts";
import { SMALL } from "../support/play.ts";
import { gathered, playedFile } from "./played.ts";

type Run = Awaited<ReturnType<typeof playedFile>>;

async function figures(run: Run): Promise<Record<string, Row>> {
  const rows = (await gathered(breakEvensOf(run)))["breakEvens"]!;
  return Object.fromEntries(rows.map((row) => [row["name"], row]));
}

describe("break-evens of a world with fixed fees", async () => {
  const posted = "market={kind: posted, usdPerRequest: 0.005 USD/request, theta: 0}";
  const run = await playedFile("test/counterfactual/freeEntry.yaml", [posted]);
  const found = await figures(run);
  const { hardware } = run.arms.arms[0]!.rules.roster.operators;
  const units = run.fork!.world.operators.status.filter((state) => state === 2).length;
  const dayCost = (perHour: Float64Array) => (units * perHour[0]! * hardware.hoursPerEpoch[0]!) / 7;
  const full = dayCost(hardware.fullPerHour);
  const fees = 80_000 * 0.005;
  const capacity = (units * 100 * hardware.throughput[0]! * hardware.hoursPerEpoch[0]!) / 7;

  it("are those of the closed form", () => {
    const value = (name: string) => Number(found[name]!["value"]);
    expect(value("tokenPrice") / ((full - fees) / (0.09 * 7200))).toBeCloseTo(1, 9);
    expect(value("demandMultiple") / (full / fees)).toBeCloseTo(1, 9);
    expect(value("utilisationFull") / (full / (0.005 * capacity))).toBeCloseTo(1, 9);
    expect(value("utilisationRunning") / (dayCost(hardware.runningPerHour) / (0.005 * capacity))).toBeCloseTo(1, 9);
    expect(value("requestPrice") / ((0.005 * full) / fees)).toBeCloseTo(1, 9);
  });

  it("hold when they are played: income is 1 x cost within 1% [break-evens]", () => {
    expect(Object.keys(found)).toHaveLength(5);
    for (const { name, verified, why } of Object.values(found)) {
      expect(why, String(name)).toBe("");
      expect(Math.abs(Number(verified) - 1), String(name)).toBeLessThan(0.01);
    }
  });

  it("say what the figures are today", () => {
    const today = Object.values(found).map((row) => Number(row["today"]));
    const utilisation = 80_000 / capacity;
    [1, 1, utilisation, utilisation, 0.005].forEach((expected, k) => expect(today[k]! / expected).toBeCloseTo(1, 9));
  });
});

describe("where there is none", () => {
  const kept = {
    paidUsd: 100,
    grantUsd: 0,
    subsidyUsd: 20,
    mintedTokens: 10,
    otherUsd: 100,
    fullCostUsd: 200,
    runningCostUsd: 50,
    served: 600,
    capacity: 1000,
    soldUsd: 0,
    days: 91,
    usdPerToken: 2,
    usdPerRequest: 0.1,
  };
  const posted = { market: { kind: "posted" } } as const;
  const whyOf = (change: Partial<typeof kept>, market = "posted") =>
    Object.fromEntries(
      solveBreakEvens({ ...kept, ...change }, { market: { kind: market } }).map(({ name, why, value }) => {
        expect(Number.isNaN(value)).toBe(why !== "");
        return [name, why];
      }),
    );

  it("a reason stands in its place", () => {
    const values = solveBreakEvens(kept, posted).map(({ value }) => Number(value.toPrecision(12)));
    expect(values).toEqual([10, NaN, NaN, 0.3, 0.2]);
    expect(whyOf({})["demandMultiple"]).toMatch("more than all that can be served");
    expect(whyOf({ otherUsd: 300 })["tokenPrice"]).toMatch("at any price of the token");
    expect(whyOf({ mintedTokens: 0 })["tokenPrice"]).toMatch("no new tokens");
    expect(Object.values(whyOf({ paidUsd: 0 })).slice(1)).toEqual(new Array(4).fill("customers pay nothing"));
    expect(new Set(Object.values(whyOf({ fullCostUsd: 0, paidUsd: 0, capacity: 0 })))).toEqual(
      new Set(["nobody serves"]),
    );
    expect(whyOf({}, "reverseAuction")["requestPrice"]).toMatch("reverseAuction finds its own price");
  });

  it("grants pay their part of the cost and do not grow with demand or price", () => {
    const granted = { ...kept, grantUsd: 40 };
    const [, demand, full, running, price] = solveBreakEvens({ ...granted, fullCostUsd: 180 }, posted);
    // customers must pay 180 - 40 USD where they pay 100, of 60% of capacity; running cost asks 50 - 40 of them
    expect([demand, full, running, price].map((one) => Number(one!.value.toPrecision(12)))).toEqual([
      1.4, 0.84, 0.06, 0.14,
    ]);
    expect(whyOf({ grantUsd: 60 })).toMatchObject({
      utilisationRunning: "grants cover the cost without customers",
      utilisationFull: "",
    });
  });

  it("nothing is told of a subsidy that does not end in the run", async () => {
    expect(await figures(await playedFile(SMALL, ["taper={kind: never}", "duration=10 weeks"]))).toEqual({});
  });
});

it("a token price counts all new tokens where what customers burn is minted anew, and holds when it is played", async () => {
  const burning = ["duration=60 weeks", "settlement={kind: burnMint, burnShare: 0.95}"];
  const { tokenPrice } = await figures(await playedFile(SMALL, burning));
  expect(tokenPrice!["why"]).toBe("");
  expect(Math.abs(Number(tokenPrice!["verified"]) - 1)).toBeLessThan(0.01);
});

it("grants are told apart from what customers pay, and count in what is verified", async () => {
  const auction =
    "market={kind: reverseAuction, low: 0.002 USD/request, high: 0.008 USD/request, reserve: 0.008 USD/request, tenantAsk: 0.003 USD/request, pool: 40 USD/day}";
  const run = await playedFile(SMALL, ["duration=60 weeks", auction]);
  const before = (await beforeCut(run))!;
  const { paidUsd, grantUsd, served, otherUsd } = await playQuarter(before, standing(before, 1));
  // customers pay their ask, of which validators get a tenth
  expect(paidUsd / (0.9 * 0.003 * served)).toBeCloseTo(1, 9);
  expect(grantUsd).toBeGreaterThan(0.1 * paidUsd);
  expect(otherUsd / (paidUsd + grantUsd)).toBeCloseTo(1, 9);
  expect(Math.abs(Number((await figures(run))["tokenPrice"]!["verified"]) - 1)).toBeLessThan(0.01);
});

it("without the subsidy nothing is minted, though the taper of a subnet ends the chain's liquidity alone", async () => {
  const { demandMultiple } = await figures(await playedFile("scenarios/dtao-two-subnets.yaml", ["duration=60 weeks"]));
  expect(Number(demandMultiple!["verified"])).toBeLessThanOrEqual(1.01);
});

it("customers who leave a dearer network show in what is verified", async () => {
  const { requestPrice } = await figures(await playedFile(SMALL, ["duration=60 weeks"]));
  expect(Number(requestPrice!["value"])).toBeGreaterThan(1.5 * Number(requestPrice!["today"]));
  expect(Number(requestPrice!["verified"])).toBeLessThan(0.8);
});

it("an announced cut is played up to the day on which it comes", async () => {
  const run = await playedFile(SMALL, ["taper.announcedAt=10 weeks", "duration=60 weeks"]);
  expect(run.fork!.world.epoch).toBe(10);
  expect((await figures(run))["tokenPrice"]).toMatchObject({ epoch: 26, why: "" });
});
