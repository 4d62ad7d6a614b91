import { describe, expect, it } from "vitest";
import { coverageOfAverageCost, freeEntry, marginalCost, unitsThatStay } from "../../sim/theory/freeEntry.ts";
import { fc } from "../laws/seeded.ts";

const usd = fc.double({ min: 0.01, max: 1000, noNaN: true });

describe("alike units", () => {
  it("stay as fees cover full cost, whatever the units", () => {
    fc.assert(
      fc.property(usd, usd, usd, usd, (feesUsd, subsidyUsd, fullCostUsd, outsideUsd) => {
        const { retention, coverage, subsidyDependence, before, after } = freeEntry({
          feesUsd,
          subsidyUsd,
          fullCostUsd,
          outsideUsd,
        });
        expect(retention).toBeCloseTo(coverage, 12);
        expect(retention + subsidyDependence).toBeCloseTo(1, 12);
        // Nobody gains by moving: a unit clears elsewhere what it clears here.
        expect((feesUsd + subsidyUsd) / before - fullCostUsd).toBeCloseTo(outsideUsd, 9);
        expect(feesUsd / after - fullCostUsd).toBeCloseTo(outsideUsd, 9);
      }),
    );
  });

  it("are all gone without fees, all there without a subsidy", () => {
    const entry = { feesUsd: 0, subsidyUsd: 2, fullCostUsd: 1 };
    expect(freeEntry(entry).retention).toBe(0);
    expect(freeEntry({ ...entry, feesUsd: 2, subsidyUsd: 0 }).retention).toBe(1);
    expect(() => freeEntry({ ...entry, subsidyUsd: 0 })).toThrow("feesUsd + subsidyUsd is 0; expected more than 0");
    expect(() => freeEntry({ ...entry, fullCostUsd: 0 })).toThrow("fullCostUsd is 0; expected more than 0");
  });
});

describe("units of unequal cost", () => {
  it("enter by cost until the next would lose, to within one", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 10, max: 300 }),
        fc.double({ min: 0, max: 2, noNaN: true }),
        fc.double({ min: 0.01, max: 2, noNaN: true }),
        fc.double({ min: 0.1, max: 500, noNaN: true }),
        (units, low, spread, value) => {
          const costs = { units, low, high: low + spread };
          let stay = 0;
          while (stay < units && value / (stay + 1) >= low + (spread * (stay + 0.5)) / units) stay++;
          expect(Math.abs(unitsThatStay(costs, value) - stay)).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  it("have a last one that earns just its cost, unless all stay", () => {
    const costs = { units: 2000, low: 0.5, high: 1.5 };
    for (const value of [1, 400, 1000, 2500])
      expect(marginalCost(costs, value)).toBeCloseTo(value / unitsThatStay(costs, value), 12);
    expect(unitsThatStay(costs, 3000)).toBeCloseTo(2000, 9);
    expect(unitsThatStay(costs, 1e6)).toBe(2000);
    expect(marginalCost(costs, 1e6)).toBe(1.5);
  });

  it("are alike where costs have no width, and none where there is no income", () => {
    expect(unitsThatStay({ units: 100, low: 2, high: 2 }, 50)).toBe(25);
    expect(unitsThatStay({ units: 100, low: 0, high: 2 }, 50)).toBeCloseTo(50, 12);
    expect(unitsThatStay({ units: 100, low: 0, high: 2 }, 0)).toBe(0);
    expect(coverageOfAverageCost({ units: 100, low: 2, high: 2 }, 20, 50)).toBeCloseTo(0.4, 12);
  });

  it("stay in larger part than fees are of income: those who leave are the dear ones", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 0.99, noNaN: true }), (share) => {
        const costs = { units: 2000, low: 0.5, high: 1.5 };
        expect(unitsThatStay(costs, 1000 * share)).toBeGreaterThan(share * unitsThatStay(costs, 1000));
      }),
    );
  });

  it("are refused where costs are out of order", () => {
    expect(() => unitsThatStay({ units: 1, low: 2, high: 1 }, 1)).toThrow("low is 2; expected no more than high, 1");
    expect(() => unitsThatStay({ units: 0, low: 1, high: 1 }, 1)).toThrow(RangeError);
    expect(() => unitsThatStay({ units: 1, low: 1, high: 1 }, -1)).toThrow("valueUsd is -1; expected 0 or more");
  });
});
