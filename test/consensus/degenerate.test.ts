/** Subnets at the edge: what each kind makes of them, and why. */
import { describe, expect, it } from "vitest";
import type { Consensus, ConsensusInput, ConsensusResult } from "../../sim/consensus/contract.ts";
import { consensus } from "../../sim/consensus/index.ts";
import { splitEmission } from "../../sim/consensus/payout.ts";
import { emptyRows, sparseFromPairs, sum, type Vec } from "../../sim/core/matrix.ts";
import { consensusKinds, everyConsensus } from "../laws/consensusKinds.ts";
import { dailyContext } from "../laws/kinds.ts";
import { simpleSubnet } from "../laws/subnets.ts";

const CHAIN_KAPPA = 32_767 / 65_535;
const rule = (kind: string, parameters: Record<string, unknown> = {}): Consensus =>
  consensus.build(consensus.schema.parse({ kind, ...parameters }), dailyContext);

/** Large stakes, so that no example's threshold matters. */
const STAKE = [5e6, 3e6, 2e6];
const ROWS = [
  [0.2, 0.5, 0.3],
  [0.2, 0.5, 0.3],
  [0.1, 0.3, 0.6],
];
const NONE = [0, 0, 0];
const ordinary = simpleSubnet(STAKE, ROWS);

/** A subnet of one uid that gives itself everything. */
const alone: ConsensusInput = {
  ...ordinary,
  n: 1,
  stake: [1e6],
  lastUpdate: [1000],
  registeredAt: [0],
  permits: [1],
  weights: sparseFromPairs([[[0, 1]]], 1),
  bonds: emptyRows(1, 1),
};

const nobody: ConsensusInput = {
  ...ordinary,
  n: 0,
  stake: [],
  lastUpdate: [],
  registeredAt: [],
  permits: [],
  weights: emptyRows(0, 0),
  bonds: emptyRows(0, 0),
};

/** Inputs without a usable weight: who is paid instead. */
const without: Record<string, { input: ConsensusInput; by: "activeStake" | "stake"; shares: Vec; because: string }> = {
  "no stake": {
    input: simpleSubnet(NONE, ROWS),
    by: "stake",
    shares: [0, 0, 0, 0, 0, 0],
    because: "there is no share to pay by, so nothing is paid",
  },
  "no weights": {
    input: { ...ordinary, weights: emptyRows(6, 6) },
    by: "activeStake",
    shares: [0.5, 0.3, 0.2, 0, 0, 0],
    because: "validators work but nobody is judged",
  },
  "explicit zeros only": {
    input: simpleSubnet(STAKE, [NONE, NONE, NONE]),
    by: "activeStake",
    shares: [0.5, 0.3, 0.2, 0, 0, 0],
    because: "a row of zeros is not spread over its targets",
  },
  "weights older than every miner": {
    input: { ...ordinary, registeredAt: [0, 0, 0, 1000, 1000, 1000] },
    by: "activeStake",
    shares: [0.5, 0.3, 0.2, 0, 0, 0],
    because: "all of them are masked",
  },
  "all inactive": {
    input: { ...ordinary, block: 1_000_000 },
    by: "stake",
    shares: [0.5, 0.3, 0.2, 0, 0, 0],
    because: "no stake is active, though the rows stay",
  },
  "nobody with a permit": {
    input: { ...ordinary, permits: [0, 0, 0, 0, 0, 0] },
    by: "stake",
    shares: [0.5, 0.3, 0.2, 0, 0, 0],
    because: "permits of the epoch before count: a first epoch pays by stake",
  },
  "one uid that judges itself": {
    input: alone,
    by: "activeStake",
    shares: [1],
    because: "only the owner's self weight counts",
  },
  "no uid at all": { input: nobody, by: "stake", shares: [], because: "there is nobody" },
};

/** Inputs on which every kind agrees: incentive and dividends. */
const agreed: Record<string, { input: ConsensusInput; incentive: Vec; dividend: Vec; because: string }> = {
  "one validator": {
    input: simpleSubnet([1e6], [[1, 3]]),
    incentive: [0, 0.25, 0.75],
    dividend: [1, 0, 0],
    because: "what it says is the consensus",
  },
  "an owner that judges itself": {
    input: { ...alone, ownerUid: 0 },
    incentive: [1],
    dividend: [1],
    because: "the owner's self weight stays",
  },
  "a stake of 1 beside 1e21": {
    input: simpleSubnet(
      [1e21, 1],
      [
        [1, 3],
        [1, 0],
      ],
    ),
    incentive: [0, 0, 0.25, 0.75],
    dividend: [1, 0, 0, 0],
    because: "below 2^-32 of the total a stake is dust, so one validator is left",
  },
  "denormal weights": {
    input: simpleSubnet([1e6], [[5e-324, 15e-324]]),
    incentive: [0, 0.25, 0.75],
    dividend: [1, 0, 0],
    because: "the smallest numbers have shares like any other",
  },
  "weights near the largest number": {
    input: simpleSubnet([1e6], [[2e307, 6e307]]),
    incentive: [0, 0.25, 0.75],
    dividend: [1, 0, 0],
    because: "their sum is still a number",
  },
};

/** Inputs on which kinds need not agree. */
const extreme: Record<string, { input: ConsensusInput }> = {
  "the smallest weight beside an ordinary one": {
    input: simpleSubnet(STAKE, [
      [5e-324, 1],
      [1, 5e-324],
      [5e-324, 5e-324],
    ]),
  },
  "the smallest stakes": { input: simpleSubnet([5e-324, 5e-324, 5e-324], ROWS) },
  "the largest stakes": { input: simpleSubnet([8e307, 8e307, 1e307], ROWS) },
  "bonds of every size": {
    input: { ...ordinary, bonds: sparseFromPairs([[[3, 1e300]], [[3, 5e-324]], [[4, 5e-324]], [], [], []], 6) },
  },
};

/** Kinds that pay by weights: only these have nothing to go by in the cases below. */
const byWeights = ({ rule }: (typeof everyConsensus)[number]) => !rule.ignoresWeights;

describe.each(consensusKinds.filter(byWeights))("$kind $parameters", ({ rule: { epoch } }) => {
  it.each(Object.entries(without))("pays by shares of stake: %s", (_, { input, by, shares, because }) => {
    const result = epoch(input);
    expect(result.fallback?.by, because).toBe(by);
    expectClose(result.fallback!.shares, shares);
    expectOrderly(result);
  });

  it.each(Object.entries(agreed))("pays as it must: %s", (_, { input, incentive, dividend, because }) => {
    const result = epoch(input);
    expect(result.fallback, because).toBeNull();
    expectClose(result.incentive, incentive);
    expectClose(result.dividend, dividend);
    expectOrderly(result);
  });
});

describe.each(everyConsensus.filter(byWeights))("$kind $parameters", ({ rule: { epoch } }) => {
  it.each(Object.entries({ ...without, ...agreed, ...extreme }))("gives finite numbers: %s", (_, { input }) => {
    expectOrderly(epoch(input));
  });
});

function expectClose(values: Vec, wanted: Vec): void {
  expect(values.length).toBe(wanted.length);
  for (let k = 0; k < wanted.length; k++) expect(values[k]).toBeCloseTo(wanted[k]!, 12);
}

/** Finite numbers, and all that can be paid is paid once. */
function expectOrderly(result: ConsensusResult): void {
  const { incentive, dividend, rank, consensusWeight, validatorTrust, bonds, stakeShare } = result;
  for (const values of [incentive, dividend, rank, consensusWeight, validatorTrust, bonds.value]) {
    expect(Array.from(values).every((value) => Number.isFinite(value) && value >= 0)).toBe(true);
  }
  expect(sum(splitEmission(result, 100).combined)).toBeCloseTo(sum(stakeShare) > 0 ? 100 : 0, 9);
}

describe("three validators who each know their own miner only", () => {
  const disjoint = simpleSubnet(
    [1, 1, 1],
    [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
  );
  const thirds = [1 / 3, 1 / 3, 1 / 3];

  it.each([{}, { bonds: "yuma3" }, { bonds: "yuma3", liquidAlpha: {} }])(
    "yuma %j pays by active stake",
    (parameters) => {
      const { fallback, consensusWeight } = rule("yuma", parameters).epoch(disjoint);
      expectClose(consensusWeight, new Float64Array(6)); // a third of the stake does not reach kappa
      expect(fallback?.by).toBe("activeStake");
      expectClose(fallback!.shares, [...thirds, 0, 0, 0]);
    },
  );

  it.each(["weightedMean", "trimmedMean", "sigmoid"])("%s pays the miners alike: no weight needs support", (kind) => {
    const { incentive, dividend, fallback } = rule(kind).epoch(disjoint);
    expect(fallback).toBeNull();
    expectClose(incentive, [0, 0, 0, ...thirds]);
    expectClose(dividend, [...thirds, 0, 0, 0]);
  });

  it("trimmedMean pays no miner when it cuts more than a third, but the validators who set weights", () => {
    const { incentive, dividend, fallback } = rule("trimmedMean", { trim: 0.4 }).epoch(disjoint);
    expect(fallback).toBeNull();
    expectClose(incentive, new Float64Array(6));
    expectClose(dividend, [...thirds, 0, 0, 0]);
  });
});

describe("kappa", () => {
  const consensusOf = (kappa: number, stake: number[], rows: number[][]) =>
    Array.from(rule("yuma", { kappa }).epoch(simpleSubnet(stake, rows)).consensusWeight.slice(stake.length));
  const disagree = [
    [1, 0],
    [0.5, 0.5],
  ];
  const opposite = [
    [1, 0],
    [0, 1],
  ];

  it("is reached by stake of exactly kappa, whatever the rounding of its sum", () => {
    expect(0.3 + 0.15 + 0.05).toBeLessThan(0.5); // the sum as floats make it
    const rows = [
      [0.9, 0.1],
      [0.9, 0.1],
      [0.9, 0.1],
      [0, 1],
    ];
    expect(consensusOf(0.5, [0.3, 0.15, 0.05, 0.5], rows)).toEqual([0.9, 1]);
  });

  it.each([0.5, CHAIN_KAPPA])("%d lets each half of the stake carry its miner", (kappa) => {
    expect(consensusOf(kappa, [7, 7], opposite)).toEqual([1, 1]);
  });

  it("a hair above one half lets neither", () => {
    expect(consensusOf(32_768 / 65_535, [7, 7], opposite)).toEqual([0, 0]);
  });

  it("0 takes the largest weight, so nothing is clipped", () => {
    expect(consensusOf(0, [3, 1], disagree)).toEqual([1, 0.5]);
    const [free, mean] = [rule("yuma", { kappa: 0 }), rule("weightedMean")].map(
      ({ epoch }) => epoch(ordinary).incentive,
    );
    expectClose(free!, mean!);
  });

  it("1 takes the smallest weight, 0 for a miner that anybody leaves out", () => {
    expect(consensusOf(1, [3, 1], disagree)).toEqual([0.5, 0]);
    expect(consensusOf(1, [0.1, 0.2, 0.7], [[1], [1], [1]])).toEqual([1]);
  });

  it("of the sigmoid moves its middle: half the stake is worth one half of rank at 0.5, most of it at 0, little at 1", () => {
    const share = (kappa: number) => {
      const { incentive } = rule("sigmoid", { kappa }).epoch(
        simpleSubnet(
          [1, 1],
          [
            [1, 0],
            [0.5, 0.5],
          ],
        ),
      );
      return incentive[3]! / incentive[2]!;
    };
    const factor = (kappa: number, trust: number) => 1 / (1 + Math.exp(-10 * (trust - kappa)));
    for (const kappa of [0, 0.5, 1]) expect(share(kappa)).toBeCloseTo(factor(kappa, 0.5) / factor(kappa, 1) / 3, 12);
  });
});
