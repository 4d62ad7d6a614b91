import { describe, expect, it } from "vitest";
import { lasting } from "../../sim/counterfactual/lasting.ts";
import type { Row } from "../../sim/record.ts";
import { column, last, SMALL } from "../support/play.ts";
import { gathered, playedFile } from "./played.ts";

type Run = Awaited<ReturnType<typeof playedFile>>;

async function levels(run: Run): Promise<Record<string, Row>> {
  const rows = (await gathered(lasting(run)))["lasting"]!;
  return Object.fromEntries(rows.map((row) => [row["arm"], row]));
}

describe("free entry of identical operators", async () => {
  const run = await playedFile("test/counterfactual/freeEntry.yaml");
  const { cut, keep } = await levels(run);
  const { hardware } = run.arms.arms[0]!.rules.roster.operators;
  const { epochDays } = run.arms.arms[0]!.rules.clock;
  const fees = 80_000 * 0.005;
  const emission = 0.09 * 7200;
  const cost = (hardware.fullPerHour[0]! * hardware.hoursPerEpoch[0]!) / epochDays;

  it("settles where fees and emission cover full cost, and where fees alone do", () => {
    expect([cut!["settled"], keep!["settled"]]).toEqual([1, 1]);
    expect(Math.abs(Number(keep!["serving"]) - (fees + emission) / cost)).toBeLessThan(1);
    expect(Math.abs(Number(cut!["serving"]) - fees / cost)).toBeLessThan(1);
  });

  it("keeps the share of capacity that is fee coverage [free-entry-identical]", () => {
    const retention = Number(cut!["capacity"]) / Number(keep!["capacity"]);
    expect(Math.abs(retention / (fees / (fees + emission)) - 1)).toBeLessThan(0.01);
    const coverage = Number(keep!["customerFundedUsd"]) / Number(keep!["fullCostUsd"]);
    expect(Math.abs(retention / coverage - 1)).toBeLessThan(0.01);
  });

  it("takes longer than the year that a run looks at: hardware has to wear out", () => {
    expect(last(column(run.rows, "cut", "serving"))).toBeGreaterThan(1.5 * Number(cut!["serving"]));
    const life = Math.max(...hardware.lifeDays) / 365;
    for (const row of [cut!, keep!]) expect(Number(row["years"])).toBeGreaterThan(life);
  });
});

describe("what stands still", () => {
  const fixed = ["membership={kind: fixed}", "duration=40 weeks", "task.drift=0"];

  it("settles at once where nobody comes or goes: after the four quarters that it must not move", async () => {
    const { cut } = await levels(await playedFile(SMALL, [...fixed, "task.noise=0"]));
    expect(cut).toMatchObject({ settled: 1, epoch: 40 + 5 * 13 - 1 });
    expect(cut!["years"]).toBeCloseTo((5 * 91) / 365, 12);
  });

  it("are customers who were growing, a price that was walking and an emission that was falling", async () => {
    const run = await playedFile(SMALL, [
      ...fixed,
      "task.noise=0",
      "demand.segments.0.growth=0.5",
      "demand.segments.0.belief=0.86",
      "price={kind: gbm, usdPerToken: 2, volatility: 0.8}",
      "emission={kind: decay, tokensPerBlock: 0.02 tokens/block, halfLife: 150 days}",
    ]);
    const { keep } = await levels(run);
    expect(Number(keep!["price"]) / run.ends["keep"]!.world.market.price).toBeCloseTo(1, 12);
    const lastServed = last(column(run.rows, "keep", "served")) / 7;
    expect(Math.abs(Number(keep!["served"]) / lastServed - 1)).toBeLessThan(0.03);
    const subsidyTokens = Number(keep!["netSubsidyUsd"]) / Number(keep!["price"]);
    const minted = last(column(run.rows, "keep", "minted")) / 7;
    expect(subsidyTokens / (0.41 * minted)).toBeGreaterThan(0.9);
    expect(subsidyTokens / (0.41 * minted)).toBeLessThan(1);
  });
});

it("is told for every arm that was played to its end", async () => {
  const run = await playedFile(SMALL, ["membership={kind: fixed}", "duration=30 weeks"]);
  const { keep: _, ...others } = run.ends;
  expect(Object.keys(await levels({ ...run, ends: others }))).toEqual(["cut"]);
});
