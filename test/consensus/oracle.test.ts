/** `yumaEpoch` against the plain second version of it in test/support/naiveYuma.ts, over random subnets and several epochs. */
import { fc } from "../laws/seeded.ts";
import { describe, expect, it } from "vitest";
import type { ConsensusInput } from "../../sim/consensus/contract.ts";
import { activityCutoff } from "../../sim/consensus/parameters.ts";
import { yumaEpoch, type YumaParameters } from "../../sim/consensus/yuma.ts";
import { pairsOf, sparseFromPairs, type SparseRows } from "../../sim/core/matrix.ts";
import { stream } from "../../sim/core/random.ts";
import { subnetsOf } from "../laws/subnets.ts";
import { naiveYuma, type NaiveParameters, type NaiveResult, type Row } from "../support/naiveYuma.ts";

const TOLERANCE = 1e-9;
const EPOCHS = 4;

const base = {
  kappa: 32_767 / 65_535,
  bondAlpha: 0.1,
  stakeThreshold: 0,
  maxValidators: 64,
  storage: "float",
} as const;
const liquidAlpha = { low: 0.7, high: 0.9, steepness: 1000, consensus: "current", compares: "bondWeights" } as const;

const rules: Record<string, YumaParameters> = {
  "classic bonds": { ...base, bonds: "classic", bondsPenalty: 1 },
  "classic bonds, half a penalty, few permits": {
    ...base,
    bonds: "classic",
    bondsPenalty: 0.5,
    kappa: 0.3,
    maxValidators: 3,
    stakeThreshold: 1000,
  },
  "Yuma 3": { ...base, bonds: "yuma3", bondsPenalty: 0, bondAlpha: 0.3 },
  "Yuma 3, clipped": { ...base, bonds: "yuma3", bondsPenalty: 1 },
  "liquid alpha": { ...base, bonds: "yuma3", bondsPenalty: 1, liquidAlpha },
  "liquid alpha, bonds by weights as given": { ...base, bonds: "yuma3", bondsPenalty: 0, liquidAlpha },
  "liquid alpha, half a penalty": { ...base, bonds: "yuma3", bondsPenalty: 0.5, liquidAlpha },
};

describe.each(Object.entries(rules))("yuma with %s", (_, parameters) => {
  it("agrees on small subnets", () => {
    const several = fc
      .integer({ min: 1, max: 9 })
      .chain((n) => fc.array(subnetsOf(n), { minLength: EPOCHS, maxLength: EPOCHS }));
    fc.assert(
      fc.property(several, (epochs) => expectAgreement(parameters, epochs)),
      { numRuns: 150 },
    );
  });

  it("agrees on subnets of up to 40 uids", () => {
    for (const epochs of larger) expectAgreement(parameters, epochs);
  });
});

/** Drawn once for all rules. */
const larger = Array.from({ length: 150 }, (_, seed) => randomSubnets(seed + 1));

/** Plays the inputs as epochs one after the other; each version goes on with its own bonds and permits. */
function expectAgreement(parameters: YumaParameters, drawn: readonly ConsensusInput[]): void {
  let ours: Carried = drawn[0]!;
  let naive: Carried = drawn[0]!;
  drawn.forEach((input, epoch) => {
    const found = yumaEpoch(parameters, { ...later(input, epoch), ...ours });
    const wanted = naiveYuma(
      naiveParameters(parameters, input.tempo),
      naiveInput({ ...later(input, epoch), ...naive }),
    );
    expectSame(found, wanted);
    ours = { bonds: found.bonds, permits: found.permits };
    naive = { bonds: rowsOf(wanted.bonds), permits: wanted.permits.map(Number) };
  });
}

type Carried = Pick<ConsensusInput, "bonds" | "permits">;

/** An input drawn for block 10,000, so many epochs later. */
function later(input: ConsensusInput, epoch: number): ConsensusInput {
  if (epoch === 0) return input;
  const passed = epoch * input.tempo;
  const shifted = (blocks: ArrayLike<number>) => Float64Array.from(blocks, (block) => block + passed);
  return {
    ...input,
    block: input.block + passed,
    lastStepBlock: input.block + passed - input.tempo,
    lastUpdate: shifted(input.lastUpdate),
    registeredAt: shifted(input.registeredAt),
    ...(input.commitBlocks && { commitBlocks: shifted(input.commitBlocks) }),
  };
}

function expectSame(found: ReturnType<typeof yumaEpoch>, wanted: NaiveResult): void {
  expect(Array.from(found.active, Boolean)).toEqual(wanted.active);
  expect(Array.from(found.permits, Boolean)).toEqual(wanted.permits);
  expect(found.fallback === null).toBe(wanted.fallback === null);
  const pairs = [
    ["stakeShare", found.stakeShare, wanted.stakeShare],
    ["activeStake", found.activeStake, wanted.activeStake],
    ["consensusWeight", found.consensusWeight, wanted.consensusWeight],
    ["validatorTrust", found.validatorTrust, wanted.validatorTrust],
    ["rank", found.rank, wanted.rank],
    ["incentive", found.incentive, wanted.incentive],
    ["dividend", found.dividend, wanted.dividend],
    ["fallback", found.fallback?.shares ?? [], wanted.fallback ?? []],
    ...pairsOf(found.bonds).map((row, i) => [`bonds of ${i}`, dense(row), dense(wanted.bonds[i]!)] as const),
  ] as const;
  for (const [what, values, expected] of pairs) {
    // A plain comparison: 200,000 expectations take seconds.
    if (values.length !== expected.length) expect.fail(`${what} has ${values.length} of ${expected.length} entries`);
    const off = Array.from(values).findIndex((value, k) => !(Math.abs(value - expected[k]!) <= TOLERANCE));
    if (off >= 0) expect.fail(`${what}[${off}] is ${values[off]}, wanted ${expected[off]}`);
  }
}

/** A row over 64 columns, so that a missing entry and a 0 are alike: the next epoch reads both as no bond. */
function dense(row: Iterable<readonly [number, number]>): Float64Array {
  const values = new Float64Array(64);
  for (const [j, value] of row) values[j] = value;
  return values;
}

function naiveParameters({ bonds, ...parameters }: YumaParameters, tempo: number): NaiveParameters {
  return { ...parameters, yuma3: bonds === "yuma3", activityCutoff: activityCutoff(parameters, tempo) };
}

function naiveInput({ stake, lastUpdate, registeredAt, permits, commitBlocks, ...input }: ConsensusInput) {
  return {
    ...input,
    stake: Array.from(stake),
    lastUpdate: Array.from(lastUpdate),
    registeredAt: Array.from(registeredAt),
    permits: Array.from(permits, Boolean),
    weights: mapsOf(input.weights),
    bonds: mapsOf(input.bonds),
    commitBlocks: commitBlocks && Array.from(commitBlocks),
  };
}

const mapsOf = (m: SparseRows): Row[] => pairsOf(m).map((row) => new Map(row));
const rowsOf = (rows: readonly Row[]): SparseRows =>
  sparseFromPairs(
    rows.map((row) => [...row].sort(([a], [b]) => a - b)),
    rows.length,
  );

/** Epochs of one subnet of 10 to 40 uids: ties in stake, explicit zeros, newcomers, outdated weights, inactive validators. */
function randomSubnets(seed: number): ConsensusInput[] {
  const random = stream(seed, "subnet");
  const chance = (share: number) => random() < share;
  const whole = (from: number, to: number) => from + Math.floor(random() * (to - from + 1));
  const n = whole(10, 40);
  const vector = (entry: (uid: number) => number) => Float64Array.from({ length: n }, (_, uid) => entry(uid));
  const rows = (share: number, entry: () => number) => {
    const row = () => Array.from({ length: n }, (_, j): [number, number] => [j, entry()]).filter(() => chance(share));
    return sparseFromPairs(Array.from({ length: n }, row), n);
  };
  const stake = vector(() => (chance(0.5) ? 0 : chance(0.3) ? whole(1, 4) * 1000 : random() * 1e6));
  const ownerUid = chance(0.5) ? whole(0, n - 1) : null;
  return Array.from({ length: EPOCHS }, () => ({
    n,
    block: 10_000,
    tempo: 360,
    stake,
    lastUpdate: vector(() => (chance(0.2) ? whole(0, 9999) : whole(9640, 10_000))),
    registeredAt: vector(() => (chance(0.2) ? whole(9600, 10_000) : whole(0, 5000))),
    permits: Uint8Array.from(stake, (tokens) => Number(tokens > 0 && chance(0.9))),
    weights: rows(0.6, () => (chance(0.15) ? 0 : random())),
    bonds: rows(0.5, random),
    before: null,
    lastStepBlock: chance(0.5) ? 0 : 9640,
    ownerUid,
    ...(chance(0.3) && { commitBlocks: vector(() => (chance(0.5) ? Infinity : whole(9000, 10_000))) }),
  }));
}
