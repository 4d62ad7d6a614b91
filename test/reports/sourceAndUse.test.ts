import { describe, expect, test } from "vitest";
import { flowSums } from "../../reports/metrics/flowSums.ts";
import { operatorEmission } from "../../reports/metrics/grossSubsidy.ts";
import { metrics } from "../../reports/metrics/index.ts";
import { sourceAndUse, type SourceAndUse } from "../../reports/metrics/sourceAndUse.ts";
import { sumOver } from "../../reports/metrics/windows.ts";
import { rowsOf, type Records } from "../../reports/records.ts";
import { memoryRecorder } from "../../sim/memoryRecorder.ts";
import { begin, run } from "../../sim/run.ts";
import { armsOfFile, SMALL } from "../support/play.ts";
import { manifest } from "./synthetic.ts";

const window = { fromDay: 0, toDay: 182 };

/** The small world, its subsidy cut after 26 weeks. */
async function played(...overrides: string[]): Promise<Records> {
  const arms = armsOfFile(SMALL, ["duration=30 weeks", ...overrides]);
  const recorder = memoryRecorder();
  for await (const { rows } of run(arms, await begin(arms))) await recorder.write(rows);
  return { manifest: manifest({ days: 210, fromDay: 182 }), frames: recorder.frames() };
}

const total = (entries: SourceAndUse["sources"]): number => entries.reduce((all, { usd }) => all + usd, 0);
const named = (entries: SourceAndUse["sources"], name: string): number =>
  entries.find((entry) => entry.name.startsWith(name))?.usd ?? 0;

describe("who paid for the subsidy", () => {
  test.each([
    ["a pool", []],
    ["a pool nobody else buys from", ["price={kind: pool, tokens: 50000, usd: 50000 USD, investors: 0 USD/day}"]],
    ["a fixed price", ["price={kind: fixed, usdPerToken: 2}"]],
    ["burn and mint", ["settlement={kind: burnMint}"]],
    ["a buyback", ["settlement={kind: buyback, buybackShare: 0.3}"]],
    ["registrations that are burned", ["registration={kind: burn}"]],
    [
      "an auction with grants",
      [
        "market={kind: reverseAuction, low: 0.002 USD/request, high: 0.008 USD/request, reserve: 0.008 USD/request, tenantAsk: 0.003 USD/request, pool: 40 USD/day}",
      ],
    ],
  ])("sources equal uses with %s", async (_, overrides) => {
    const records = await played(...overrides);
    const found = sourceAndUse(records) as SourceAndUse;
    const others = ["validators", "owner", "treasury", "pool"].reduce((all, name) => all + named(found.uses, name), 0);
    expect(found.netUsd / (sumOver(records, "cut", "netSubsidyUsd", window) + others)).toBeCloseTo(1, 9);
    expect(found.window).toEqual(window);
    expect(found.totalUsd).toBeGreaterThan(100);
    expect(total(found.uses) / total(found.sources)).toBeCloseTo(1, 9);
    for (const { usd } of [...found.sources, ...found.uses]) expect(usd).toBeGreaterThan(0);
  });

  test("the parts are those of the ledgers", async () => {
    const records = await played();
    const { sources, uses } = sourceAndUse(records) as SourceAndUse;
    const flows = flowSums(records, "cut", window);
    const amountOf = (ledger: string, from: string, why: string): number =>
      flows.find((flow) => flow.ledger === ledger && flow.from === from && flow.why === why)!.amount;
    // 40 USD a day for 26 weeks
    expect(named(sources, "investors")).toBeCloseTo(40 * 182, 6);
    expect(named(sources, "investors")).toBeCloseTo(amountOf("usd", "investors", "token purchase"), 6);
    expect(named(uses, "operators")).toBeCloseTo(sumOver(records, "cut", "netSubsidyUsd", window), 6);
    expect(operatorEmission(records, "cut", window)!.tokens).toBeCloseTo(amountOf("tokens", "mint", "miner pay"), 9);
  });

  test("says why there is none", async () => {
    const records = await played();
    expect(sourceAndUse({ ...records, frames: { ...records.frames, flows: { length: 0, columns: {} } } })).toBe(
      "the run's transfers were not read",
    );
  });
});

describe("metrics of token, security and welfare", () => {
  const valueOf = (records: Records, name: string, arm = "cut"): number =>
    metrics.find((metric) => metric.name === name)!.of(records, arm, window).value!;

  test("gross subsidy is what is minted; net is less by what customers burned for it", async () => {
    const plain = await played();
    expect(valueOf(plain, "grossDependence")).toBeCloseTo(valueOf(plain, "subsidyDependence"), 12);
    const burned = await played("settlement={kind: burnMint}");
    expect(valueOf(burned, "grossDependence")).toBeGreaterThan(valueOf(burned, "subsidyDependence") + 0.01);
    expect(valueOf(burned, "burnOverEmission")).toBeGreaterThan(0);
    expect(valueOf(plain, "burnOverEmission")).toBe(0);
  });

  test("figures of the small world under a fixed price", async () => {
    const records = await played("price={kind: fixed, usdPerToken: 2}");
    const minted = sumOver(records, "cut", "minted", window);
    const served = sumOver(records, "cut", "served", window);
    expect(valueOf(records, "revenueOverEmission")).toBeCloseTo(
      sumOver(records, "cut", "revenueUsd", window) / (2 * minted),
      12,
    );
    expect(valueOf(records, "subsidyPerRequest")).toBeCloseTo((0.41 * minted * 2) / served, 9);
    // 2,900 tokens of stake at 2 USD, kappa 0.5 where the manifest names none
    expect(valueOf(records, "captureCost")).toBeCloseTo(0.5 * 2 * 2900, 0);
    const perDay = valueOf(records, "consumerSurplus") + valueOf(records, "operatorProfit") - (2 * minted) / 182;
    expect(valueOf(records, "welfare")).toBeCloseTo(perDay, 9);
    const rows = rowsOf(records, "epochs", "cut");
    const supply = records.frames["epochs"]!.columns["supply"] as Float64Array;
    expect(valueOf(records, "dilution")).toBeCloseTo(1 - (supply[rows[0]!]! / supply[rows[25]!]!) ** (365 / 175), 12);
    expect(metrics.find(({ name }) => name === "runway")!.of(records, "cut", window).why).toBe("there is no treasury");
  });

  test("a treasury that shrinks has a runway", () => {
    const flow = (epoch: number, from: string, to: string, amount: number) => ({ epoch, from, to, amount });
    const rows = [flow(0, "customers", "treasury", 1000), ...[1, 2, 3].map((e) => flow(e, "treasury", "market", 100))];
    const column = <T>(of: (row: (typeof rows)[number]) => T) => rows.map(of);
    const records: Records = {
      manifest: { ...manifest({ days: 28 }), arms: ["cut"] },
      frames: {
        epochs: {
          length: 4,
          columns: {
            arm: Array<string>(4).fill("cut"),
            epoch: Float64Array.of(0, 1, 2, 3),
            subnet: new Float64Array(4),
            price: new Float64Array(4).fill(1),
          },
        },
        flows: {
          length: 4,
          columns: {
            arm: column(() => "cut"),
            epoch: Float64Array.from(column(({ epoch }) => epoch)),
            subnet: new Float64Array(4),
            ledger: column(() => "usd"),
            from: column(({ from }) => from),
            to: column(({ to }) => to),
            why: column(() => "budget"),
            amount: Float64Array.from(column(({ amount }) => amount)),
          },
        },
      },
    };
    const runway = metrics.find(({ name }) => name === "runway")!;
    // 700 USD left, 100 a week lost
    expect(runway.of(records, "cut", { fromDay: 7, toDay: 28 }).value).toBeCloseTo(49 / (365 / 12), 12);
    expect(runway.of(records, "cut", { fromDay: 0, toDay: 28 }).why).toBe("it does not shrink");
  });
});
