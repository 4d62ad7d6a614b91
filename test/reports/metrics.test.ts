import { describe, expect, test } from "vitest";
import { effectiveMiners, paidMiners, payGini, payOf } from "../../reports/metrics/concentration.ts";
import { gini, herfindahl, nakamoto } from "../../sim/theory/concentration.ts";
import { logRatios } from "../../reports/metrics/factors.ts";
import { fullCoverage, runningCoverage } from "../../reports/metrics/feeCoverage.ts";
import { metrics } from "../../reports/metrics/index.ts";
import {
  customerFundedTokens,
  netSubsidyTokens,
  validatorFees,
  validatorPay,
} from "../../reports/metrics/incomeSource.ts";
import { servedQuality } from "../../reports/metrics/quality.ts";
import { subsidyDependence } from "../../reports/metrics/subsidyDependence.ts";
import { survivors } from "../../reports/metrics/survivors.ts";
import { sumOver } from "../../reports/metrics/windows.ts";
import { memoryRecorder } from "../../sim/memoryRecorder.ts";
import { begin, run } from "../../sim/run.ts";
import { armsOfFile, SMALL } from "../support/play.ts";
import { invented, manifest } from "./synthetic.ts";

const before = { fromDay: 273, toDay: 364 };

describe("concentration", () => {
  // Closed form "concentration": a member with exactly one half does not exceed it.
  const pay = [50, 30, 10, 10];
  const equal = [25, 25, 25, 25];

  test("Gini, HHI and Nakamoto coefficient of four members", () => {
    expect(gini(pay)).toBeCloseTo(0.35, 12);
    expect(herfindahl(pay)).toBeCloseTo(0.36, 12);
    expect(1 / herfindahl(pay)).toBeCloseTo(2.77777777778, 10);
    expect(nakamoto(pay)).toBe(2);
    expect(nakamoto(pay, 1 / 3)).toBe(1);
    expect(gini(equal)).toBeCloseTo(0, 12);
    expect(nakamoto(equal)).toBe(3);
  });

  test("pay is tokens at the clearing price and fees, by id; those without are left out", () => {
    const records = invented();
    const paid = payOf(records, "keep", before);
    expect(paid.size).toBe(24);
    expect(paid.get("m3")).toBeCloseTo((91 * (400 * 3 + 1000)) / 24, 6);
    expect(payGini.of(records, "keep", before).value).toBeCloseTo(0, 12);
    expect(effectiveMiners.of(records, "keep", before).value).toBeCloseTo(24, 9);
    const poor = invented({ noDemand: true });
    const after = { fromDay: 400, toDay: 491 };
    expect(paidMiners.of(poor, "keep", after).value).toBe(24);
    expect(paidMiners.of(poor, "cut", after)).toEqual({ value: null, why: "no miner was paid" });
  });
});

test("pay of miners is all that operators receive, and their capacity all there is, of who has stopped too where weights are used late", async () => {
  const arms = armsOfFile(SMALL, ["commitReveal=3", "price={kind: fixed, usdPerToken: 2}"]);
  const recorder = memoryRecorder();
  for await (const { rows } of run(arms, await begin(arms))) await recorder.write(rows);
  const records = { manifest: manifest(), frames: recorder.frames() };
  const all = { fromDay: 0, toDay: 1092 };
  const received = sumOver(records, "cut", "customerFundedUsd", all) + sumOver(records, "cut", "netSubsidyUsd", all);
  expect(received).toBeGreaterThan(0);
  expect([...payOf(records, "cut", all).values()].reduce((a, b) => a + b) / received).toBeCloseTo(1, 12);
  const { columns } = records.frames["operators"]!;
  const [armOf, capacity] = [columns["arm"] as readonly string[], columns["capacity"] as Float64Array];
  const offered = capacity.reduce((sum, requests, row) => sum + (armOf[row] === "cut" ? requests : 0), 0);
  expect(offered / sumOver(records, "cut", "capacity", all)).toBeCloseTo(1, 12);
});

describe("income", () => {
  test("subsidy dependence, coverage and both sources", () => {
    const records = invented();
    const of = (metric: (typeof metrics)[number]): number => metric.of(records, "cut", before).value!;
    expect(of(subsidyDependence)).toBeCloseTo(1200 / 2200, 12);
    expect(of(runningCoverage)).toBeCloseTo(1000 / 960, 12);
    expect(of(fullCoverage)).toBeCloseTo(1000 / 1800, 12);
    expect(of(netSubsidyTokens)).toBeCloseTo(400, 9);
    expect(of(customerFundedTokens)).toBeCloseTo(1000 / 3, 9);
    expect(of(validatorPay)).toBeCloseTo(300, 9);
    expect(of(validatorFees)).toBeCloseTo(10, 9);
  });

  test("no income or nothing served is said, not counted as 0", () => {
    const records = invented({ noDemand: true });
    const after = { fromDay: 400, toDay: 491 };
    expect(subsidyDependence.of(records, "cut", after)).toEqual({ value: null, why: "operators had no income" });
    expect(servedQuality.of(records, "cut", after)).toEqual({ value: null, why: "nothing was served" });
  });

  test("metrics have names of their own", () => {
    expect(new Set(metrics.map(({ name }) => name)).size).toBe(metrics.length);
  });
});

describe("survivors", () => {
  const found = survivors(invented());
  const kind = (by: string, name: string) => found.kinds.find((one) => one.by === by && one.name === name)!.counts;

  test("serving, owning and stayed at each moment in both arms", () => {
    expect(found.moments.map(({ key, day }) => [key, day])).toEqual([
      ["before", 364],
      ["quarter", 455],
      ["year", 729],
      ["end", 1092],
    ]);
    expect(kind("all", "all")["before"]!["cut"]).toEqual({ serving: 24, owning: 24, stayed: 24 });
    expect(kind("all", "all")["year"]!["cut"]).toEqual({ serving: 18, owning: 20, stayed: 18 });
    expect(kind("all", "all")["year"]!["keep"]).toEqual({ serving: 24, owning: 24, stayed: 24 });
  });

  test("who leaves after its last epoch of service owned hardware in it", () => {
    const records = invented();
    const { operators } = records.frames as Required<typeof records.frames>;
    const columns = operators!.columns as Record<string, Float64Array | readonly string[]>;
    const [arm, epoch, served] = [columns["arm"]!, columns["epoch"]!, columns["served"]!];
    const status = (columns["status"] as readonly string[]).map((was, row) =>
      arm[row] === "cut" && epoch[row] === 64 && served[row] === 1 ? "gone" : was,
    );
    const frames = { ...records.frames, operators: { ...operators!, columns: { ...columns, status } } };
    const all = survivors({ ...records, frames }).kinds.find(({ by }) => by === "all")!;
    const { serving, owning } = all.counts["quarter"]!["cut"]!;
    expect(serving).toBeGreaterThan(0);
    expect(owning).toBeGreaterThanOrEqual(serving);
  });

  test("by group, hardware and behaviour; kinds add up", () => {
    expect(kind("group", "early")["year"]!["cut"]!.serving).toBe(6);
    expect(kind("group", "late")["year"]!["cut"]!.serving).toBe(12);
    for (const by of ["group", "hardware", "behaviour"]) {
      const counts = found.kinds.filter((one) => one.by === by).map((one) => one.counts["end"]!["cut"]!.serving);
      expect(counts.reduce((a, b) => a + b)).toBe(18);
    }
  });

  test("daily and weekly epochs count the same", () => {
    const daily = survivors(invented({ epochDays: 1 }));
    expect(daily.kinds.map(({ counts }) => counts["year"])).toEqual(found.kinds.map(({ counts }) => counts["year"]));
  });
});

test("log ratios of the factors add up to that of the retention", () => {
  // Closed form "loss-decomposition".
  const keep = { operators: 100, hours: 168, rate: 10, utilisation: 0.5, value: 0.8 };
  const cut = { operators: 60, hours: 150, rate: 10, utilisation: 0.7, value: 0.7 };
  const logs = logRatios(cut, keep);
  expect(logs.operators).toBeCloseTo(-0.510825623766, 10);
  expect(logs.utilisation).toBeCloseTo(0.336472236621, 10);
  expect(Object.values(logs).reduce((a, b) => a + b)).toBeCloseTo(Math.log(0.65625), 10);
});
