import { describe, expect, it } from "vitest";
import { effectiveNumber, gini, herfindahl, nakamoto } from "../../sim/theory/concentration.ts";
import { fc } from "../laws/seeded.ts";

const amounts = fc
  .array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 15 })
  .filter((all) => all.some((one) => one > 0));

describe("concentration", () => {
  it("is half the mean difference of two members, over their mean", () => {
    fc.assert(
      fc.property(amounts, (all) => {
        const n = all.length;
        let differences = 0;
        for (const a of all) for (const b of all) differences += Math.abs(a - b);
        const mean = all.reduce((a, b) => a + b) / n;
        expect(gini(all)).toBeCloseTo(differences / (2 * n * n * mean), 12);
      }),
    );
  });

  it("does not move with the unit or the order, and lies between its ends", () => {
    fc.assert(
      fc.property(amounts, (all) => {
        const n = all.length;
        const other = all.map((one) => one / 7).reverse();
        for (const index of [gini, herfindahl, effectiveNumber, nakamoto])
          expect(index(other)).toBeCloseTo(index(all), 9);
        expect(gini(all)).toBeGreaterThanOrEqual(-1e-12);
        expect(gini(all)).toBeLessThanOrEqual(1 - 1 / n + 1e-12);
        expect(effectiveNumber(all)).toBeGreaterThanOrEqual(1 - 1e-12);
        expect(effectiveNumber(all)).toBeLessThanOrEqual(n + 1e-9);
        expect(nakamoto(all, 1 / 3)).toBeLessThanOrEqual(nakamoto(all));
      }),
    );
  });

  it("asks for strictly more than the threshold, rounding aside", () => {
    expect(nakamoto([0.3, 0.15, 0.05, 0.5])).toBe(2);
    expect(nakamoto([1, 1, 1], 1 / 3)).toBe(2);
    expect(nakamoto([1, 1], 1)).toBe(2);
    expect(nakamoto([5])).toBe(1);
  });

  it.each([
    [() => gini([]), "amounts has 0 entries; expected 1 or more"],
    [() => herfindahl([0, 0]), "sum of amounts is 0; expected more than 0"],
    [() => nakamoto([1, -1]), "amounts[1] is -1; expected 0 or more"],
    [() => nakamoto([1], 2), "threshold is 2; expected a fraction from 0 to 1"],
  ])("refuses what cannot be: %s", (call, message) => {
    expect(call).toThrow(RangeError);
    expect(call).toThrow(message);
  });
});
