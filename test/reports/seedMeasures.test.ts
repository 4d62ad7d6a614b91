import { describe, expect, test } from "vitest";
import { estimateOf } from "../../reports/seeds/estimate.ts";
import { seedIntervals } from "../../reports/seeds/intervals.ts";
import { seedMeasures, type SeedMeasure } from "../../reports/seeds/measures.ts";
import { summaryOf, type SeedLevels, type SeedSummary } from "../../reports/seeds/summary.ts";
import { html } from "../../reports/render/html.ts";
import { json } from "../../reports/render/json.ts";
import { markdown } from "../../reports/render/markdown.ts";
import { terminal } from "../../reports/render/terminal.ts";
import { verdictOf } from "../../reports/verdict.ts";
import { cut, keep, levelsWith, seedOf, settledAt } from "./seeds.ts";
import { invented, manifest } from "./synthetic.ts";

/** t of 4 degrees, from tables. */
const t4 = 2.7764451;
const three = { ...manifest(), arms: ["cut", "keep", "never"] };
const played = (arms: readonly string[]) => ({ ...manifest(), arms: [...arms] });

type Arms = Readonly<Record<string, Partial<SeedLevels>>>;

/** A seed with these levels a year after and where it settles, and those of the cut arm before. */
const seedWith = (seed: number, year: Arms, before: Partial<SeedLevels> = {}): SeedSummary => ({
  seed,
  arms: Object.fromEntries(
    Object.entries(year).map(([arm, some]) => [
      arm,
      { before: levelsWith(before), quarter: null, year: levelsWith(some), life: null },
    ]),
  ),
  lasting: Object.fromEntries(Object.entries(year).map(([arm, some]) => [arm, settledAt(some.serviceValueUsd ?? 1)])),
});

const five = keep.map((kept, s) =>
  seedWith(s + 1, {
    cut: { serviceValueUsd: cut[s]!, capacity: 30, serving: s },
    keep: { serviceValueUsd: kept, capacity: 40 + s, serving: 10 },
    never: { serviceValueUsd: kept / 2 },
  }),
);

const find = (all: readonly SeedMeasure[], name: string, at: SeedMeasure["at"]): SeedMeasure =>
  all.find((one) => one.name === name && one.at === at)!;

describe("figures over five seeds", () => {
  const all = seedMeasures(five, three);

  test("gain: the estimator of the retention, at the year and where arms settle", () => {
    const [retained] = seedIntervals(five, "cut", "keep");
    for (const at of ["year", "lasting"] as const) {
      const gain = find(all, "gain", at);
      // 212 / 225, each seed's arm never at half its arm keep
      expect(gain.value).toBeCloseTo((2 * 212) / 450, 12);
      expect(gain.interval![0]).toBeCloseTo(2 * retained!.interval![0], 12);
      expect(gain.interval![1]).toBeCloseTo(2 * retained!.interval![1], 12);
      expect(gain).toMatchObject({ kind: "ratio", method: "linearised", seeds: 5 });
    }
  });

  test("levels are means, and differences are paired", () => {
    expect(find(all, "service.cut", "year").value).toBeCloseTo(212 / 5, 12);
    expect(find(all, "service.keep", "lasting").value).toBeCloseTo(90, 12);
    expect(find(all, "service.never", "year").value).toBeCloseTo(45, 12);
    // differences -50, -20, -66, -48, -54: mean -47.6, sum of squares about it 1147.2
    const lost = find(all, "service.cut-keep", "year");
    expect(lost).toMatchObject({ kind: "mean", unit: "USD/day", seeds: 5 });
    expect(lost.value).toBeCloseTo(-47.6, 12);
    expect(lost.interval![1] - lost.value).toBeCloseTo(t4 * Math.sqrt(1147.2 / 4 / 5), 6);
    expect(lost.value - lost.interval![0]).toBeCloseTo(t4 * Math.sqrt(1147.2 / 4 / 5), 6);
    expect(find(all, "service.cut-never", "year").value).toBeCloseTo(42.4 - 45, 12);
    // 0 to 4 operators serve where 10 would: mean 2, sd sqrt(10 / 4)
    const fewer = find(all, "serving.cut-keep", "year");
    expect(fewer.value).toBe(-8);
    expect(fewer.interval![1] - fewer.value).toBeCloseTo(t4 * Math.sqrt(2.5 / 5), 6);
  });

  test("supply retention is a ratio of sums", () => {
    expect(find(all, "supplyRetention", "year").value).toBeCloseTo(150 / 210, 12);
  });
});

test("who pays is a ratio of sums, and a seed without income is left out", () => {
  const before = [
    { netSubsidyUsd: 10, customerFundedUsd: 30 },
    { netSubsidyUsd: 20, customerFundedUsd: 20 },
    { netSubsidyUsd: 30, customerFundedUsd: 10 },
    { netSubsidyUsd: 0, customerFundedUsd: 100 },
    { netSubsidyUsd: 0, customerFundedUsd: 0 },
  ];
  const seeds = before.map((income, s) =>
    seedWith(s, { cut: {}, keep: {} }, { ...income, runningCostUsd: 50 + s, fullCostUsd: 100 }),
  );
  const all = seedMeasures(seeds, manifest());
  // not the mean of 1/4, 1/2, 3/4 and 0
  expect(find(all, "subsidyDependence", "before")).toMatchObject({ seeds: 4, value: 60 / 220 });
  expect(find(all, "runningCoverage", "before")).toMatchObject({ seeds: 5, value: 160 / 260 });
  expect(find(all, "fullCoverage", "before")).toMatchObject({ seeds: 5, value: 0.32 });
  expect(find(all, "fullCoverage", "year").value).toBe(1);
});

describe("what is not there", () => {
  test("is left out and counted: windows outside the run, arms that served nothing, figures that a line lacks", () => {
    const [first, , third, ...rest] = five as [SeedSummary, SeedSummary, SeedSummary, ...SeedSummary[]];
    const short = { ...first, arms: { ...first.arms, never: { before: null, quarter: null, year: null, life: null } } };
    const idle = seedWith(2, { cut: {}, keep: {}, never: { serviceValueUsd: 0.001 } });
    const earlier = JSON.parse(
      JSON.stringify(third, (key, value: unknown) =>
        ["before", "netSubsidyUsd", "customerFundedUsd", "runningCostUsd", "fullCostUsd", "lasting"].includes(key)
          ? undefined
          : value,
      ),
    ) as SeedSummary;
    const all = seedMeasures([short, idle, earlier, ...rest], three);
    expect(find(all, "gain", "year").seeds).toBe(3);
    expect(find(all, "service.never", "year").seeds).toBe(4);
    expect(find(all, "service.cut", "year").seeds).toBe(5);
    expect(find(all, "subsidyDependence", "before").seeds).toBe(4);
    expect(find(all, "service.cut", "lasting").seeds).toBe(4);
  });

  test("one seed, and arms that were not played, have no figures", () => {
    expect(seedMeasures(five.slice(0, 1), three)).toEqual([]);
    const withoutNever = seedMeasures(five, manifest()).map(({ name }) => name);
    expect(withoutNever.some((name) => name === "gain" || name.endsWith("never"))).toBe(false);
    const withoutKeep = seedMeasures(five, played(["cut", "never"])).map(({ name }) => name);
    expect(withoutKeep.some((name) => name.endsWith("keep") || name === "supplyRetention")).toBe(false);
    expect(withoutKeep).toContain("gain");
  });

  test("levels are those of 13 weeks where no seed has a year", () => {
    const quarter = [seedOf(1, 5, 10), seedOf(2, 6, 10)].map((one) => ({
      ...one,
      arms: Object.fromEntries(
        Object.entries(one.arms).map(([arm, at]) => [arm, { ...at, quarter: at.year, year: null }]),
      ),
    }));
    expect(find(seedMeasures(quarter, manifest()), "service.cut", "quarter").value).toBe(5.5);
  });
});

test("fifty seeds: a mean is resampled as a ratio is, of either sign and always alike", () => {
  const values = Array.from({ length: 50 }, (_, s) => ((s * 17) % 50) - 30);
  const ones = values.map(() => 1);
  const found = estimateOf(values, ones);
  // -30 to 19: mean -5.5, sd sqrt(50 x 51 / 12)
  expect(found).toMatchObject({ seeds: 50, value: -5.5, method: "bootstrap" });
  const half = (1.96 * Math.sqrt((50 * 51) / 12)) / Math.sqrt(50);
  expect(Math.abs(found.interval![0] - (-5.5 - half))).toBeLessThan(0.3);
  expect(Math.abs(found.interval![1] - (-5.5 + half))).toBeLessThan(0.3);
  expect(estimateOf(values, ones)).toEqual(found);
});

describe("report", () => {
  const records = invented();
  const own = summaryOf(records);
  const others = [0.2, 1.5].map((share, k) => ({
    ...own,
    seed: 2 + k,
    arms: {
      ...own.arms,
      cut: {
        ...own.arms["cut"]!,
        year: levelsWith({ ...own.arms["cut"]!.year, serviceValueUsd: 1000 * share }),
      },
    },
  }));
  const verdict = verdictOf(records, others);
  const text = markdown(verdict, { charts: [], pictures: null });
  const lineOf = (label: string): string => text.split("\n").find((line) => line.startsWith(`| ${label} |`))!;

  test("has a row a figure, in text and page, and the same numbers in JSON", () => {
    expect(text).toContain("## Over seeds: levels, differences and who pays\n");
    expect(text).toContain("| mean or ratio | simulation interval | seeds |");
    expect(lineOf("Operators serving: subsidy kept, 1 year after")).toMatch(/\| 24 \| 24 to 24 \| 3 \|$/);
    // 1,200 of 2,200 USD a day in every seed
    expect(lineOf("Subsidy dependence, before the cut")).toMatch(/\| 55% \| 55% to 55% \| 3 \|$/);
    const page = html(verdict, { charts: [], scenario: {}, recordsPath: "records" });
    expect(page).toContain('<section id="seedMeasures">');
    expect(page).not.toMatch(/NaN|undefined|Infinity/);
    const written = JSON.parse(json(verdict)) as { seedMeasures: readonly SeedMeasure[] };
    expect(written.seedMeasures).toEqual(verdict.seedMeasures);
    expect(find(written.seedMeasures, "serving.keep", "year").value).toBe(24);
  });

  test("says that an interval by linearisation may reach below 0, and leaves it there", () => {
    const { interval } = verdict.seeds.find(({ horizon }) => horizon === "year")!;
    expect(interval![0]).toBeLessThan(0);
    expect(text.match(/can reach below 0, which a retention, a share or a level cannot/g)).toHaveLength(2);
    const many = Array.from({ length: 50 }, (_, k) => ({ ...own, seed: 2 + k }));
    expect(markdown(verdictOf(records, many), { charts: [], pictures: null })).not.toContain("can reach below 0");
  });

  test("of one seed has no such table, and the terminal has none of it", () => {
    expect(markdown(verdictOf(records), { charts: [], pictures: null })).not.toContain("Over seeds");
    expect(terminal(verdict, { colour: false })).not.toContain("Subsidy dependence, before");
    expect(terminal(verdict, { colour: false }).split("\n").length).toBeLessThan(30);
  });
});
