import { fc } from "./seeded.ts";
import { describe, expect, it } from "vitest";
import { workload } from "../../sim/workload/index.ts";
import { everyKind } from "./kinds.ts";

const points = [
  { at: "10 days", usdPerHour: "0.4 USD/h" },
  { at: "20 days", usdPerHour: "1 USD/h" },
  { at: "30 days", usdPerHour: "0.1 USD/h" },
];
const kinds = everyKind(workload, {
  none: [{}],
  path: [{ points }, { points: points.slice(0, 1), utilisation: 0.2, switching: "50 USD", stay: "90 days" }],
});
const days = fc.double({ min: 0, max: 1000, noNaN: true });

describe.each(kinds)("workload $kind $parameters", ({ rule, kind }) => {
  it("pays 0 or more, and nothing where it does not exist", () => {
    fc.assert(
      fc.property(days, (day) => {
        expect(rule.usdPerHour(day)).toBeGreaterThanOrEqual(0);
        if (!rule.exists) expect(rule.usdPerHour(day)).toBe(0);
      }),
    );
  });

  it("costs 0 or more to move to, for a stay of some time", () => {
    expect(rule.switchingUsd).toBeGreaterThanOrEqual(0);
    expect(rule.expectedStaySeconds).toBeGreaterThan(0);
  });

  it("has a price without jumps", () => {
    fc.assert(
      fc.property(
        days,
        (day) => void expect(Math.abs(rule.usdPerHour(day + 1e-6) - rule.usdPerHour(day))).toBeLessThan(1e-5),
      ),
    );
  });

  it("is constant before the first and after the last point of its path", () => {
    expect(rule.usdPerHour(0)).toBe(rule.usdPerHour(10));
    expect(rule.usdPerHour(30)).toBe(rule.usdPerHour(5000));
  });

  if (kind === "path")
    it("pays price x utilisation", () => {
      const [full, one] = kinds.filter((some) => some.kind === "path").map((some) => some.rule);
      expect([0, 10, 15, 20, 25, 30].map((day) => full!.usdPerHour(day) / 0.5)).toEqual(
        [0.4, 0.4, 0.7, 1, 0.55, 0.1].map((usd) => expect.closeTo(usd, 12)),
      );
      expect(one!.usdPerHour(77)).toBeCloseTo(0.4 * 0.2, 12);
    });
});

it("workload path refuses points that do not rise", () => {
  const build = (...at: string[]) =>
    everyKind(workload, { none: [{}], path: [{ points: at.map((time) => ({ at: time, usdPerHour: "1 USD/h" })) }] });
  expect(() => build("2 days", "1 days")).toThrow("expected times `at` that rise from point to point");
  expect(() => build("2 days", "2 days")).toThrow("that rise from point to point");
});
