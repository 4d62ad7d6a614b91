import { describe, expect, it } from "vitest";
import { correlation, sdOfDifference, seedsNeeded } from "../../sim/theory/seedsNeeded.ts";
import { fc } from "../laws/seeded.ts";

const values = fc.array(fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 })), {
  minLength: 3,
  maxLength: 12,
});
const sd = (of: readonly number[]) => {
  const mean = of.reduce((a, b) => a + b) / of.length;
  return Math.sqrt(of.reduce((all, v) => all + (v - mean) ** 2, 0) / (of.length - 1));
};

describe("seeds of a paired comparison", () => {
  it("follow from deviations and correlation as they do from the differences themselves", () => {
    fc.assert(
      fc.property(values, (pairs) => {
        const [a, b] = [pairs.map(([x]) => x), pairs.map(([, y]) => y)];
        fc.pre(sd(a) > 0 && sd(b) > 0);
        const differences = pairs.map(([x, y]) => x - y);
        expect(sdOfDifference(sd(a), sd(b), correlation(a, b))).toBeCloseTo(sd(differences), 6);
      }),
    );
  });

  it("are none where arms move together, and four times as many for half the width", () => {
    expect(sdOfDifference(0.3, 0.3, 1)).toBe(0);
    expect(seedsNeeded(0, 0.01)).toBe(0);
    expect(seedsNeeded(10, 1, 2)).toBe(400);
    expect(seedsNeeded(10, 0.5, 2)).toBe(1600);
    expect(sdOfDifference(3, 4, -1)).toBe(7);
  });

  it("are a whole number where the formula gives one but for rounding", () => {
    expect((0.3 / 0.1) ** 2).toBeLessThan(9);
    expect((0.7 / 0.1) ** 2).not.toBe(49);
    expect(seedsNeeded(0.3, 0.1, 1)).toBe(9);
    expect(seedsNeeded(0.7, 0.1, 1)).toBe(49);
    expect(seedsNeeded(0.7001, 0.1, 1)).toBe(50);
  });

  it("need a correlation that is there", () => expect(correlation([1, 1], [1, 2])).toBeNaN());

  it.each([
    [() => sdOfDifference(-1, 1, 0), "sdA is -1; expected 0 or more"],
    [() => sdOfDifference(1, 1, 1.1), "correlation is 1.1; expected a number from -1 to 1"],
    [() => seedsNeeded(1, 0), "halfWidth is 0; expected more than 0"],
    [() => correlation([1], [1]), "a has 1 entries; expected 2 or more"],
  ])("refuse what cannot be: %s", (call, message) => {
    expect(call).toThrow(RangeError);
    expect(call).toThrow(message);
  });
});
