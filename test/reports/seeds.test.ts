import { describe, expect, test } from "vitest";
import { seedIntervals } from "../../reports/seeds/intervals.ts";
import { summaryOf } from "../../reports/seeds/summary.ts";
import { retention } from "../../reports/metrics/retention.ts";
import { perDay } from "../../reports/metrics/windows.ts";
import { verdictOf } from "../../reports/verdict.ts";
import { cut, keep, seedOf, settledAt } from "./seeds.ts";
import { invented } from "./synthetic.ts";
import { withTable } from "./tables.ts";

const five = keep.map((value, s) => seedOf(s + 1, cut[s]!, value));

describe("intervals over seeds", () => {
  test("five seeds: ratio of the sums, and Student's t on the linearised error", () => {
    const [found, ...more] = seedIntervals(five, "cut", "keep");
    expect(more).toEqual([]);
    expect(found).toMatchObject({ horizon: "year", seeds: 5, method: "linearised", range: [0.2, 0.75] });
    expect(found!.retention).toBeCloseTo(0.471111111111, 11);
    // t of 4 degrees, 2.7764451, from tables
    expect(found!.interval![1] - found!.retention).toBeCloseTo(2.7764451 * 0.0710639418319, 6);
    expect(found!.retention - found!.interval![0]).toBeCloseTo(2.7764451 * 0.0710639418319, 6);
    // sd of the residuals over the mean: 0.0710639 sqrt(5), and n = (1.96 sd / 0.01)^2
    expect(found!.seedsNeeded).toBe(Math.ceil((1.959964 * 0.0710639418319 * Math.sqrt(5) * 100) ** 2));
    expect(found!.collapsed).toMatchObject({ hits: 0, of: 5 });
    expect(found!.correlation).toBeCloseTo(1160 / Math.sqrt(1467.2 * 2000), 12);
  });

  test("fifty seeds: paired bootstrap, the same at each call, and less than a tenth counted", () => {
    const fifty = Array.from({ length: 50 }, (_, s) => seedOf(s, s % 5 === 0 ? 3 : 60 + (s % 7), 100));
    const [found] = seedIntervals(fifty, "cut", "keep");
    expect(found!.method).toBe("bootstrap");
    expect(found!.collapsed).toMatchObject({ hits: 10, of: 50, value: 0.2 });
    expect(seedIntervals(fifty, "cut", "keep")[0]).toEqual(found);
    // near the normal interval: r ± 1.96 sd/sqrt(50)
    const values = fifty.map(({ arms }) => arms["cut"]!.year!.serviceValueUsd / 100);
    const mean = values.reduce((a, b) => a + b) / 50;
    const sd = Math.sqrt(values.reduce((total, x) => total + (x - mean) ** 2, 0) / 49);
    expect(found!.interval![0]).toBeCloseTo(mean - (1.96 * sd) / Math.sqrt(50), 1.5);
    expect(found!.interval![1]).toBeCloseTo(mean + (1.96 * sd) / Math.sqrt(50), 1.5);
    expect(found!.correlation).toBeNull();
  });

  test("one seed has no interval", () => {
    expect(seedIntervals([five[0]!], "cut", "keep")[0]).toMatchObject({
      retention: 0.5,
      interval: null,
      method: null,
      seedsNeeded: null,
    });
  });
});

describe("summary of a seed", () => {
  const records = invented();

  test("has the levels of the retention, and null outside the run", () => {
    const { arms, seed, lasting } = summaryOf(records);
    const { cut, keep, window } = retention(records, "year");
    expect(seed).toBe(1);
    expect(arms["cut"]!.year).toEqual({
      serviceValueUsd: cut!.serviceValueUsd,
      served: cut!.requests,
      capacity: cut!.capacity,
      serving: cut!.serving,
      customerFundedUsd: perDay(records, "cut", "customerFundedUsd", window!),
      netSubsidyUsd: 0,
      runningCostUsd: 18 * 40,
      fullCostUsd: 18 * 75,
      days: 91,
    });
    // 24 operators before the cut; fees of 1,000 USD a day, and 400 tokens at 3 USD
    expect(arms["cut"]!.before).toEqual({
      serviceValueUsd: 1440,
      served: 20000,
      capacity: 36000,
      serving: 24,
      customerFundedUsd: 1000,
      netSubsidyUsd: 1200,
      runningCostUsd: 960,
      fullCostUsd: 1800,
      days: 91,
    });
    expect(arms["keep"]!.year!.serving).toBeCloseTo(24, 9);
    expect(arms["keep"]!.year!.serviceValueUsd).toBe(keep!.serviceValueUsd);
    expect(arms["cut"]!.life).toBeNull();
    expect(lasting).toEqual({ cut: null, keep: null });
  });

  test("is plain JSON and needs the table epochs alone", () => {
    const few = { ...records, frames: { epochs: records.frames["epochs"]! } };
    expect(summaryOf(few)).toEqual(summaryOf(records));
    expect(JSON.parse(JSON.stringify(summaryOf(records)))).toEqual(summaryOf(records));
  });

  test("takes a lasting level only where it settled", () => {
    const row = (arm: string, settled: number) => ({
      arm,
      settled,
      ...Object.fromEntries(lastingColumns.map((name) => [name, 5])),
    });
    const solved = withTable(records, "lasting", [row("cut", 1), row("keep", 0)]);
    expect(summaryOf(solved).lasting).toEqual({
      cut: { serviceValueUsd: 5, capacity: 5, serving: 5 },
      keep: null,
    });
  });
});

const lastingColumns = [
  "years",
  "serviceValueUsd",
  "served",
  "capacity",
  "serving",
  "hours",
  "price",
  "customerFundedUsd",
  "netSubsidyUsd",
  "fullCostUsd",
];

test("the verdict counts its own run among the seeds, once", () => {
  const records = invented();
  const own = summaryOf(records);
  const others = [2, 3].map((seed) => ({ ...own, seed }));
  expect(verdictOf(records, others).seeds.find(({ horizon }) => horizon === "year")!.seeds).toBe(3);
  expect(verdictOf(records, [own, ...others]).seeds.find(({ horizon }) => horizon === "year")!.seeds).toBe(3);
  const { headline, limits } = verdictOf(records, others);
  expect(headline[1]).toMatch(
    /^Over 3 seeds it is 4\d% \(95% simulation interval 4\d% to 4\d%\); less than 10% survives in 0 of 3\.$/,
  );
  expect(limits.join(" ")).not.toContain("one draw of chance");
  expect(limits[0]).toBe("What is not said to be over seeds is of seed 1 alone, of 3 that were played.");
  expect(verdictOf(records).limits[0]).toMatch(/one run cannot tell how likely a collapse is/);
});

test("what lasts is told over seeds, next to what lasts of its own run", () => {
  const row = (arm: string, serviceValueUsd: number) => ({
    arm,
    settled: 1,
    ...Object.fromEntries(lastingColumns.map((name) => [name, 5])),
    serviceValueUsd,
  });
  const records = withTable(invented(), "lasting", [row("cut", 450), row("keep", 1000)]);
  const own = summaryOf(records);
  const other = (seed: number, cutUsd: number | null) => ({
    ...own,
    seed,
    lasting: { cut: cutUsd === null ? null : settledAt(cutUsd), keep: settledAt(1000) },
  });
  const { headline } = verdictOf(records, [other(2, 50), other(3, 400), other(4, null)]);
  expect(headline[2]).toContain("it keeps 45%: 450 against 1,000 USD a day");
  expect(headline[3]).toMatch(
    /^Over 3 seeds that settled it keeps 30% \(95% simulation interval -24% to 84%\); less than 10% lasts in 1 of 3\.$/,
  );
});

test("several seeds in which nothing was served are not called one", () => {
  const records = invented({ noDemand: true });
  const { limits, seeds } = verdictOf(records, [{ ...summaryOf(records), seed: 2 }]);
  expect(seeds).toEqual([]);
  expect(limits.join(" ")).not.toContain("with one seed");
  expect(limits.join(" ")).toContain("fewer than two of the seeds have a retention");
});
