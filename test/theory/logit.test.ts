import { describe, expect, it } from "vitest";
import {
  crossElasticity,
  diversion,
  logitShares,
  nestedLogitShares,
  ownElasticity,
  sensitivityFor,
  surplusUsd,
} from "../../sim/theory/logit.ts";
import { fc } from "../laws/seeded.ts";

const utility = fc.double({ min: -20, max: 20, noNaN: true });
const nests = fc.array(fc.array(utility, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 3 });
const total = (values: Iterable<number>) => [...values].reduce((a, b) => a + b, 0);

describe("logit shares", () => {
  it("add to 1 with nothing, stand in proportion to e^U, and do not move with the zero of utility", () => {
    fc.assert(
      fc.property(fc.array(utility, { minLength: 1, maxLength: 6 }), utility, (utilities, nothing) => {
        const found = logitShares(utilities, nothing);
        expect(total(found.shares) + found.nothing).toBeCloseTo(1, 12);
        utilities.forEach((u, j) => expect(Math.log(found.shares[j]! / found.nothing)).toBeCloseTo(u - nothing, 9));
        const moved = logitShares(
          utilities.map((u) => u + 5),
          nothing + 5,
        );
        moved.shares.forEach((share, j) => expect(share).toBeCloseTo(found.shares[j]!, 12));
        expect(moved.inclusive - found.inclusive).toBeCloseTo(5, 9);
      }),
    );
  });

  it("have the elasticities that small changes of price show, and a surplus that falls by the share", () => {
    const [a, prices, worth] = [2, [0.4, 0.6], [0.9, 0.85]];
    const at = (p: readonly number[]) => logitShares(p.map((price, j) => a * (worth[j]! - price)));
    const base = at(prices);
    const h = 1e-6;
    const bumped = at([prices[0]! + h, prices[1]!]);
    const slope = (j: number) => ((bumped.shares[j]! - base.shares[j]!) / h) * (prices[0]! / base.shares[j]!);
    expect(slope(0)).toBeCloseTo(ownElasticity(a, prices[0]!, base.shares[0]!), 5);
    expect(slope(1)).toBeCloseTo(crossElasticity(a, prices[0]!, base.shares[0]!), 5);
    expect((surplusUsd(bumped, a) - surplusUsd(base, a)) / h).toBeCloseTo(-base.shares[0]!, 5);
  });

  it("do not overflow, and give an offer that is not there none", () => {
    const { shares, nothing, inclusive } = logitShares([1000, 999, -Infinity], -1000);
    expect([shares[2], nothing]).toEqual([0, 0]);
    expect(shares[0]! / shares[1]!).toBeCloseTo(Math.E, 12);
    expect(inclusive).toBeCloseTo(1000 + Math.log1p(Math.exp(-1)), 9);
    expect(logitShares([], 3)).toEqual({ shares: new Float64Array(0), nothing: 1, inclusive: 3 });
  });

  it("give back the elasticity that they were calibrated to, at the same share only", () => {
    const a = sensitivityFor(1.11, 0.5, 0.3);
    expect(ownElasticity(a, 0.5, 0.3)).toBeCloseTo(-1.11, 12);
    expect(ownElasticity(a, 0.5, 0.6)).toBeGreaterThan(-0.7);
  });
});

describe("nested logit", () => {
  it("is plain logit at a dissimilarity of 1, and adds to 1 at any", () => {
    fc.assert(
      fc.property(nests, utility, fc.double({ min: 0.05, max: 1, noNaN: true }), (of, nothing, dissimilarity) => {
        const found = nestedLogitShares(of, dissimilarity, nothing);
        expect(total(found.nests) + found.nothing).toBeCloseTo(1, 12);
        found.shares.forEach((shares, n) => expect(total(shares)).toBeCloseTo(found.nests[n]!, 12));
        const plain = logitShares(of.flat(), nothing);
        const one = nestedLogitShares(of, 1, nothing);
        one.shares
          .flatMap((shares) => [...shares])
          .forEach((share, j) => expect(share).toBeCloseTo(plain.shares[j]!, 12));
        expect(one.inclusive).toBeCloseTo(plain.inclusive, 9);
      }),
    );
  });

  it("sends who loses an offer to its nest first, all the more the closer its offers are", () => {
    const of = [
      [1, 0.6],
      [1.2, 0.8, 0.3],
    ];
    let before = 0;
    for (const dissimilarity of [1, 0.7, 0.4, 0.1]) {
      const kept = diversion(of, dissimilarity, [0, 1], [0, 0]);
      expect(kept).toBeGreaterThan(before);
      before = kept;
      const elsewhere = [0, 1, 2].map((j) => diversion(of, dissimilarity, [0, 1], [1, j]));
      expect(kept + total(elsewhere)).toBeLessThan(1);
    }
    expect(before).toBeGreaterThan(0.9);
  });

  it("says where the few go who chose a small offer, as the limit of ever smaller ones", () => {
    // To first order in its share who leaves goes by P(j | n) (1 - l (1 - P(n))) to its nest and by l P(k) to the others.
    const small = (gone: number) => [[0.4, gone], [0.1]];
    for (const l of [0.05, 0.3, 0.8, 1]) {
      const gone = l * Math.log(1e-13);
      const { shares, nests: parts } = nestedLogitShares(small(0.4 + gone), l);
      const kept = diversion(small(0.4 + gone), l, [0, 1], [0, 0]);
      expect(kept / (1 - l * (1 - parts[0]!))).toBeCloseTo(1, 10);
      expect(diversion(small(0.4 + gone), l, [0, 1], [1, 0]) / (l * shares[1]![0]!)).toBeCloseTo(1, 10);
    }
  });

  it("sends all who lose one offer somewhere: to others and to nothing", () => {
    const of = [[1, 0.6, -3], [1.2, 0.8, 0.3], [-2]];
    for (const l of [0.1, 0.5, 1]) {
      const [before, after] = [nestedLogitShares(of, l), nestedLogitShares([[1, 0.6, -3], of[1]!, [-Infinity]], l)];
      const lost = before.shares[2]![0]!;
      expect(diversion(of, l, [2, 0], [0, 1])).toBeCloseTo((after.shares[0]![1]! - before.shares[0]![1]!) / lost, 9);
      const others = [0, 1, 2]
        .flatMap((n) => of[n]!.map((_, j) => [n, j] as const))
        .filter(([n, j]) => n !== 1 || j > 0);
      const went = total(others.map(([n, j]) => diversion(of, l, [1, 0], [n, j])));
      const nobody = nestedLogitShares([of[0]!, [-Infinity, 0.8, 0.3], of[2]!], l).nothing - before.nothing;
      expect(went + nobody / before.shares[1]![0]!).toBeCloseTo(1, 9);
    }
  });

  it("gives a nest without offers no share, and all of it to the last one", () => {
    const { nests: shares, nothing } = nestedLogitShares([[], [-Infinity], [0]], 0.5);
    expect([...shares, nothing]).toEqual([0, 0, 0.5, 0.5]);
    expect(diversion([[0]], 0.5, [0, 0], [0, 0])).toBe(-1);
  });
});

it.each([
  [() => logitShares([NaN]), "utilities[0] is NaN; expected a number or -Infinity"],
  [() => logitShares([-Infinity], -Infinity), "nothing is -Infinity; expected a number"],
  [() => logitShares([1], NaN), "nothing is NaN; expected a number"],
  [() => surplusUsd({ inclusive: 1 }, 0), "sensitivity is 0; expected more than 0"],
  [() => sensitivityFor(1, 1, 1), "share is 1; expected a fraction below 1"],
  [() => ownElasticity(1, 1, 1.2), "share is 1.2; expected a fraction from 0 to 1"],
  [() => nestedLogitShares([[1]], 0), "dissimilarity is 0; expected a fraction above 0"],
  [() => diversion([[1, -Infinity]], 0.5, [0, 1], [0, 0]), "share of offer 0.1 is 0; expected more than 0"],
])("logit refuses what cannot be: %s", (call, message) => {
  expect(call).toThrow(RangeError);
  expect(call).toThrow(message);
});
