import { describe, expect, test } from "vitest";
import { retention } from "../../reports/metrics/retention.ts";
import { trendBeforeCut } from "../../reports/metrics/trend.ts";
import { inside, perDay, periodsOf, sumOver } from "../../reports/metrics/windows.ts";
import { rowsOf, type Records } from "../../reports/records.ts";
import { subsidyEndOf } from "../../reports/subsidyEnd.ts";
import { invented } from "./synthetic.ts";

describe("windows", () => {
  test("an epoch counts by the fraction of its days inside", () => {
    const window = { fromDay: 10, toDay: 20 };
    expect([0, 1, 2, 3].map((epoch) => inside(epoch, 7, window))).toEqual([0, 4 / 7, 6 / 7, 0]);
    expect(inside(0, 7, { fromDay: 7, toDay: 14 })).toBe(0);
    expect(inside(1, 7, { fromDay: 7, toDay: 14 })).toBe(1);
  });

  test("the sum over a window cut out of two epochs", () => {
    const records = invented();
    const perWeek = 36000 * 7;
    expect(sumOver(records, "keep", "capacity", { fromDay: 10, toDay: 20 })).toBeCloseTo((perWeek * 10) / 7, 6);
    expect(perDay(records, "keep", "capacity", { fromDay: 3, toDay: 5 })).toBeCloseTo(36000, 6);
  });

  test("periods lie around the cut, and say why one is missing", () => {
    const periods = periodsOf(invented({ days: 700, fromDay: 350, floorDay: 364 }));
    expect(periods.map(({ key, window }) => [key, window.fromDay, window.toDay])).toEqual([
      ["before", 259, 350],
      ["quarter", 364, 455],
      ["year", 638, 729],
      ["end", 609, 700],
    ]);
    expect(periods.map(({ missing }) => missing)).toEqual([
      undefined,
      undefined,
      "the run ends on day 700; this needs day 729",
      undefined,
    ]);
    expect(periodsOf(invented({ fromDay: 0 }))[0]!.missing).toMatch(/ends on day 0/);
    expect(periodsOf(invented({ fromDay: 28 }))[0]!.window).toEqual({ fromDay: 0, toDay: 28 });
    expect(periodsOf(invented({ never: true })).map(({ key }) => key)).toEqual(["end"]);
  });

  test("an arm recorded from its fork on reads what came before from the first arm", () => {
    const whole = invented();
    const forked: Records = {
      manifest: whole.manifest,
      frames: invented({ each: () => {} }).frames,
    };
    const epochs = forked.frames["epochs"]!;
    const kept = (i: number): boolean =>
      epochs.columns["arm"]![i] === "cut" || Number(epochs.columns["epoch"]![i]) >= 52;
    const places = Array.from({ length: epochs.length }, (_, i) => i).filter(kept);
    const columns = Object.fromEntries(
      Object.entries(epochs.columns).map(([name, values]) => [
        name,
        values instanceof Float64Array ? Float64Array.from(places, (i) => values[i]!) : places.map((i) => values[i]!),
      ]),
    );
    const records = { ...forked, frames: { ...forked.frames, epochs: { length: places.length, columns } } };
    expect(rowsOf(records, "epochs", "keep")).toHaveLength(156);
    const window = { fromDay: 0, toDay: 1092 };
    expect(sumOver(records, "keep", "served", window)).toBe(sumOver(whole, "keep", "served", window));
  });
});

describe("retention", () => {
  test("is the ratio of the sums in the window, with levels per day", () => {
    const records = invented();
    const { service, supply, cut, keep, window } = retention(records, "quarter");
    expect(window).toEqual({ fromDay: 364, toDay: 455 });
    expect(keep!.serviceValueUsd).toBeCloseTo(20000 * 0.08 * 0.9, 9);
    expect(keep!.requests).toBeCloseTo(20000, 9);
    expect(service.value).toBeCloseTo(cut!.serviceValueUsd / keep!.serviceValueUsd, 12);
    expect(supply.value).toBeCloseTo(cut!.capacity / 36000, 12);
    // 6 of 24 stop, one a week from the fourth on, within 13 weeks
    expect(cut!.capacity).toBeCloseTo(1500 * (24 - (9 + 8 + 7 + 6 + 5 + 4) / 13), 6);
  });

  test.each(["quarter", "year"] as const)("daily and weekly epochs agree (%s)", (horizon) => {
    const [daily, weekly] = [1, 7].map((epochDays) => retention(invented({ epochDays }), horizon).service.value!);
    expect(Math.abs(daily! - weekly!)).toBeLessThan(0.01);
    expect(weekly).toBeLessThan(0.9);
  });

  test("daily and weekly epochs agree closely on what does not change within a week", () => {
    const [daily, weekly] = [1, 7].map((epochDays) => retention(invented({ epochDays }), "year").supply.value!);
    expect(daily).toBeCloseTo(weekly!, 12);
  });

  test("is 1 where the arms are equal, though the horizon ends within an epoch", () => {
    const records = invented({ fromDay: 364, floorDay: 364 });
    const manifest = { ...records.manifest, arms: ["keep", "keep"] };
    expect(retention({ ...records, manifest }, "year").service).toEqual({ value: 1 });
  });

  test("is undefined where nothing was served, with supply beside it", () => {
    const { service, supply } = retention(invented({ noDemand: true }), "year");
    expect(service).toEqual({ value: null, why: "nothing was served" });
    expect(supply.value).toBeCloseTo(18 / 24, 12);
  });

  test("is undefined where the run ends too early or the subsidy never ends", () => {
    const short = retention(invented({ days: 420 }), "quarter");
    expect(short.service).toEqual({ value: null, why: "the run ends on day 420; this needs day 455" });
    expect(short.cut).toBeNull();
    expect(retention(invented({ never: true }), "year").service.why).toMatch(/never ends/);
  });
});

describe("the end of a subsidy that no plan dates", () => {
  const unplanned = (records: Records): Records => ({
    ...records,
    manifest: { ...records.manifest, subsidyEnd: { announcedDay: 350, fromDay: 350, floorDay: null } },
  });

  test("is the first day of the epoch with the lowest multiplier recorded", () => {
    const records = invented({ fromDay: 350, floorDay: 364 });
    expect(subsidyEndOf(unplanned(records))).toEqual(subsidyEndOf(records));
    expect(periodsOf(unplanned(records))).toEqual(periodsOf(records));
    expect(retention(unplanned(records), "year")).toEqual(retention(records, "year"));
  });

  test("is not there where the multiplier never fell", () => {
    const kept = unplanned(invented({ never: true }));
    expect(subsidyEndOf(kept)).toBeNull();
    expect(retention(kept, "year").service.why).toMatch(/never ends/);
  });
});

describe("trend before the cut", () => {
  test("is the change over a quarter", () => {
    expect(trendBeforeCut(invented()).value).toBeCloseTo(0, 12);
    // demand 1 + 0.05 t in quarters: at the middle of the last two quarters before day 364 it is 1.125 and 1.175
    expect(trendBeforeCut(invented({ growth: 0.05 })).value).toBeCloseTo(0.05 / 1.15, 2);
    expect(trendBeforeCut(invented({ fromDay: 7 })).value).toBeNull();
  });
});
