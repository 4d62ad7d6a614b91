import { fc } from "../laws/seeded.ts";
import { describe, expect, it } from "vitest";
import { sum } from "../../sim/core/matrix.ts";
import { splitWithParents, type Child, type Parent } from "../../sim/subnet/childKeys.ts";
import { afterDelegation, countedStake } from "../../sim/subnet/countedStake.ts";
import { splitDividends } from "../../sim/subnet/dividendSplit.ts";
import { MOST_TAKE, payStakers } from "../../sim/subnet/take.ts";

describe("stake that counts", () => {
  it("is alpha plus root at its weight", () => {
    expect(Array.from(countedStake([100, 0], [50, 200], 0.18))).toEqual([109, 36]);
  });

  it("moves from parents to children, each kind alike, and only one's own is given on", () => {
    const chain = [
      { parent: 0, child: 1, proportion: 0.5 },
      { parent: 1, child: 2, proportion: 1 },
    ];
    expect(Array.from(afterDelegation([80, 20, 4], chain))).toEqual([40, 40, 24]);
    expect(Array.from(countedStake([80, 20, 4], [0, 100, 0], 0.18, chain))).toEqual([40, 40, 24 + 18]);
  });

  it("is neither made nor lost by delegation", () => {
    const stakes = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 4, maxLength: 4 });
    const proportions = fc.array(fc.double({ min: 0, max: 1 / 3, noNaN: true }), { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(stakes, proportions, (stake, given) => {
        const pairs = given.map((proportion, k) => ({
          parent: k % 4,
          child: (k + 1 + Math.floor(k / 4)) % 4,
          proportion,
        }));
        const counted = afterDelegation(stake, pairs);
        expect(Math.abs(sum(counted) - sum(stake))).toBeLessThan(1e-6);
        expect(Math.min(...counted)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it("may all be given, and no more", () => {
    const give = (...proportions: number[]) =>
      afterDelegation(
        [9, 0, 0, 0],
        proportions.map((proportion, k) => ({ parent: 0, child: k + 1, proportion })),
      );
    expect(Array.from(give(0.3, 0.3, 0.4)).map((s) => Number(s.toFixed(12)))).toEqual([0, 2.7, 2.7, 3.6]);
    expect(() => give(0.5, 0.6)).toThrow("afterDelegation: key 0 gives 1.1 of its stake; expected at most 1");
    expect(() => give(-0.5)).toThrow("key 0 gives -0.5; expected a fraction from 0 to 1");
    expect(() => afterDelegation([1, 2], [{ parent: 0, child: 2, proportion: 1 }])).toThrow(
      "key 0 gives to 2; expected two keys from 0 to 1",
    );
    expect(() => afterDelegation([1, 2], [{ parent: 1, child: 1, proportion: 1 }])).toThrow("key 1 gives to 1");
    expect(() => countedStake([1], [1, 2], 0.18)).toThrow("countedStake: alpha has 1 entries, root has 2");
  });
});

describe("a child key's dividend", () => {
  const child: Child = { alpha: 100, root: 0, given: 0, take: 0.1 };
  const stranger: Parent = { alpha: 200, root: 500, proportion: 0.5, sameOwner: false };

  it("goes to those whose stake earned it, less the child's take of strangers'", () => {
    // contributions 100 and 0.5 x (200 + 0.2 x 500) = 150
    const split = splitWithParents(1000, child, [stranger], 0.2);
    expect(split.child).toBeCloseTo(400 + 60, 12);
    expect(Array.from(split.parents)).toEqual([540]);
    const own = splitWithParents(1000, child, [{ ...stranger, sameOwner: true }], 0.2);
    expect([own.child, ...own.parents]).toEqual([400, 600]);
  });

  it("counts of the child only what it keeps for itself", () => {
    const split = splitWithParents(1000, { ...child, given: 0.5 }, [stranger], 0.2);
    expect(split.parents[0]).toBeCloseTo(750 * 0.9, 12);
  });

  it("is the child's without parents, and without any stake", () => {
    expect(splitWithParents(7, child, [], 0.18).child).toBe(7);
    const nothing = { alpha: 0, root: 0 };
    expect(splitWithParents(7, { ...child, ...nothing }, [{ ...stranger, ...nothing }], 0.18)).toEqual({
      child: 7,
      parents: Float64Array.of(0),
    });
  });

  it("is paid out whole", () => {
    const stake = fc.double({ min: 0, max: 1e6, noNaN: true });
    const part = fc.double({ min: 0, max: 1, noNaN: true });
    const parent = fc.record({ alpha: stake, root: stake, proportion: part, sameOwner: fc.boolean() });
    fc.assert(
      fc.property(fc.array(parent, { maxLength: 5 }), stake, part, (parents, alpha, given) => {
        const split = splitWithParents(1, { alpha, root: 3, given, take: MOST_TAKE }, parents, 0.18);
        expect(split.child + sum(split.parents)).toBeCloseTo(1, 12);
        expect(Math.min(split.child, ...split.parents)).toBeGreaterThanOrEqual(-1e-12);
      }),
    );
  });

  it("refuses a take above 18 percent", () => {
    expect(() => splitWithParents(1, { ...child, take: 0.19 }, [], 0.18)).toThrow(
      `splitWithParents: take is 0.19; expected a fraction from 0 to ${11_796 / 65_535}`,
    );
  });
});

describe("the two pots of validators", () => {
  it("are shared by the kind of stake that earned the dividend", () => {
    // a quarter of the first validator's dividend is root's, all of the second's, none of the third's
    const split = splitDividends({ alpha: 90, root: 60 }, [4, 1, 6], [300, 0, 10], [500, 100, 0], 0.2);
    expect(Array.from(split.alpha)).toEqual([30, 0, 60]);
    expect(Array.from(split.root)).toEqual([30, 30, 0]);
  });

  it("keep a claim that is small beside the other kind", () => {
    const split = splitDividends({ alpha: 1e15, root: 0 }, [1, 1], [10, 1e-15], [1e16, 1], 1);
    expect(split.alpha[0]! / split.alpha[1]!).toBeCloseTo(1, 9);
  });

  it("are paid to nobody that has no claim", () => {
    const split = splitDividends({ alpha: 90, root: 60 }, [4, 1], [300, 10], [0, 0], 0.18);
    expect([sum(split.alpha), sum(split.root)]).toEqual([90, 0]);
  });

  it("refuse vectors of different lengths", () => {
    expect(() => splitDividends({ alpha: 1, root: 1 }, [1], [1, 2], [1], 0.18)).toThrow(
      "splitDividends: dividends has 1 entries, alpha has 2; both must agree",
    );
  });
});

describe("a validator's take", () => {
  it("is of both pots; the rest goes to stakers in proportion to stake", () => {
    const paid = payStakers({ alpha: 100, root: 50 }, 0.1, [30, 10], [4, 1]);
    expect(paid.kept).toBe(15);
    expect(Array.from(paid.alpha)).toEqual([67.5, 22.5]);
    expect(Array.from(paid.root)).toEqual([36, 9]);
    expect(paid.claimRate).toBe(9);
  });

  it("of nothing leaves all to stakers, and at most 18 percent may be kept", () => {
    expect(payStakers({ alpha: 8, root: 0 }, 0, [1, 3], []).alpha).toEqual(Float64Array.of(2, 6));
    expect(payStakers({ alpha: 65_535, root: 0 }, MOST_TAKE, [1], []).kept).toBeCloseTo(11_796, 9);
    expect(() => payStakers({ alpha: 1, root: 1 }, 0.2, [], [])).toThrow("payStakers: take is 0.2; expected");
    expect(() => payStakers({ alpha: 1, root: 1 }, -0.01, [], [])).toThrow("take is -0.01");
  });

  it("credits nobody where nobody staked", () => {
    expect(payStakers({ alpha: 10, root: 10 }, 0.1, [0, 0], [0])).toEqual({
      kept: 2,
      alpha: Float64Array.of(0, 0),
      root: Float64Array.of(0),
      claimRate: 0,
    });
  });
});
