import { weightsThatCount } from "../../sim/consensus/masks.ts";
import { describe, expect, it } from "vitest";
import { columnSums, pairsOf, sparseFromPairs, sum, type Vec } from "../../sim/core/matrix.ts";
import { activityCutoff } from "../../sim/consensus/parameters.ts";
import { nextPermits } from "../../sim/consensus/permits.ts";
import { stakeShares } from "../../sim/consensus/stake.ts";
import { toU16 } from "../../sim/consensus/storage.ts";
import { consensusWeight, weightedMedian } from "../../sim/consensus/weightedMedian.ts";
import { liquidAlpha, liquidAlphas, type LiquidAlpha } from "../../sim/consensus/bondRules/liquidAlpha.ts";
import { yuma3Bonds } from "../../sim/consensus/bondRules/yuma3.ts";
import { chainEpoch, playChain, type ChainOutcome } from "../../sim/snapshot/chain.ts";
import { chainResult } from "../../sim/snapshot/chainResult.ts";
import { readSnapshot } from "../../sim/snapshot/read.ts";
import { expectPrinted } from "./expected.ts";
import { allVectors, dense, vectors, type EpochSequence, type Step, type VectorFile } from "./vectors.ts";

/** What floats may differ by where the chain's test asserts exact integers (see docs/yuma.md, deviations). */
const ASSERTED_U16 = 1;
const ASSERTED_EMISSION = 2;

function expectClose(actual: Vec | number[][], wanted: Vec | number[][], tolerance: number, what: string): void {
  const [a, w] = [Array.from(actual as number[]).flat(), Array.from(wanted as number[]).flat()];
  expect(a.length, `${what}: length`).toBe(w.length);
  a.forEach((value, k) => {
    expect(Math.abs(value - Number(w[k])), `${what}[${k}] is ${value}, wanted ${w[k]}`).toBeLessThanOrEqual(tolerance);
  });
}

/** Each asserted key of the chain's tests, and what it says of an outcome. */
const assertions: Record<string, (outcome: ChainOutcome, value: never, file: EpochSequence) => void> = {
  dividends_u16_cells: ({ epoch }, cells) => checkCells(epoch.dividend.map(toU16), cells, ASSERTED_U16),
  incentive_u16_cells: ({ epoch }, cells) => checkCells(epoch.incentive.map(toU16), cells, ASSERTED_U16),
  consensus_u16_cells: ({ epoch }, cells) => checkCells(epoch.consensusWeight.map(toU16), cells, ASSERTED_U16),
  emission_cells: ({ paid }, cells) => checkCells(paid.combined, cells, ASSERTED_EMISSION),
  bonds_out_u16_cells({ bondsOut }, cells: [number, number, number][], { n }) {
    const rows = dense(bondsOut, n);
    for (const [i, j, value] of cells) expectClose([rows[i]![j]!], [value], ASSERTED_U16, `bond ${i},${j}`);
  },
  asserted_tolerance: () => {}, // how closely the two below agree
  dividends_approx({ epoch }, wanted: number[], { steps }) {
    expectClose(epoch.dividend.slice(0, wanted.length), wanted, toleranceOf(steps), "dividends");
  },
  bonds_approx_server_columns({ epoch }, wanted: number[][], { n, steps }) {
    const servers = n - wanted[0]!.length;
    const rows = dense(epoch.emaBonds, n).slice(0, wanted.length);
    expectClose(
      rows.map((row) => row.slice(servers)),
      wanted,
      toleranceOf(steps),
      "bonds on servers",
    );
  },
  sum_of_all_emission_abs({ paid }, [total, tolerance]: [number, number]) {
    expectClose([sum(paid.combined)], [total], tolerance, "sum of emission");
  },
  incentive_positive: ({ epoch }, uids: number[]) => uids.forEach((j) => expect(epoch.incentive[j]).toBeGreaterThan(0)),
  incentive_zero: ({ epoch }, uids: number[]) => uids.forEach((j) => expect(epoch.incentive[j]).toBe(0)),
  trace_stake_norm: ({ epoch }, v, file) => checkTrace(epoch.stakeShare, v, file),
  trace_active_stake: ({ epoch }, v, file) => checkTrace(epoch.activeStake, v, file),
  trace_incentive: ({ epoch }, v, file) => checkTrace(epoch.incentive, v, file),
  trace_dividends: ({ epoch }, v, file) => checkTrace(epoch.dividend, v, file),
  trace_consensus: ({ epoch }, v, file) => checkTrace(epoch.consensusWeight, v, file),
  trace_validator_trust: ({ epoch }, v, file) => checkTrace(epoch.validatorTrust, v, file),
  trace_prerank: ({ epoch, input }, v, file) =>
    checkTrace(columnSums(weightsThatCount(input), epoch.activeStake), v, file),
  trace_emission: ({ paid }, v, { tolerance }) =>
    expectClose(paid.combined, v, tolerance.expected_emission_abs, "trace of emission"),
};

/** Tolerance that the chain's own test of a file uses. */
function toleranceOf(steps: readonly Step[]): number {
  const stated = steps.map(({ asserted }) => (asserted as { asserted_tolerance?: number }).asserted_tolerance);
  return Math.max(...stated.filter((tolerance) => tolerance !== undefined));
}

function checkCells(values: Vec, cells: [number, number][], tolerance: number): void {
  for (const [i, value] of cells) expectClose([values[i]!], [value], tolerance, `cell ${i}`);
}

function checkTrace(values: Vec, wanted: number[], { tolerance }: EpochSequence): void {
  expectClose(values, wanted, tolerance.expected_float_abs, "trace");
}

describe.each(vectors<EpochSequence>("epoch_sequence"))("$name", (file) => {
  it.each(file.steps.map((step, k) => ({ k, ...step })))("step $k: $label", (step) => {
    const outcome = chainEpoch(file.n, { ...file.params, ...step }, step);
    expectPrinted({ ...chainResult(outcome) }, step.expected, file);
    for (const [key, value] of Object.entries(step.asserted)) {
      const check = assertions[key];
      if (!check) throw new Error(`no reader for asserted.${key}`);
      check(outcome, value, file);
    }
  });

  it("carries its own bonds and permits from step to step", () => {
    const steps = file.steps.map(({ permits_in, bonds_in_u16, ...step }, k) =>
      k === 0 ? { ...step, permits_in, bonds_in_u16 } : step,
    );
    const played = [...playChain(chainOf({ ...file, steps }))];
    const tolerance = 5 * file.tolerance.expected_float_abs; // roundings to u16 add up over the steps
    for (const [k, { outcome }] of played.entries()) {
      expectClose(outcome.epoch.dividend, file.steps[k]!.expected.dividends as number[], tolerance, "dividends");
    }
  });

  it("has the chain's own activity cutoff", () => {
    const parameters = { stakeThreshold: 0, maxValidators: 1 };
    expect(activityCutoff(parameters, file.params.tempo)).toBe(file.params.activity_cutoff_blocks);
  });
});

/** A file as the reader of snapshots gives it. */
function chainOf(file: object) {
  const snapshot = readSnapshot(JSON.stringify(file), "vector");
  if (snapshot.kind !== "chain") throw new Error("the file holds no epochs of a subnet");
  return snapshot.chain;
}

interface Graph extends VectorFile {
  readonly generator: { readonly epochs: number };
  readonly asserted: Record<"validator" | "server", Record<string, number>>;
}

describe.each(vectors<Graph>("epoch_generator"))("$name", (file) => {
  const { generator, asserted } = file;
  const played = [...playChain(chainOf(file))];
  const ends = played.filter((_, k) => k % generator.epochs === generator.epochs - 1);
  it.each(ends)("$step.label", ({ outcome: { input, epoch, paid, bondsOut } }) => {
    const bonds = dense(bondsOut, input.n);
    const uids = Array.from({ length: input.n }, (_, uid) => uid);
    const judges = (uid: number) => input.stake[uid]! > 0;
    const firstOf = { validator: uids.find(judges)!, server: uids.find((uid) => !judges(uid))! };
    for (const uid of uids) {
      const want = asserted[judges(uid) ? "validator" : "server"];
      expectClose([toU16(epoch.consensusWeight[uid]!)], [want.consensus_u16!], ASSERTED_U16, "consensus");
      expectClose([toU16(epoch.incentive[uid]!)], [want.incentive_u16!], ASSERTED_U16, "incentive");
      expectClose([toU16(epoch.dividend[uid]!)], [want.dividends_u16!], ASSERTED_U16, "dividends");
      expectClose([paid.combined[uid]!], [want.combined_emission!], ASSERTED_EMISSION, "emission");
      const bond = judges(uid) ? want.bond_u16_to_first_server! : want.bond_u16_anywhere!;
      expect(bonds[uid]![firstOf.server]).toBe(bond);
      expect(bonds[uid]![firstOf.validator]).toBe(0);
    }
  });
});

interface FunctionCases extends VectorFile {
  readonly tolerance: number;
  readonly cases: never[];
  readonly generated_cases?: { stake_parts: number[]; score: number[]; majority: number; expected: number }[];
}

describe.each(vectors<FunctionCases>("function"))("$name", (file) => {
  const functions: Record<string, (entry: never) => void> = {
    math_weighted_median({
      stake,
      score,
      majority,
      expected,
    }: {
      stake: number[];
      score: number[];
      majority: number;
      expected: number;
    }) {
      expectClose([weightedMedian(score, stake, majority)], [expected], file.tolerance, "median");
    },
    math_weighted_median_columns({
      stake,
      weights,
      majority,
      expected,
    }: {
      stake: number[];
      weights: number[][];
      majority: number;
      expected: number[];
    }) {
      const columns = expected.length;
      const rows = weights.map((row) => row.map((w, j): [number, number] => [j, w]));
      expectClose(
        consensusWeight(sparseFromPairs(rows, columns), stake, majority),
        expected,
        file.tolerance,
        "columns",
      );
      const listed = rows.map((row) => row.filter(([, w]) => w !== 0));
      expectClose(
        consensusWeight(sparseFromPairs(listed, columns), stake, majority),
        expected,
        file.tolerance,
        "sparse",
      );
    },
  };
  it("agrees case by case", () => {
    for (const entry of file.cases) functions[file.name]!(entry);
    for (const { stake_parts, ...rest } of file.generated_cases ?? []) {
      functions[file.name]!({ stake: stake_parts, ...rest } as never);
    }
  });
});

interface LiquidFile extends VectorFile {
  readonly alpha_low_u16: number;
  readonly alpha_high_u16: number;
  readonly steepness_i16: number;
}

const liquidOf = ({ alpha_low_u16, alpha_high_u16, steepness_i16 }: LiquidFile): LiquidAlpha => ({
  low: alpha_low_u16 / 65_535,
  high: alpha_high_u16 / 65_535,
  steepness: steepness_i16,
});

interface LiquidCases extends LiquidFile {
  readonly tolerance?: number;
  readonly cases: { consensus: number; weight: number; bond: number; expected_alpha: number }[];
}

describe.each(vectors<LiquidCases>("liquid_alpha_function"))("$name", (file) => {
  it.each(file.cases)("alpha is $expected_alpha at weight $weight, bond $bond, consensus $consensus", (entry) => {
    const alpha = liquidAlpha(liquidOf(file), entry.weight, entry.bond, entry.consensus);
    expect(Math.abs(alpha - entry.expected_alpha)).toBeLessThanOrEqual(file.tolerance ?? 2e-6);
  });
});

interface LiquidIdentity extends LiquidFile {
  readonly weights: number[][];
  readonly bonds: number[][];
  readonly consensus: number[];
  readonly bonds_moving_average_ppm: number;
  readonly expected_bonds: number[][];
  readonly tolerance: number;
}

/** With low = high the pairs' alphas are one alpha. The case is of the dense path, in which every pair is listed. */
describe.each(vectors<LiquidIdentity>("liquid_alpha_identity"))("$name", (file) => {
  it("is the plain moving average", () => {
    const columns = file.weights[0]!.length;
    const listed = (m: number[][]) =>
      sparseFromPairs(
        m.map((row) => row.map((v, j): [number, number] => [j, v])),
        columns,
      );
    const shown = (m: ReturnType<typeof yuma3Bonds>) =>
      pairsOf(m).map((row) => Array.from({ length: columns }, (_, j) => row.find(([k]) => k === j)?.[1] ?? 0));
    const [bonds, weights] = [listed(file.bonds), listed(file.weights)];
    const alphas = liquidAlphas(liquidOf(file), weights, Float64Array.from(file.consensus), null);
    const liquid = shown(yuma3Bonds(bonds, weights, alphas!));
    const plain = shown(yuma3Bonds(bonds, weights, 1 - file.bonds_moving_average_ppm / 1e6));
    expectClose(liquid, file.expected_bonds, file.tolerance, "liquid");
    expectClose(plain, file.expected_bonds, file.tolerance, "plain");
  });
});

interface PermitCases extends VectorFile {
  readonly cases: {
    readonly max_allowed_validators: number;
    readonly stake_threshold: number;
    readonly stake_first: number[];
    readonly permits_out_first: boolean[];
    readonly stake_second: number[];
    readonly permits_out_second: boolean[];
  }[];
}

describe.each(vectors<PermitCases>("validator_permits"))("$name", (file) => {
  it.each(file.cases)("$max_allowed_validators permits, threshold $stake_threshold: $stake_first", (entry) => {
    const permits = (stake: number[]) => {
      const shares = stakeShares(stake, entry.stake_threshold, null);
      return Array.from(nextPermits(shares, entry.max_allowed_validators, null), Boolean);
    };
    expect(permits(entry.stake_first)).toEqual(entry.permits_out_first);
    expect(permits(entry.stake_second)).toEqual(entry.permits_out_second);
  });
});

it("reads every vector of the folder", () => {
  const read = [
    "epoch_sequence",
    "epoch_sequence_large", // by test/cli/epoch.test.ts, through the command
    "epoch_generator",
    "function",
    "validator_permits",
    "liquid_alpha_function",
    "liquid_alpha_identity",
    "fixed",
  ];
  expect(allVectors().filter(({ kind }) => !read.includes(kind))).toEqual([]);
  expect(allVectors().filter(({ source, origin }) => !source?.repo && !origin)).toEqual([]);
});
