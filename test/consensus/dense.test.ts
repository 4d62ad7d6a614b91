import type { Arbitrary } from "fast-check";
import { describe, expect, it } from "vitest";
import { arithmetics } from "../../sim/consensus/arithmetic.ts";
import { judgeDense } from "../../sim/consensus/dense/judge.ts";
import { fastConsensusWeight } from "../../sim/consensus/dense/search.ts";
import { judgePlain, type Heard, type Judged } from "../../sim/consensus/judge.ts";
import { consensusWeight } from "../../sim/consensus/weightedMedian.ts";
import type { YumaParameters } from "../../sim/consensus/yuma.ts";
import {
  emptyRows,
  normalize,
  normalizeSparseRows,
  pairsOf,
  sparseFromPairs,
  type SparseRows,
  type Vec,
} from "../../sim/core/matrix.ts";
import { draw } from "../../sim/core/random.ts";
import { fc } from "../laws/seeded.ts";
import { simpleSubnet } from "../laws/subnets.ts";

/** How weights are spread: the search for consensus must not depend on it. */
const SPREADS = {
  even: (u: number) => u,
  "heavy tail": (u: number) => (u + 1e-6) ** -3,
  "mostly zero": (u: number) => Math.max(0, u - 0.8),
  "two values": (u: number) => Number(u > 0.6),
  "a few values": (u: number) => Math.floor(u * 5),
  "one value": () => 1,
};

const subnets = fc.record({
  validators: fc.integer({ min: 1, max: 150 }),
  columns: fc.integer({ min: 1, max: 40 }),
  seed: fc.nat(),
  spread: fc.constantFrom(...Object.values(SPREADS)),
  stakes: fc.constantFrom(
    () => 1,
    (u: number) => u,
    (u: number) => u ** 8,
    (u: number) => (u < 0.5 ? 0 : u),
  ),
  kappa: fc.oneof(fc.constantFrom(0, 1, 0.5, 32_767 / 65_535), fc.double({ min: 0, max: 1, noNaN: true })),
  bonds: fc.constantFrom("classic" as const, "yuma3" as const),
  bondsPenalty: fc.constantFrom(0, 0.3, 1),
  bondAlpha: fc.constantFrom(0.1, 1),
  remembers: fc.boolean(),
});

type Case = typeof subnets extends Arbitrary<infer Subnet> ? Subnet : never;

/** A subnet in which `validators` uids list the same miners, as many that there are at least 1,100 weights, and one more votes but lists nothing. */
function heardOf({ validators, columns, seed, spread, stakes, remembers, ...rule }: Case, listed = 1): Heard {
  const miners = Math.ceil(1100 / validators) + columns;
  const n = validators + 1 + miners;
  const u = (purpose: string, i: number, j: number) => draw(seed, purpose, i, String(j));
  const block = (what: string, value: (u: number) => number) =>
    sparseFromPairs(
      Array.from({ length: n }, (_, i) =>
        i < validators
          ? Array.from({ length: miners }, (_, j): [number, number] => [
              validators + 1 + j,
              value(u(what, i, j)),
            ]).filter(([j, w]) => listed === 1 || (w > 0 && u(`${what} listed`, i, j) < listed))
          : [],
      ),
      n,
    );
  const activeStake = normalize(
    Float64Array.from({ length: n }, (_, i) => (i <= validators ? stakes(u("stake", i, 0)) : 0)),
  );
  const parameters: YumaParameters = { ...rule, stakeThreshold: 0, maxValidators: 64 };
  return {
    parameters,
    arithmetic: arithmetics.chain,
    input: {
      ...simpleSubnet([1], [[1]]),
      n,
      block: 720,
      tempo: 360,
      lastStepBlock: 360,
      registeredAt: new Float64Array(n),
      bonds: remembers ? block("bond", (u) => u) : emptyRows(n, n),
    },
    masked: block("weight", spread),
    activeStake,
  };
}

/** Subnets whose rows list some of the miners each; still 1,100 weights. */
const thin = subnets.map((subnet) => ({
  ...subnet,
  validators: subnet.validators + 1,
  bonds: "yuma3" as const,
  columns: subnet.columns + 1000,
}));

function expectSame(dense: Judged, plain: Judged): void {
  expect(Array.from(dense.consensusWeight)).toEqual(Array.from(plain.consensusWeight)); // one of the weights, exactly
  const vectors = ["validatorTrust", "rank", "incentive", "dividend"] as const;
  for (const name of vectors) expectNear(dense[name], plain[name], name);
  const filled = (judged: Judged) => pairsOf(judged.bonds).map((row) => new Map(row));
  const [got, wanted] = [filled(dense), filled(plain)];
  got.forEach((row, i) => {
    for (const j of new Set([...row.keys(), ...wanted[i]!.keys()]))
      expectNear([row.get(j) ?? 0], [wanted[i]!.get(j) ?? 0], `bond ${i}, ${j}`);
  });
}

/** Positive entries of a matrix. */
const entriesOf = (m: SparseRows) => pairsOf(m).map((row) => row.filter(([, value]) => value > 0));

function expectNear(got: Vec, wanted: Vec, what: string): void {
  expect(got.length, what).toBe(wanted.length);
  for (let k = 0; k < got.length; k++) {
    if (!(Math.abs(got[k]! - wanted[k]!) <= 1e-12)) expect.fail(`${what}[${k}] is ${got[k]}, plain ${wanted[k]}`);
  }
}

describe("the dense path", () => {
  it("gives what the plain path gives", () => {
    fc.assert(
      fc.property(subnets, (subnet) => {
        const heard = heardOf(subnet);
        const dense = judgeDense(heard, "paid");
        if (dense === null) throw new Error("the dense path did not apply");
        expectSame(dense, judgePlain(heard, "paid"));
      }),
      { numRuns: 150 },
    );
  });

  it("gives it to the last digit where rows differ in what they list", () => {
    fc.assert(
      fc.property(thin, (subnet) => {
        const heard = heardOf(subnet, 0.8);
        const dense = judgeDense(heard, "paid");
        if (dense === null) return; // too few are listed
        const plain = judgePlain(heard, "paid");
        for (const name of ["consensusWeight", "validatorTrust", "rank", "incentive", "dividend"] as const)
          expect(dense[name], name).toEqual(plain[name]);
        expect(entriesOf(dense.bonds)).toEqual(entriesOf(plain.bonds));
      }),
      { numRuns: 25 },
    );
  });

  it("stores bonds as the plain path does", () => {
    for (const bonds of ["classic", "yuma3"] as const) {
      const heard = heardOf({ ...fc.sample(subnets, { numRuns: 1, seed: 6 })[0]!, bonds });
      const [dense, plain] = [judgeDense(heard, "kept")!, judgePlain(heard, "kept")];
      expectSame(dense, plain);
    }
  });

  it("finds the consensus of any other rule too", () => {
    fc.assert(
      fc.property(subnets, (subnet) => {
        const { masked, activeStake, parameters } = heardOf(subnet);
        const weights = normalizeSparseRows(masked);
        const [fast, plain] = [fastConsensusWeight, consensusWeight].map((f) =>
          f(weights, activeStake, parameters.kappa),
        );
        expect(fast).toEqual(plain);
      }),
      { numRuns: 40 },
    );
  });

  it("leaves its input as it was, and gives the same again", () => {
    const heard = heardOf(fc.sample(subnets, { numRuns: 1, seed: 3 })[0]!);
    const before = structuredClone({ masked: heard.masked, bonds: heard.input.bonds, stake: heard.activeStake });
    const first = structuredClone(judgeDense(heard, "paid"));
    judgeDense(heardOf(fc.sample(subnets, { numRuns: 1, seed: 4 })[0]!), "paid"); // another subnet in the same memory
    expect(judgeDense(heard, "paid")).toEqual(first);
    expect({ masked: heard.masked, bonds: heard.input.bonds, stake: heard.activeStake }).toEqual(before);
  });

  it("is left to the plain path where it does not fit", () => {
    const heard = heardOf({ ...fc.sample(subnets, { numRuns: 1, seed: 5 })[0]!, bonds: "yuma3" });
    expect(judgeDense(heard, "paid")).not.toBeNull();
    const liquidAlpha = {
      low: 0.7,
      high: 0.9,
      steepness: 1000,
      consensus: "current",
      compares: "bondWeights",
    } as const;
    const parameters = (changed: Partial<YumaParameters>) => ({
      ...heard,
      parameters: { ...heard.parameters, ...changed },
    });
    expect(judgeDense(parameters({ liquidAlpha }), "paid")).toBeNull();
    expect(judgeDense(parameters({ bonds: "yuma2" }), "paid")).toBeNull();
    expect(judgeDense(parameters({ incentive: "winnerTakesAll" }), "paid")).toBeNull();
    expect(judgeDense(parameters({ weightsOf: "previous" }), "paid")).toBeNull();
    expect(judgeDense({ ...heard, arithmetic: arithmetics.peer }, "paid")).toBeNull();
  });
});
