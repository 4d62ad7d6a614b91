import { fc } from "../laws/seeded.ts";
import { describe, expect, it } from "vitest";
import { bondWeights, clipWeights } from "../../sim/consensus/clip.ts";
import { weightsThatCount } from "../../sim/consensus/masks.ts";
import { nextPermits } from "../../sim/consensus/permits.ts";
import { activity, stakeShares } from "../../sim/consensus/stake.ts";
import { fromU16, readBonds, storedBonds, toU16 } from "../../sim/consensus/storage.ts";
import { consensusWeight, weightedMedian } from "../../sim/consensus/weightedMedian.ts";
import { yumaEpoch } from "../../sim/consensus/yuma.ts";
import { CHAIN_KAPPA } from "../../sim/consensus/yumaSchema.ts";
import { pairsOf, sparseFromPairs } from "../../sim/core/matrix.ts";
import { simpleSubnet } from "../laws/subnets.ts";

const parameters = {
  kappa: CHAIN_KAPPA,
  bondsPenalty: 1,
  bondAlpha: 0.1,
  stakeThreshold: 0,
  maxValidators: 64,
  bonds: "classic" as const,
};

describe("who counts", () => {
  it("is active up to and including the cutoff", () => {
    expect([...activity([0, 1, 2], 101, 100)]).toEqual([0, 1, 1]);
  });

  it("drops stake under the threshold but not the owner's, and dust", () => {
    expect([...stakeShares([4, 5, 15], 5, 0)]).toEqual([4 / 24, 5 / 24, 15 / 24]);
    expect([...stakeShares([4, 5, 15], 5, null)]).toEqual([0, 0.25, 0.75]);
    expect(stakeShares([1, 1e10], 0, null)[0]).toBe(0);
    expect([...stakeShares([0, 0], 0, null)]).toEqual([0, 0]);
  });

  it("gives permits to the largest non-zero stakes, the higher uid among equals, and the owner", () => {
    const permits = (stake: number[], most: number, owner: number | null = null) => [
      ...nextPermits(stakeShares(stake, 0, owner), most, owner),
    ];
    expect(permits([0, 0, 3, 1], 3)).toEqual([0, 0, 1, 1]);
    expect(permits([5, 5, 5, 5], 2)).toEqual([0, 0, 1, 1]);
    expect(permits([1, 2, 0, 2, 1], 2)).toEqual([0, 1, 0, 1, 0]);
    expect(permits([9, 8, 1], 1, 2)).toEqual([1, 0, 1]);
  });
});

describe("masks", () => {
  const base = simpleSubnet(
    [3, 1],
    [
      [0.25, 0.75],
      [1, 0],
    ],
  );
  const rows = (changes: Partial<typeof base>, permits = base.permits) =>
    pairsOf(weightsThatCount({ ...base, ...changes }, permits));

  it("sends a masked target's weight to the others", () => {
    expect(rows({})[0]).toEqual([
      [2, 0.25],
      [3, 0.75],
    ]);
    expect(rows({ registeredAt: [0, 0, 1000, 0] })[0]).toEqual([[3, 1]]);
    expect(rows({ registeredAt: [0, 0, 999, 0] })[0]).toHaveLength(2);
  });

  it("drops weights committed before their target registered, where commits are given", () => {
    expect(rows({ registeredAt: [0, 0, 41, 40], commitBlocks: [40, Infinity, 0, 0] })[0]).toEqual([[3, 1]]);
  });

  it("keeps a self weight for the owner only, and no row without a permit", () => {
    const weights = sparseFromPairs(
      [
        [
          [0, 1],
          [2, 1],
        ],
        [[1, 1]],
        [],
        [],
      ],
      4,
    );
    expect(rows({ weights })).toEqual([[[2, 1]], [], [], []]);
    expect(rows({ weights, ownerUid: 0 })).toEqual([
      [
        [0, 0.5],
        [2, 0.5],
      ],
      [],
      [],
      [],
    ]);
    expect(rows({}, new Uint8Array([0, 1, 0, 0]))[0]).toEqual([]);
  });
});

describe("consensus weight", () => {
  const scores = fc.array(fc.tuple(fc.constantFrom(0, 0.1, 0.2, 0.5, 1), fc.integer({ min: 0, max: 9 })), {
    maxLength: 12,
  });

  it("is the largest score that the majority reaches: by definition", () => {
    fc.assert(
      fc.property(scores, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (pairs, majority) => {
        const total = pairs.reduce((sum, [, stake]) => sum + stake, 0);
        const support = (w: number) => pairs.reduce((sum, [score, stake]) => sum + (score >= w ? stake / total : 0), 0);
        const reached = pairs.filter(([score, stake]) => stake > 0 && support(score) >= majority - 1e-12);
        const wanted = total === 0 ? 0 : Math.max(0, ...reached.map(([score]) => score));
        const [score, stake] = [pairs.map(([s]) => s), pairs.map(([, s]) => s)];
        expect(weightedMedian(score, stake, majority)).toBe(wanted);
        const column = sparseFromPairs(
          score.map((s) => (s === 0 ? [] : [[0, s]])),
          1,
        );
        expect(consensusWeight(column, stake, majority)[0]).toBe(wanted);
      }),
    );
  });

  it("takes the largest for kappa 0, the smallest for 1, and exactly kappa is enough", () => {
    expect(weightedMedian([0.1, 0.2, 0.3], [1, 1, 1], 0)).toBe(0.3);
    expect(weightedMedian([0.1, 0.2, 0.3], [1, 1, 1], 1)).toBe(0.1);
    expect(weightedMedian([0.9, 0.9, 0.9, 0.1], [0.3, 0.15, 0.05, 0.5], 0.5)).toBe(0.9);
  });

  it("refuses stake of another length", () => {
    expect(() => consensusWeight(sparseFromPairs([[]], 1), [1, 2], 0.5)).toThrow(
      /stake has 2 entries, weights has 1 rows/,
    );
  });
});

describe("bonds", () => {
  it("follow clipped weights, the weights as given, or a mixture of positive entries", () => {
    const weights = sparseFromPairs(
      [
        [
          [0, 0.6],
          [1, 0.4],
        ],
        [
          [0, 0],
          [1, 1],
        ],
      ],
      2,
    );
    const consensus = [0.2, 0];
    const clipped = clipWeights(weights, consensus);
    expect(pairsOf(clipped)).toEqual([[[0, 0.2]], [[0, 0]]]);
    expect(bondWeights(weights, clipped, consensus, 1)).toBe(clipped);
    expect(bondWeights(weights, clipped, consensus, 0)).toBe(weights);
    expect(pairsOf(bondWeights(weights, clipped, consensus, 0.5))).toEqual([
      [
        [0, 0.4],
        [1, 0.2],
      ],
      [[1, 0.5]],
    ]);
  });

  it("on a uid that registered since the epoch before are dropped", () => {
    const bonds = sparseFromPairs(
      [
        [
          [2, 1],
          [3, 1],
        ],
        [[2, 3]],
        [],
        [],
      ],
      4,
    );
    const input = {
      ...simpleSubnet(
        [1, 1],
        [
          [0, 0],
          [0, 0],
        ],
      ),
      bonds,
    };
    const kept = (registered: number) => {
      const { emaBonds } = yumaEpoch(parameters, { ...input, registeredAt: [0, 0, registered, 0] });
      return pairsOf(emaBonds).map((row) => row.filter(([, value]) => value > 0));
    };
    expect(kept(640)).toEqual([
      [
        [2, 0.25],
        [3, 1],
      ],
      [[2, 0.75]],
      [],
      [],
    ]);
    expect(kept(641)).toEqual([[[3, 1]], [], [], []]);
  });

  it("survive storage as ratios", () => {
    const bonds = sparseFromPairs([[[0, 0.55]], [[0, 0.45]]], 1);
    expect(pairsOf(storedBonds(bonds))).toEqual([[[0, 65_535]], [[0, 53_619]]]);
    const read = pairsOf(readBonds(storedBonds(bonds)));
    expect(read[0]![0]![1]).toBeCloseTo(0.55, 4);
    expect([toU16(1), toU16(0.5), toU16(2), fromU16(65_535)]).toEqual([65_535, 32_767, 65_535, 1]);
  });
});

it("refuses vectors of the wrong length", () => {
  const input = simpleSubnet([1], [[1]]);
  expect(() => yumaEpoch(parameters, { ...input, stake: [1] })).toThrow("yuma: stake has 1 entries; expected n = 2");
});
