import { describe, expect, it } from "vitest";
import { otherPrices } from "../../sim/counterfactual/otherPrices.ts";
import type { Row } from "../../sim/record.ts";
import { column, SMALL, total } from "../support/play.ts";
import { gathered, playedFile } from "./played.ts";

type Run = Awaited<ReturnType<typeof playedFile>>;

const changes = async (run: Run): Promise<readonly Row[]> => (await gathered(otherPrices(run)))["sensitivities"]!;

/** Service of 13 weeks up to a day that ends an epoch. */
const quarter = ({ rows }: Run, arm: string, untilEpoch: number) =>
  total(column(rows, arm, "serviceValueUsd").slice(untilEpoch - 13, untilEpoch));

describe("a subsidy that drains the pool that it is sold into", async () => {
  // Some operators live on fees, the others on a subsidy that is worth less every week: the network loses them with it or without.
  const operators = (id: string, count: number, more = "") =>
    `{id: ${id}, role: miner, count: ${count}, hardware: rtx4090-texas, trainShare: 0${more}}`;
  const run = await playedFile("test/counterfactual/freeEntry.yaml", [
    "duration=62 weeks",
    "taper.at=56 days",
    "demand.requests=300000 requests/day",
    "market={kind: posted, usdPerRequest: 0.0005 USD/request}",
    "emission.tokensPerBlock=0.05 tokens/block",
    "price={kind: pool, tokens: 15000, usd: 15000 USD, fee: 0}",
    `participants=[${operators("dear", 100)}, ${operators("cheap", 60, ", energyPrice: 0.001 USD/kWh")}, {id: validator, role: validator, count: 1, stake: 1000}]`,
  ]);
  const [row] = await changes(run);

  it("makes no difference by the pool's price, and most of it were the price fixed", () => {
    expect(quarter(run, "cut", 60) / quarter(run, "keep", 60)).toBeGreaterThan(0.95);
    expect(row!["retentionYear"]).toBeLessThan(0.5);
    expect(row).toMatchObject({ arm: "cut", on: "price", epoch: 60 });
  });

  it("says what was changed, and what the arm cut then serves a day", () => {
    expect(row!["change"]).toBe(`token price fixed at ${Number(run.fork!.world.market.price.toPrecision(3))} USD`);
    expect(Number(row!["serviceValueUsd"]) / (quarter(run, "cut", 60) / 91)).toBeCloseTo(1, 1);
  });
});

describe("a price that trades do not move", async () => {
  const price = "price={kind: fixed, usdPerToken: 1, investorTokens: 40000}";
  const run = await playedFile(SMALL, ["duration=80 weeks", price, "membership={kind: fixed}"]);
  const [row] = await changes(run);

  it("is exchanged for a pool of a tenth of what circulates, with investors who bring what is sold", () => {
    const [, tokens, usd, investors] =
      /^a pool of (\S+) tokens and (\S+) USD, into which investors bring (\S+) USD a day$/
        .exec(String(row!["change"]))!
        .map(Number);
    const circulating = column(run.rows, "keep", "circulating")[25]!;
    expect(tokens! / (0.1 * circulating)).toBeCloseTo(1, 2);
    expect(usd).toBe(tokens);
    const sold = total(column(run.rows, "keep", "soldTokens").slice(26, 39)) / 91;
    expect(investors! / sold).toBeCloseTo(1, 2);
  });

  it("leaves service as it is where nobody comes or goes", () => {
    expect(row!["retentionYear"]).toBeCloseTo(quarter(run, "cut", 78) / quarter(run, "keep", 78), 2);
  });
});

it("says nothing where the run ends before a year after the cut", async () => {
  expect(await changes(await playedFile(SMALL, ["duration=60 weeks"]))).toEqual([]);
});
