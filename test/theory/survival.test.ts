import { describe, expect, it } from "vitest";
import { cumulativeIncidence, kaplanMeier, restrictedMean } from "../../sim/theory/survival.ts";
import { fc } from "../laws/seeded.ts";

const members = fc.array(fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 3 })), {
  minLength: 1,
  maxLength: 30,
});

describe("share of members that stay", () => {
  it("is that of plain counting where everybody is seen to leave", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 20 }), (times) => {
        const n = times.length;
        const curve = kaplanMeier(times, new Uint8Array(n).fill(1));
        curve.at.forEach((t, i) => {
          const left = times.filter((time) => time > t).length / n;
          expect(curve.survival[i]).toBeCloseTo(left, 12);
          expect(curve.standardError[i]).toBeCloseTo(Math.sqrt((left * (1 - left)) / n), 12);
        });
        expect(restrictedMean(curve, 9)).toBeCloseTo(times.reduce((a, b) => a + b) / n, 12);
        expect(curve.median).toBe(times.toSorted((a, b) => a - b)[Math.ceil(n / 2) - 1]);
      }),
    );
  });

  it("never rises, whatever is censored, and does not depend on the order of members", () => {
    fc.assert(
      fc.property(members, (all) => {
        const of = (rows: typeof all) =>
          kaplanMeier(
            rows.map(([time]) => time),
            rows.map(([, cause]) => Math.min(1, cause)),
          );
        const curve = of(all);
        expect(of([...all].reverse())).toEqual(curve);
        let before = 1;
        curve.survival.forEach((share, i) => {
          expect(share).toBeLessThan(before);
          expect(share).toBeGreaterThanOrEqual(0);
          expect(curve.standardError[i]).toBeGreaterThanOrEqual(0);
          before = share;
        });
      }),
    );
  });

  it("takes who is last seen at the time of an exit for one that could have left", () => {
    expect([...kaplanMeier([2, 2], [1, 0]).survival]).toEqual([0.5]);
    expect([...kaplanMeier([1.9, 2], [0, 1]).survival]).toEqual([0]);
  });

  it("has no median where more than half stay, and is level where nobody leaves", () => {
    expect(kaplanMeier([1, 5, 5], [1, 0, 0]).median).toBeNull();
    const nobody = kaplanMeier([4, 5], [0, 0]);
    expect(nobody.at.length).toBe(0);
    expect(restrictedMean(nobody, 10)).toBe(10);
  });

  it("has a median that rounding does not move", () => {
    const n = 24; // the least for which half is missed
    let left = 1;
    for (let k = n; k > n / 2; k--) left *= (k - 1) / k;
    expect(left).toBeGreaterThan(0.5);
    const times = Array.from({ length: n }, (_, i) => i + 1);
    expect(kaplanMeier(times, new Uint8Array(n).fill(1)).median).toBe(n / 2);
  });

  it("has an area that ends where it is told to", () => {
    const curve = kaplanMeier([2, 4], [1, 1]);
    expect([0, 1, 2, 3, 4, 9].map((to) => restrictedMean(curve, to))).toEqual([0, 1, 2, 2.5, 3, 3]);
  });
});

describe("share that has left for a cause", () => {
  it("adds to 1 over all causes with those who stay", () => {
    fc.assert(
      fc.property(members, (all) => {
        const times = all.map(([time]) => time);
        const causes = all.map(([, cause]) => cause);
        const { at, incidence } = cumulativeIncidence(times, causes, 3);
        const curve = kaplanMeier(
          times,
          causes.map((cause) => Math.min(1, cause)),
        );
        expect(at).toEqual(curve.at);
        at.forEach((_, i) => {
          const left = incidence.reduce((total, column) => total + column[i]!, 0);
          expect(left + curve.survival[i]!).toBeCloseTo(1, 12);
        });
      }),
    );
  });

  it("is worked out by hand: one of four, then a censoring, then one of two", () => {
    const { at, incidence } = cumulativeIncidence([1, 2, 3, 4], [1, 0, 2, 0], 2);
    expect([...at]).toEqual([1, 3]);
    expect(incidence.map((column) => [...column])).toEqual([
      [0.25, 0.25],
      [0, 0.375],
    ]);
  });
});

it.each([
  [() => kaplanMeier([], []), "times has 0 entries; expected 1 or more"],
  [() => kaplanMeier([1], [1, 0]), "times has 1 entries, events has 2; both must agree"],
  [() => kaplanMeier([-1], [1]), "times[0] is -1; expected 0 or more"],
  [() => kaplanMeier([1], [2]), "events[0] is 2; expected a whole number from 0 to 1"],
  [() => cumulativeIncidence([1], [3], 2), "causes[0] is 3; expected a whole number from 0 to 2"],
  [() => cumulativeIncidence([1], [1], 0), "k is 0; expected a whole number, 1 or more"],
  [() => restrictedMean(kaplanMeier([1], [1]), -1), "to is -1; expected 0 or more"],
])("survival refuses what cannot be: %s", (call, message) => {
  expect(call).toThrow(RangeError);
  expect(call).toThrow(message);
});
