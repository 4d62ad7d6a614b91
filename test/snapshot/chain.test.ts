import { describe, expect, test } from "vitest";
import { playChain } from "../../sim/snapshot/chain.ts";
import { chainResult, type ChainResult } from "../../sim/snapshot/chainResult.ts";
import { readSnapshot } from "../../sim/snapshot/read.ts";
import { dense, vectors, type EpochSequence, type VectorFile } from "../consensus/vectors.ts";
import { smallChain } from "../support/snapshots.ts";

/** What each step of a snapshot gives. */
function play(snapshot: object): ChainResult[] {
  const read = readSnapshot(JSON.stringify(snapshot), "s.json");
  if (read.kind !== "chain") throw new Error("no epochs of a subnet");
  return Array.from(playChain(read.chain), ({ outcome }) => chainResult(outcome));
}

interface LargeSequence extends VectorFile {
  readonly n: number;
  readonly validators: number;
  readonly steps: readonly {
    readonly expected: {
      readonly bond_row_sums_u16: number[];
      readonly bond_column_sums_u16_miners: number[];
      readonly bonds_u16_validators_by_miner?: number[][];
    };
  }[];
}

/** One row. */
const pairs = (...row: [number, number][]) => row;

const small = JSON.parse(smallChain) as { n: number; params: object; steps: [object, object] } & object;
const [first, second] = small.steps;
/** The same with other steps. */
const withSteps = (...steps: object[]) => ({ ...small, steps });

describe("a first step that is silent", () => {
  test.each<[string, object]>([
    ["last_update is the epoch's block", { last_update: [1000, 1000, 1000] }],
    ["block_at_registration is 0", { block_at_registration: [0, 0, 0] }],
    ["the largest stakes hold permits", { permits_in: [true, true, false] }],
    ["there are no bonds", { bonds_in_u16: [[], [], []] }],
    ["there are no commits", { commit_blocks: [null, null, null] }],
    [
      "parameters are the chain's",
      { kappa_u16: 32_767, tempo: 360, activity_cutoff_blocks: 5000, emission_units: 1e9 },
    ],
  ])("%s", (_, said) => {
    expect(play(withSteps({ ...first, ...said }))).toEqual(play(withSteps(first)));
  });

  test.each<[string, object]>([
    ["last_update", { last_update: [0, 1000, 1000] }],
    ["block_at_registration", { block_at_registration: [0, 0, 1000] }],
    ["permits_in", { permits_in: [false, true, false] }],
    ["bonds_in_u16", { bonds_in_u16: [[], [[2, 65_535]], []] }],
    ["commit_blocks", { commit_blocks: [10, null, null], block_at_registration: [0, 0, 11] }],
    ["max_allowed_validators", { max_allowed_validators: 1 }],
  ])("is not deaf to %s", (_, said) => {
    expect(play(withSteps({ ...first, ...said }))).not.toEqual(play(withSteps(first)));
  });
});

describe("a later step", () => {
  const [, after] = play(small);

  test("keeps stake, weights and blocks of the step before, and its bonds and permits as stored", () => {
    const [before] = play(small);
    const said = {
      ...first,
      ...second,
      last_update: [1000, 1000, 1000],
      permits_in: before!.permits_out,
      bonds_in_u16: before!.bonds_out_u16,
    };
    expect(play(withSteps(said))[0]).toEqual(after);
    expect(after).not.toEqual({ ...before, block: after!.block });
  });

  test("replaces the rows that changed", () => {
    const rows = [
      [[1, 9]],
      [
        [0, 5],
        [2, 7],
      ],
      [],
    ];
    const changed = play(withSteps(first, { ...second, weights_u16_changed_rows: { 0: [[1, 9]] } }));
    expect(changed).toEqual(play(withSteps(first, { ...second, weights_u16: rows })));
  });

  test("does not keep commits, nor parameters of its own", () => {
    const passing = { commit_blocks: [10, 10, 10], block_at_registration: [0, 0, 20], kappa_u16: 65_535 };
    const [during, later] = play(withSteps({ ...first, ...passing }, second));
    expect(during!.weights_norm).toEqual([[], [[0, 1]], []]);
    expect(later!.weights_norm[0]).toEqual([[2, 1]]);
    expect(later!.consensus).toEqual([0, 0, 1]); // 7/12 with the kappa of the step before
  });
});

test("stake may stand beside the steps, and as text beyond 2^53", () => {
  const { stake, ...rest } = first as { stake: number[] };
  expect(play({ ...withSteps(rest, second), stake })).toEqual(play(small));
  const large = ["12000000000000000000", 8_000_000_000_000_000_000, "0"];
  expect(play(withSteps({ ...first, stake: large }))).toEqual(play(withSteps(first)));
});

describe("permits of the large kind", () => {
  const large = (permits_in: unknown) =>
    play({ ...withSteps({ ...first, permits_in }), kind: "epoch_sequence_large", validators: 2 });

  test("are uids, or flags of all or of the validators", () => {
    const wanted = play(withSteps({ ...first, permits_in: [false, true, false] }));
    for (const permits of [[1], [false, true, false], [false, true]]) expect(large(permits)).toEqual(wanted);
    expect(large([])).toEqual(play(withSteps({ ...first, permits_in: [false, false, false] })));
  });

  test.each([[[[1, 1]]], [[[true]]], [[[0, true]]]])("%j is refused", (permits) => {
    expect(() => large(permits)).toThrow(/permits_in/);
  });
});

describe("rounding of the chain's fixed point", () => {
  const judged = {
    kind: "epoch_sequence",
    n: 4,
    steps: [
      {
        block: 1000,
        stake: [600, 400, 0, 0],
        permits_in: [true, true, false, false],
        weights_u16: [pairs([2, 1], [3, 1]), pairs([3, 1]), [], []],
        bonds_in_u16: [pairs([2, 100], [3, 7]), pairs([2, 10], [3, 40_000]), [], []],
      },
    ],
  };

  // 0.9 x 10 and 0.8 x 10 come out just below 9 and 8; 0.1 x 65535 / 2 + 0.9 x 100 above 3366.
  test.each([
    [900_000, [pairs([2, 3366], [3, 3283]), pairs([2, 8], [3, 39_276])]],
    [800_000, [pairs([2, 6633], [3, 6559]), pairs([2, 7], [3, 38_553])]],
  ])("Yuma 3 bonds at a moving average of %i ppm", (bonds_moving_average_ppm, rows) => {
    const [step] = play({ ...judged, params: { yuma3_on: true, bonds_penalty_u16: 65_535, bonds_moving_average_ppm } });
    expect(step!.bonds_out_u16).toEqual([...rows, [], []]);
  });

  test("a moving average that keeps everything leaves a first epoch without classic bonds", () => {
    const { bonds_in_u16: _, ...unbonded } = judged.steps[0]!;
    const params = { yuma3_on: false, bonds_moving_average_ppm: 1_000_000 };
    expect(play({ ...judged, params, steps: [unbonded] })[0]).toMatchObject({
      dividends: [0, 0, 0, 0],
      bonds_out_u16: [[], [], [], []],
      server_emission: [0, 0, 374_999_999, 625_000_000],
      validator_emission: [0, 0, 0, 0],
    });
  });
});

describe("stored bonds are the chain's to the digit, however many epochs they went through", () => {
  test.each(vectors<EpochSequence>("epoch_sequence"))("$name", (file) => {
    for (const [k, { bonds_out_u16 }] of play(file).entries()) {
      const wanted = file.steps[k]!.expected as unknown as Pick<ChainResult, "bonds_out_u16">;
      expect(dense(bonds_out_u16, file.n)).toEqual(dense(wanted.bonds_out_u16, file.n));
    }
  });

  test.each(vectors<LargeSequence>("epoch_sequence_large"))("$name", (file) => {
    const total = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
    const played = play(file);
    for (const [k, { expected }] of file.steps.entries()) {
      const rows = dense(played[k]!.bonds_out_u16, file.n).slice(0, file.validators);
      expect(rows.map(total)).toEqual(expected.bond_row_sums_u16);
      const toMiners = rows.map((row) => row.slice(file.validators));
      expect(toMiners[0]!.map((_, j) => total(toMiners.map((row) => row[j]!)))).toEqual(
        expected.bond_column_sums_u16_miners,
      );
      if (expected.bonds_u16_validators_by_miner) expect(toMiners).toEqual(expected.bonds_u16_validators_by_miner);
    }
  });
});

test("notes and expectations are passed over", () => {
  const notes = { note: "hand-made", expected: { incentive: [] } };
  expect(play({ ...withSteps({ ...first, ...notes }, { ...second, ...notes }), ...notes })).toEqual(play(small));
});

test("emission is floored to whole units", () => {
  const [step] = play(withSteps({ ...first, emission_units: 10, weights_u16: [[], [], []], stake: [2, 1, 0] }));
  expect(step).toMatchObject({
    zero_emission_fallback: "active_stake",
    server_emission: [0, 0, 0],
    validator_emission: [6, 3, 0],
    combined_emission: [6, 3, 0],
  });
});
