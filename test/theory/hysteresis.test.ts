import { describe, expect, it } from "vitest";
import {
  coverageForNoImpact,
  impact,
  longRun,
  survivorsAfter,
  yearsToLongRun,
  type Wear,
} from "../../sim/theory/hysteresis.ts";
import { fc } from "../laws/seeded.ts";

const costs = { coverage: 0.4, fullPerHour: 0.2, runningPerHour: 0.096, lifeYears: 3 };
const wears: Wear[] = (["random", "uniformAges"] as const).flatMap((scrapping) =>
  [true, false].map((restart) => ({ scrapping, restart })),
);
const any = fc
  .tuple(
    fc.double({ min: 0.01, max: 1.5, noNaN: true }),
    fc.double({ min: 0.05, max: 1, noNaN: true }),
    fc.double({ min: 0.5, max: 9, noNaN: true }),
  )
  .map(([coverage, running, lifeYears]) => ({ coverage, fullPerHour: 1, runningPerHour: running, lifeYears }));

/** Units day by day: those whom fees do not pay for running switch off, those worn out stay away while fees are too low. */
function played({ scrapping, restart }: Wear, years: number): number {
  const { coverage, fullPerHour, runningPerHour, lifeYears } = costs;
  const step = 1 / 2000;
  let [owned, fresh, age] = [1, 1, 0];
  const runnable = () => Math.min(owned, (coverage * fullPerHour) / runningPerHour);
  if (!restart) fresh = owned = runnable();
  for (let t = 0; t < years - step / 2; t += step) {
    const worn = scrapping === "random" ? (owned * step) / lifeYears : (fresh * step) / lifeYears;
    age += step;
    owned = age >= lifeYears && scrapping === "uniformAges" ? 0 : owned - worn;
    owned = Math.max(owned, coverage); // replaced as long as income covers full cost
  }
  return runnable();
}

describe("two stages after a cut", () => {
  it.each(wears)("are those of units played in small steps: %o", (wear) => {
    for (const years of [0.01, 0.5, 1, 1.5, 2.5, 4])
      expect(Math.abs(survivorsAfter(costs, wear, years) - played(wear, years))).toBeLessThan(0.001);
  });

  it("have the figures of the example where switched-off units may restart", () => {
    expect(survivorsAfter(costs, { scrapping: "random", restart: true }, 1)).toBeCloseTo(0.717, 3);
    expect(survivorsAfter(costs, { scrapping: "uniformAges", restart: true }, 1)).toBeCloseTo(0.667, 3);
  });

  it.each(wears)("fall from impact to the long run and reach it when they are told to: %o", (wear) => {
    fc.assert(
      fc.property(any, (of) => {
        expect(survivorsAfter(of, wear, 0)).toBeCloseTo(impact(of), 12);
        const years = yearsToLongRun(of, wear);
        expect(survivorsAfter(of, wear, years)).toBeCloseTo(longRun(of), 9);
        if (years > 1e-6) expect(survivorsAfter(of, wear, 0.9 * years)).toBeGreaterThan(longRun(of));
        let before = 1;
        for (let t = 0; t <= 12; t += 0.5) {
          const now = survivorsAfter(of, wear, t);
          expect(now).toBeLessThanOrEqual(before);
          before = now;
        }
      }),
    );
  });

  it("are one where running costs as much as owning, none where fees cover all", () => {
    const dear = { ...costs, runningPerHour: 0.2 };
    expect([impact(dear), coverageForNoImpact(dear)]).toEqual([0.4, 1]);
    const rich = { ...costs, coverage: 1.2 };
    for (const wear of wears) {
      expect(yearsToLongRun(dear, wear)).toBe(0);
      expect(yearsToLongRun(rich, wear)).toBe(0);
      expect(survivorsAfter(rich, wear, 9)).toBe(1);
    }
  });

  it("end at nothing without fees: at once, or as hardware wears out where running is free", () => {
    expect(impact({ ...costs, coverage: 0 })).toBe(0);
    const free = { ...costs, coverage: 0, runningPerHour: 0 };
    expect(impact(free)).toBe(1);
    expect(yearsToLongRun(free, { scrapping: "uniformAges", restart: false })).toBe(3);
    expect(yearsToLongRun(free, { scrapping: "random", restart: false })).toBe(Infinity);
  });

  it.each([
    [{ ...costs, runningPerHour: 0.3 }, "runningPerHour is 0.3; expected no more than fullPerHour, 0.2"],
    [{ ...costs, lifeYears: 0 }, "lifeYears is 0; expected more than 0"],
    [{ ...costs, coverage: -1 }, "coverage is -1; expected 0 or more"],
  ])("refuse what cannot be: %o", (of, message) => {
    expect(() => survivorsAfter(of, wears[0]!, 1)).toThrow(RangeError);
    expect(() => survivorsAfter(of, wears[0]!, 1)).toThrow(message);
  });
});
