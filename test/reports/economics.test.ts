import { describe, expect, test } from "vitest";
import { percent } from "../../reports/format.ts";
import { causesOf, type Causes } from "../../reports/metrics/causes.ts";
import { lossOf, type Loss } from "../../reports/metrics/factors.ts";
import { lastingOf } from "../../reports/metrics/lasting.ts";
import { retention } from "../../reports/metrics/retention.ts";
import { subsidyCost, type SubsidyCost } from "../../reports/metrics/subsidyCost.ts";
import { perDay } from "../../reports/metrics/windows.ts";
import { chartsOf } from "../../reports/render/charts.ts";
import { html } from "../../reports/render/html.ts";
import { markdown } from "../../reports/render/markdown.ts";
import { terminal } from "../../reports/render/terminal.ts";
import { verdictOf } from "../../reports/verdict.ts";
import type { Records } from "../../reports/records.ts";
import { invented } from "./synthetic.ts";
import { withNever, withTable } from "./tables.ts";

const lastingRow = (arm: string, serviceValueUsd: number, settled = 1) => ({
  arm,
  settled,
  years: 7.25,
  serviceValueUsd,
  served: 1,
  capacity: serviceValueUsd / 2,
  serving: 1,
  hours: 1,
  price: 1,
  customerFundedUsd: 1,
  netSubsidyUsd: 0,
  fullCostUsd: 1,
});

const withLasting = (records: Records, cut: number, keep: number, settled = 1): Records =>
  withTable(records, "lasting", [lastingRow("cut", cut, settled), lastingRow("keep", keep), lastingRow("never", 300)]);

const withRate = (records: Records, discountRate: number): Records => ({
  ...records,
  manifest: { ...records.manifest, scenario: { ...(records.manifest.scenario as object), discountRate } },
});

describe("the arm that never had a subsidy", () => {
  const records = withNever(invented(), 0.25);

  test("gives the gain beside the retention", () => {
    const year = retention(records, "year");
    expect(year.gain.value).toBeCloseTo(year.service.value! / 0.25, 9);
    expect(year.service.value).toBe(retention(invented(), "year").service.value);
    expect(retention(invented(), "year").gain).toEqual({
      value: null,
      why: "the arm without a subsidy was not played",
    });
    expect(verdictOf(records).headline.join(" ")).toMatch(
      /it never been subsidised it would deliver 360 USD a day one year after; it delivers 19\d% of that\./,
    );
  });

  test("is a third line of the charts, and columns of the table", () => {
    const drawn = chartsOf(records).find(({ id }) => id === "service")!;
    expect(drawn.lines.map(({ name }) => name)).toEqual(["never subsidised", "subsidy kept", "subsidy ends"]);
    expect(html(verdictOf(records), { charts: [], scenario: {}, recordsPath: "records" })).toContain("ends over never");
  });

  test("what the subsidy cost for what it brought, discounted", () => {
    const cost = subsidyCost(withRate(records, 0.1)) as SubsidyCost;
    // 1,200 USD a day for 52 weeks; service of the keep arm 1,440 USD a day
    const weeks = Array.from({ length: 52 }, (_, e) => 1.1 ** (-((e + 0.5) * 7) / 365));
    expect(cost.subsidyUsd).toBeCloseTo(7 * 1200 * weeks.reduce((a, b) => a + b), 3);
    expect(cost.withinRun.value).toBeCloseTo(cost.subsidyUsd / cost.gainUsd, 12);
    expect(cost.lasting.value).toBeNull();
    const solved = subsidyCost(withRate(withLasting(records, 500, 1000), 0.1)) as SubsidyCost;
    const forEver = ((365 * (500 - 300)) / Math.log(1.1)) * 1.1 ** (-1092 / 365);
    expect(solved.lastingGainUsd! - solved.gainUsd).toBeCloseTo(forEver, 3);
    const smaller = verdictOf(withRate(withLasting(records, 1, 1000), 0.1));
    const page = markdown(smaller, { charts: [], pictures: null });
    expect(page).toMatch(
      /With the lasting levels for ever after the service is [\d,]+ USD below that of such a network/,
    );
    expect(subsidyCost(records)).toBe("the scenario has no discount rate");
    expect(subsidyCost(invented())).toBe("the arm without a subsidy was not played");
  });

  test("without the arm that keeps its subsidy there is no retention", () => {
    const alone = { ...records, manifest: { ...records.manifest, arms: ["cut", "never"] } };
    expect(retention(alone, "year").service).toEqual({
      value: null,
      why: "the arm that keeps its subsidy was not played",
    });
    expect(retention(alone, "year").gain.value).toBeGreaterThan(1);
    expect(verdictOf(alone).seeds).toEqual([]);
  });
});

describe("the lasting level", () => {
  test("stands in the headline beside the year", () => {
    const { headline, lasting } = verdictOf(withLasting(invented(), 450, 1000));
    expect(lasting.service.value).toBeCloseTo(0.45, 12);
    expect(lasting.supply.value).toBeCloseTo(0.45, 12);
    expect(headline[1]).toBe(
      "Played on in a world that stands still, until who comes and who goes has settled, it keeps 45%: 450 against 1,000 USD a day.",
    );
  });

  test("that did not settle, or was not solved, is none", () => {
    const moving = verdictOf(withLasting(invented(), 450, 1000, 0));
    expect(moving.headline[1]).toBe(
      "How much of it lasts is undefined: did not settle: after 7 more years it still moved.",
    );
    expect(lastingOf(invented()).service.why).toMatch(/did not solve/);
    expect(verdictOf(invented()).limits.join(" ")).toContain("What lasts is not told");
    expect(lastingOf(withLasting(invented(), 450, 0)).service.why).toBe("nothing was served");
  });
});

describe("why", () => {
  /** Each cause brings back its own amount; demand and hardware together 60 more. */
  const worth = { hardware: 200, demand: 100, validators: 0, price: -20 };
  const names = Object.keys(worth) as (keyof typeof worth)[];
  const extra = 60;
  const records = invented();
  const window = { fromDay: 638, toDay: 729 };
  const cutUsd = perDay(records, "cut", "serviceValueUsd", window);
  const rows = Array.from({ length: 16 }, (_, mask) => names.filter((_, i) => mask & (1 << i)).sort()).flatMap((held) =>
    Array.from({ length: 104 }, (_, k) => ({
      arm: "cut",
      epoch: 52 + k,
      subnet: 0,
      held: held.join("+"),
      serviceValueUsd:
        7 *
        (cutUsd +
          held.reduce((sum, name) => sum + worth[name], 0) +
          (held.includes("demand") && held.includes("hardware") ? extra : 0)),
      served: 1,
    })),
  );

  test("Shapley shares are those of the recorded worlds and add up to the loss", () => {
    const found = causesOf(withTable(records, "counterfactuals", rows)) as Causes;
    expect(found.horizon).toBe("year");
    expect(found.shares.hardware).toBeCloseTo(230, 6);
    expect(found.shares.demand).toBeCloseTo(130, 6);
    expect(found.shares.validators).toBeCloseTo(0, 6);
    expect(found.shares.price).toBeCloseTo(-20, 6);
    const all = Object.values(found.shares).reduce((a, b) => a + b);
    expect(all + found.restUsd).toBeCloseTo(found.lossUsd, 6);
    expect(found.lossUsd).toBeCloseTo(perDay(records, "keep", "serviceValueUsd", window) - cutUsd, 9);
  });

  test("are differences of worlds that were played alike: a level that all of them share is no cause", () => {
    const lower = rows.map((row) => ({ ...row, serviceValueUsd: row.serviceValueUsd - 7 * 50 }));
    const [found, frozen] = [rows, lower].map((all) => causesOf(withTable(records, "counterfactuals", all)) as Causes);
    for (const name of names) expect(frozen!.shares[name]).toBeCloseTo(found!.shares[name], 6);
    expect(frozen!.restUsd).toBeCloseTo(found!.restUsd, 6);
  });

  test("is not told where a world is missing or none was played", () => {
    const few = rows.filter(({ held }) => held !== "demand");
    expect(causesOf(withTable(records, "counterfactuals", few))).toBe("worlds are missing from the record");
    expect(causesOf(records)).toMatch(/played no world/);
  });

  test("logarithmic shares of the parts add up to the retention and to 1", () => {
    const { logRatios, shares } = lossOf(records) as Loss;
    const add = (all: object): number => Object.values(all).reduce((a: number, b: number) => a + b, 0);
    expect(add(logRatios)).toBeCloseTo(Math.log(retention(records, "year").service.value!), 12);
    expect(add(shares!)).toBeCloseTo(1, 12);
    expect(lossOf(invented({ noDemand: true }))).toBe("an arm served nothing");
  });

  test("what would change it: the lever that covered cost when run, and the largest cause", () => {
    const figures = [
      { name: "tokenPrice", value: 0.1, today: 1, verified: 1, why: "" },
      { name: "requestPrice", value: 0.09, today: 0.05, verified: 0.7, why: "" },
      { name: "demandMultiple", value: 2.5, today: 1, verified: 0.995, why: "" },
      { name: "utilisationFull", value: NaN, today: 0.5, verified: NaN, why: "nothing was served" },
    ];
    const told = withTable(withTable(records, "counterfactuals", rows), "breakEvens", figures);
    const verdict = verdictOf(told);
    expect(verdict.change).toMatch(
      /^What would change it\. With 2\.5 times the demand operators' income covered 99\.5% of their full cost when it was run, in partial equilibrium/,
    );
    expect(verdict.change).toContain("Operators that stay would bring back 230 of the");
    expect(verdict.breakEvens[3]).toEqual({
      name: "utilisationFull",
      value: null,
      today: 0.5,
      verified: null,
      why: "nothing was served",
    });
    expect(verdictOf(records).change).toBeNull();
    expect(JSON.parse(JSON.stringify(verdict))).toEqual(verdict);
    for (const text of [
      html(verdict, { charts: [], scenario: {}, recordsPath: "records" }),
      markdown(verdict, { charts: [], pictures: null }),
    ]) {
      expect(text).toContain("Why, 2: causes of the loss");
      expect(text).toContain("Partial equilibrium");
      expect(text).not.toMatch(/NaN|Infinity/);
    }
    expect(terminal(verdict, { colour: false }).replace(/\s+/g, " ")).toContain(verdict.change);
  });
});

describe("other price kinds", () => {
  const changed = (retentionYear: number, on = "price") =>
    verdictOf(
      withTable(invented(), "sensitivities", [
        { arm: "cut", change: "token price fixed at 0.93 USD", on, retentionYear, serviceValueUsd: 900 },
      ]),
    );

  test("that flip the verdict are in the headline", () => {
    const asWritten = percent(retention(invented(), "year").service.value!);
    expect(changed(0.8).headline.join(" ")).toContain(
      `The verdict hangs on how the token is priced: ${asWritten} as written, 80% with token price fixed at 0.93 USD.`,
    );
    expect(changed(0.05).headline.join(" ")).toContain("5% with token price fixed");
  });

  test("that leave it are in the table alone", () => {
    for (const one of [changed(0.3), changed(NaN), changed(0.8, "demand")])
      expect(one.headline.join(" ")).not.toContain("hangs on");
    expect(changed(0.3).sensitivities[0]!.retentionYear).toBe(0.3);
  });
});

test("events from outside are marked beside the end of the subsidy", () => {
  const records = invented();
  const events = [
    { at: `${400 * 86400} s`, on: "hardwarePrice", multiply: 2 },
    { at: `${100 * 86400} s`, on: "demand", multiply: 0.5, label: "a rival opens" },
    { at: `${5000 * 86400} s`, on: "demand", multiply: 0.5 },
  ];
  const scenario = { shocks: { kind: "events", events } };
  const [chart] = chartsOf({ ...records, manifest: { ...records.manifest, scenario } });
  expect(chart!.marks).toEqual([
    { x: 100 / 7, label: "a rival opens", thin: true },
    { x: 52, label: "subsidy ends" },
    { x: 400 / 7, label: "hardware price ×2", thin: true },
  ]);
});
