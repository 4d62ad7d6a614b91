import { describe, expect, it } from "vitest";
import { bassShare, threeArms } from "../../sim/theory/bass.ts";
import { beliefAfter, epochsToHalveError } from "../../sim/theory/beliefs.ts";
import { learnedCost, learningExponent, unitsAfterLearning } from "../../sim/theory/learningByDoing.ts";
import { fc } from "../laws/seeded.ts";

const rate = fc.integer({ min: 0, max: 1000 }).map((thousandths) => thousandths / 1000);
const market = { market: 1000, innovation: 0.03, imitation: 0.38, factor: 3, cutYear: 2 };

describe("a market that an innovation conquers", () => {
  it.each([
    [0.03, 0.38, 0],
    [0.09, 0.38, 0.2],
    [0, 0.5, 0.1],
    [0.2, 0, 0.3],
  ])("grows as its equation says, step by step: p %f, q %f, from %f", (p, q, start) => {
    const steps = 100_000;
    const h = 10 / steps;
    let share = start;
    for (let k = 0; k < steps; k++) {
      const slope = (x: number) => (p + q * x) * (1 - x);
      share += h * slope(share + (h / 2) * slope(share));
    }
    expect(bassShare(p, q, 10, start)).toBeCloseTo(share, 8);
  });

  it("is where it was after no time, and goes on from where it stands", () => {
    fc.assert(
      fc.property(rate, rate, rate, rate, (p, q, t, start) => {
        expect(bassShare(p, q, 0, start)).toBeCloseTo(start, 12);
        expect(bassShare(p, q, 2 * t, start)).toBeCloseTo(bassShare(p, q, t, bassShare(p, q, t, start)), 9);
      }),
    );
    expect(bassShare(0, 0.5, 10, 0)).toBe(0);
    expect(bassShare(0, 0, 10, 0.4)).toBe(0.4);
  });

  it("has three arms that are one before the cut, in order after it, and meet in the end", () => {
    const early = threeArms(market, 1.5);
    expect(early.cut).toBe(early.kept);
    expect(early.retention).toBe(1);
    for (const year of [2.5, 4, 8]) {
      const { never, cut, kept } = threeArms(market, year);
      expect(never).toBeLessThan(cut);
      expect(cut).toBeLessThan(kept);
    }
    const late = threeArms(market, 60);
    expect(late.retention).toBeCloseTo(1, 6);
    expect(late.ratioToNever).toBeCloseTo(1, 6);
    const unpaid = threeArms({ ...market, factor: 1 }, 5);
    expect(unpaid.cut).toBeCloseTo(unpaid.never, 9);
    expect(unpaid.kept).toBeCloseTo(unpaid.never, 9);
  });
});

describe("beliefs of those who are served", () => {
  it("move epoch by epoch towards what is true, and halve their error when they are told to", () => {
    fc.assert(
      fc.property(rate, rate, fc.double({ min: 0.01, max: 1, noNaN: true }), (start, quality, learning) => {
        let belief = start;
        for (let epoch = 1; epoch <= 20; epoch++) {
          belief += learning * (quality - belief);
          expect(beliefAfter(start, quality, learning, epoch)).toBeCloseTo(belief, 12);
        }
        const epochs = epochsToHalveError(learning)!;
        expect((1 - learning) ** epochs).toBeLessThanOrEqual(0.5 + 1e-9);
        if (epochs > 1) expect((1 - learning) ** (epochs - 1)).toBeGreaterThan(0.5 - 1e-9);
      }),
    );
  });

  it("halve in a whole number of epochs where they do but for rounding", () => {
    for (let n = 1; n <= 40; n++) expect(epochsToHalveError(1 - 2 ** (-1 / n))).toBe(n);
    expect(epochsToHalveError(1)).toBe(1);
    expect(epochsToHalveError(0)).toBeUndefined();
  });
});

describe("learning by doing", () => {
  it("takes the learning rate off cost with every doubling", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 0.9, noNaN: true }),
        fc.double({ min: 0.1, max: 1e6, noNaN: true }),
        (l, m) => {
          expect(learnedCost(3, 2 * m, l) / learnedCost(3, m, l)).toBeCloseTo(1 - l, 12);
          expect(learnedCost(3, 1, l)).toBe(3);
          expect(unitsAfterLearning(6, 3, m, l) * learnedCost(3, m, l)).toBeCloseTo(6, 9);
        },
      ),
    );
  });

  it("leaves more units after a subsidy whose output made them cheaper", () => {
    expect(unitsAfterLearning(400, 1, 2, 0.2)).toBeCloseTo(500, 9);
    expect(unitsAfterLearning(400, 1, 2, 0)).toBe(400);
    expect(learningExponent(0.5)).toBeCloseTo(1, 15);
  });
});

it.each([
  [() => bassShare(-1, 0, 1), "innovation is -1; expected 0 or more"],
  [() => bassShare(0, 0, 1, 2), "start is 2; expected a fraction from 0 to 1"],
  [() => threeArms({ ...market, market: 0 }, 1), "market is 0; expected more than 0"],
  [() => beliefAfter(1, 1, 2, 1), "rate is 2; expected a fraction from 0 to 1"],
  [() => beliefAfter(1, 1, 1, 0.5), "epochs is 0.5; expected a whole number, 0 or more"],
  [() => learningExponent(1), "learningRate is 1; expected a fraction below 1"],
  [() => learnedCost(1, 0, 0.1), "multiple is 0; expected more than 0"],
])("growth refuses what cannot be: %s", (call, message) => {
  expect(call).toThrow(RangeError);
  expect(call).toThrow(message);
});
