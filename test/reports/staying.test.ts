import { describe, expect, test } from "vitest";
import { stayCurve, stayingOf, type Staying } from "../../reports/metrics/staying.ts";
import { chartsOf } from "../../reports/render/charts.ts";
import { invented } from "./synthetic.ts";

describe("how long operators stay", () => {
  // Miners 0, 2 ... 10 stop 5, 6 ... 10 weeks after the cut: 0 and 2 switch off, the others are gone.
  const found = stayingOf(invented()) as Staying;
  const kind = (name: string) => found.kinds.find((one) => one.name === name)!.arms;

  test("share, mean and exits of all that served at the cut", () => {
    expect([found.fromDay, found.days]).toEqual([364, 728]);
    const { operators, atEnd, medianDays, meanDays, stopped } = kind("all")["cut"]!;
    expect([operators, medianDays]).toEqual([24, null]);
    expect(atEnd).toBeCloseTo(18 / 24, 12);
    // each serves in the week in which its last day lies
    const left = [4, 5, 6, 7, 8, 9].map((weeks) => 7 * weeks);
    expect(meanDays).toBeCloseTo((18 * 728 + left.reduce((a, b) => a + b)) / 24, 9);
    expect(stopped["off"]).toBeCloseTo(2 / 24, 12);
    expect(stopped["gone"]).toBeCloseTo(4 / 24, 12);
    expect(stopped["elsewhere"]).toBe(0);
    expect(atEnd + stopped["off"] + stopped["gone"]).toBeCloseTo(1, 12);
  });

  test("nobody stops where the subsidy is kept", () => {
    expect(kind("all")["keep"]).toMatchObject({ atEnd: 1, meanDays: 728, medianDays: null });
  });

  test("by hardware and behaviour; kinds add up", () => {
    for (const by of ["hardware", "behaviour"]) {
      const counts = found.kinds.filter((one) => one.by === by).map(({ arms }) => arms["cut"]!);
      expect(counts.reduce((all, { operators }) => all + operators, 0)).toBe(24);
      expect(counts.reduce((all, { operators, atEnd }) => all + operators * atEnd, 0)).toBeCloseTo(18, 9);
    }
  });

  test("one that comes back has not left", () => {
    const back = invented({
      each: ({ operators }) => {
        for (const row of operators as Record<string, number | string>[])
          if (row["id"] === "m0" && Number(row["epoch"]) > 100) Object.assign(row, { served: 1, status: "serving" });
      },
    });
    expect((stayingOf(back) as Staying).kinds[0]!.arms["cut"]!.atEnd).toBeCloseTo(19 / 24, 12);
  });

  test("says why there is none", () => {
    expect(stayingOf(invented({ never: true }))).toBe("the subsidy never ends in this scenario");
    expect(stayingOf(invented({ fromDay: 0 }))).toMatch(/day 0/);
    expect(stayingOf(invented({ days: 300 }))).toBe("the run ends with the subsidy");
  });

  test("the chart has the steps of the curve at the ends of epochs", () => {
    const records = invented();
    const chart = chartsOf(records).find(({ id }) => id === "staying")!;
    const ended = chart.lines.find(({ name }) => name === "subsidy ends")!.y;
    const { survival } = stayCurve(records, "cut")!;
    expect(ended[50]).toBeNaN();
    expect(ended[51]).toBe(1);
    expect(ended[54]).toBe(1);
    expect([...new Set(ended.slice(51))]).toEqual([1, ...survival]);
  });
});
