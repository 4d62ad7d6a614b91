import { describe, expect, it } from "vitest";
import { exitEpoch, expectedIncome, firstEpochBelow } from "../../sim/theory/expectationLag.ts";
import { fc } from "../laws/seeded.ts";

const unit = fc.double({ min: 0, max: 1, noNaN: true });

describe("the epoch in which an average falls below cost", () => {
  it("is found by averaging epoch by epoch", () => {
    fc.assert(
      fc.property(unit, unit, fc.double({ min: 0.05, max: 1, noNaN: true }), unit, (a, b, weight, cost) => {
        const fall = { before: Math.max(a, b), after: Math.min(a, b), weight };
        let [average, epoch] = [fall.before, 0];
        // Beyond the last digit of an average it stands still.
        fc.pre(Math.abs(cost - fall.after) > 1e-9);
        do {
          average += weight * (fall.after - average);
          epoch++;
        } while (average >= cost && epoch < 2000);
        const found = firstEpochBelow(fall, cost);
        if (found === undefined) expect(epoch).toBe(2000);
        // An average that equals cost but for rounding may be told apart either way.
        else if (Math.abs(expectedIncome(fall, epoch) - cost) > 1e-12) expect(Math.abs(found - epoch)).toBe(0);
      }),
    );
  });

  it("is the one after where the average meets cost, which is not below it", () => {
    const fall = { before: 2, after: 0, weight: 0.5 };
    expect(expectedIncome(fall, 1)).toBe(1);
    expect(firstEpochBelow(fall, 1)).toBe(2);
    expect(firstEpochBelow(fall, 1 + 1e-9)).toBe(1);
  });

  it("is the first where expectations are today's income, and never comes where income still covers cost", () => {
    expect(firstEpochBelow({ before: 2, after: 0, weight: 1 }, 1)).toBe(1);
    expect(firstEpochBelow({ before: 2, after: 1, weight: 0.5 }, 1)).toBeUndefined();
    expect(exitEpoch({ before: 2, after: 1, weight: 0.5 }, 1, 3)).toBeUndefined();
    expect(firstEpochBelow({ before: 2, after: 1, weight: 0.5 }, 3)).toBe(1);
  });

  it("is followed by the rest of the patience", () => {
    const fall = { before: 0.2, after: 0.08, weight: 0.2 };
    expect([1, 2, 4].map((patience) => exitEpoch(fall, 0.096, patience))).toEqual([10, 11, 13]);
  });

  it.each([
    [{ before: 1, after: 2, weight: 0.5 }, "after is 2; expected no more than before, 1"],
    [{ before: 2, after: 1, weight: 0 }, "weight is 0; expected a fraction above 0"],
  ])("is refused for what cannot be: %o", (fall, message) => {
    expect(() => firstEpochBelow(fall, 1)).toThrow(message);
    expect(() => expectedIncome(fall, 1)).toThrow(RangeError);
  });
});
