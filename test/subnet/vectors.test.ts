import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { filterRows } from "../../sim/core/keep.ts";
import {
  columnSums,
  mapRows,
  normalize,
  normalizeRows,
  pairsOf,
  rowSums,
  sparseFromPairs,
  type SparseRows,
  type Vec,
} from "../../sim/core/matrix.ts";
import { clipWeights } from "../../sim/consensus/clip.ts";
import { nextPermits } from "../../sim/consensus/permits.ts";
import { sigmoidEpoch } from "../../sim/consensus/sigmoid.ts";
import { stakeShares } from "../../sim/consensus/stake.ts";
import { fromU16, storedBonds } from "../../sim/consensus/storage.ts";
import { yuma3Bonds } from "../../sim/consensus/bondRules/yuma3.ts";
import { splitDividends } from "../../sim/subnet/dividendSplit.ts";
import { splitAmount } from "../../sim/subnet/mechanisms.ts";
import { blocksUntilEpoch } from "../../sim/subnet/schedule.ts";
import { maxShareAtMost, maxUpscale } from "../../sim/subnet/submission.ts";
import { payStakers } from "../../sim/subnet/take.ts";
import { simpleSubnet } from "../laws/subnets.ts";

/** Cases taken from the chain's own tests; each file names its source. */
const folder = new URL("../vectors/subnet/", import.meta.url);

interface VectorFile {
  readonly name: string;
  readonly kind: string;
  readonly source: Record<string, string>;
  readonly cases: never[];
}

const files = readdirSync(folder).map((name) => JSON.parse(readFileSync(new URL(name, folder), "utf8")) as VectorFile);

type Rows = number[][];

const sparse = (m: Rows): SparseRows =>
  sparseFromPairs(
    m.map((row) => row.map((value, j): [number, number] => [j, value])),
    m[0]!.length,
  );

/** Rows as full lists, 0 for a missing entry. */
const full = (m: SparseRows): Rows =>
  pairsOf(m).map((pairs) => {
    const row = new Array<number>(m.cols).fill(0);
    for (const [j, value] of pairs) row[j] = value;
    return row;
  });

function expectClose(actual: Vec | Rows, wanted: Vec | Rows, tolerance: number): void {
  const [a, w] = [Array.from(actual as number[]).flat(), Array.from(wanted as number[]).flat()];
  expect(a.length).toBe(w.length);
  a.forEach((value, k) =>
    expect(Math.abs(value - w[k]!), `entry ${k} is ${value}, wanted ${w[k]}`).toBeLessThanOrEqual(tolerance),
  );
}

const permits = (shares: Vec, most: number) => Array.from(nextPermits(shares, most, null), Boolean);

/** Bonds that follow weights, each pair at its own pace. The chain's cap at 1 binds no bond that came of shares. */
const followed = (old: SparseRows, weights: SparseRows, alpha: Rows) =>
  yuma3Bonds(old, weights, { compared: weights, of: (_weight, _bond, i, j) => alpha[i]![j]! });

type Case<Input> = Input & { readonly tol: number; readonly expected: never };

const conditions: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  equal: (a, b) => a === b,
  less: (a, b) => a < b,
};

/** What computes each operation of the chain's mathematics, by the first word of its name. */
const operations: Readonly<Record<string, (entry: never) => void>> = {
  is_topk({ v, k, expected }: Case<{ v: number[]; k: number }>) {
    // Permits leave out those without stake; one more for each of them changes no order.
    const lifted = v.map((value) => value + 1);
    expect(permits(stakeShares(lifted, 0, null), k)).toEqual(expected);
  },
  is_topk_nonzero({ v, k, expected }: Case<{ v: number[]; k: number }>) {
    expect(permits(stakeShares(v, 0, null), k)).toEqual(expected);
  },
  max_upscale_to_u16({ v, expected }: Case<{ v: number[] }>) {
    expect(Array.from(maxUpscale(v))).toEqual(expected);
  },
  max_share_at_most({ v, max_limit_u16, expected }: Case<{ v: number[]; max_limit_u16: number }>) {
    expect(maxShareAtMost(v, max_limit_u16)).toBe(expected);
  },
  sigmoid({ x, rho, kappa, expected, tol }: Case<{ x: number[]; rho: number; kappa: number }>) {
    const factors = x.map((trust) => {
      const knownTo = simpleSubnet([trust, 1 - trust], [[1], [0]]);
      const parameters = { rho, kappa, stakeThreshold: 0, maxValidators: 2 };
      return sigmoidEpoch(parameters, knownTo).trustFactor[2]!;
    });
    expectClose(factors, expected, tol);
  },
  normalize: ({ x, expected, tol }: Case<{ x: number[] }>) => expectClose(normalize(x), expected, tol),
  divide_or_zero({ x, y, expected, tol }: Case<{ x: number[]; y: number[] }>) {
    const claimRates = x.map((root, k) => payStakers({ alpha: 0, root }, 0, [], [y[k]!]).claimRate);
    expectClose(claimRates, expected, tol);
  },
  row_normalize({ m, expected, tol }: Case<{ m: Rows }>) {
    const { data } = normalizeRows({ rows: m.length, cols: m[0]!.length, data: Float64Array.from(m.flat()) });
    expectClose(data, expected, tol);
  },
  column_max_upscale({ m, expected, tol }: Case<{ m: Rows }>) {
    expectClose(full(mapRows(storedBonds(sparse(m)), (_i, _j, stored) => fromU16(stored))), expected, tol);
  },
  row_scale({ m, v, expected, tol }: Case<{ m: Rows; v: number[] }>) {
    expectClose(full(mapRows(sparse(m), (i, _j, value) => v[i]! * value)), expected, tol);
  },
  row_sum: ({ m, expected, tol }: Case<{ m: Rows }>) => expectClose(rowSums(sparse(m)), expected, tol),
  vector_times_matrix({ m, v, expected, tol }: Case<{ m: Rows; v: number[] }>) {
    expectClose(columnSums(sparse(m), v), expected, tol);
  },
  matrix_times_vector({ m, v, expected, tol }: Case<{ m: Rows; v: number[] }>) {
    expectClose(rowSums(mapRows(sparse(m), (_i, j, value) => value * v[j]!)), expected, tol);
  },
  column_clip({ m, threshold, expected, tol }: Case<{ m: Rows; threshold: number[] }>) {
    expectClose(full(clipWeights(sparse(m), threshold)), expected, tol);
  },
  matrix_hadamard_vector({ m, v, expected, tol }: Case<{ m: Rows; v: number[] }>) {
    expectClose(full(mapRows(sparse(m), (_i, j, value) => value * v[j]!)), expected, tol);
  },
  mask_where({
    op,
    m,
    first,
    second,
    expected,
    tol,
  }: Case<{ op: string; m: Rows; first: number[]; second: number[] }>) {
    const masked = conditions[op.split(" ").at(-1)!]!;
    expectClose(full(filterRows(sparse(m), (i, j) => !masked(first[i]!, second[j]!))), expected, tol);
  },
  interpolate({ a, b, ratio, expected, tol }: Case<{ a: Rows; b: Rows; ratio: number }>) {
    expectClose(full(yuma3Bonds(sparse(a), sparse(b), ratio)), expected, tol);
  },
  ema_alpha(entry: Case<{ alpha: Rows; old: Rows; new: Rows }>) {
    if ("old_sparse" in entry) return emaOfListedPairs(entry as never);
    const bonds = full(followed(sparse(entry.old), sparse(entry.new), entry.alpha));
    expectClose(
      bonds.map((row) => row.map((bond) => cut(Math.min(1, bond)))),
      entry.expected,
      entry.tol,
    );
  },
};

/** As the chain holds a number, which cuts it to 32 binary places: its test takes 0.654 for 0.6539 within 0.0001. */
const cut = (value: number) => Math.floor(value * 2 ** 32) / 2 ** 32;

type Pairs = [number, number][][];

/** A pair that is no longer listed loses its bond at once. */
function emaOfListedPairs(entry: {
  readonly alpha: Rows;
  readonly old_sparse: Pairs;
  readonly new_sparse: Pairs;
  readonly expected_sparse: Pairs;
  readonly tol: number;
}): void {
  const columns = entry.alpha[0]!.length;
  const [old, listed] = [sparseFromPairs(entry.old_sparse, columns), sparseFromPairs(entry.new_sparse, columns)];
  const rows = pairsOf(followed(old, listed, entry.alpha));
  expect(rows.map((row) => row.map(([j]) => j))).toEqual(entry.expected_sparse.map((row) => row.map(([j]) => j)));
  const values = (pairs: Pairs) => pairs.map((row) => row.map(([, value]) => value));
  expectClose(values(rows), values(entry.expected_sparse), entry.tol);
}

interface DividendCase {
  readonly pending_validator_alpha: number;
  readonly pending_root_alpha: number;
  readonly tao_weight: number;
  readonly stake: readonly { readonly alpha: number; readonly root_tao: number }[];
  readonly epoch_dividends: number[];
  readonly expected_alpha_dividends: number[];
  readonly expected_root_dividends: number[];
}

/** Units by which the chain's own test lets sums differ. */
const DIVIDEND_TOLERANCE = 1000;

/** How each kind of file is read, a case at a time. */
const kinds: Readonly<Record<string, (entry: never, file: VectorFile) => void>> = {
  function_list(entry: { readonly op: string }) {
    const operation = operations[entry.op.split(/[^\w]/)[0]!];
    if (!operation) throw new Error(`no reader for the operation ${entry.op}`);
    operation(entry as never);
  },
  mechanism_split(entry: { mechanisms: number; split: number[] | null; alpha: number; expected: number[] }) {
    expect(splitAmount(entry.alpha, entry.split, entry.mechanisms)).toEqual(entry.expected);
  },
  blocks_until_epoch(entry: { tempo: number; last_epoch_block: number; block: number; expected: number | null }) {
    const schedule = { tempo: entry.tempo, lastEpochBlock: entry.last_epoch_block };
    expect(blocksUntilEpoch(schedule, entry.block)).toBe(entry.expected);
  },
  dividend_distribution(entry: DividendCase) {
    const pots = { alpha: entry.pending_validator_alpha, root: entry.pending_root_alpha };
    const [alpha, root] = [entry.stake.map((s) => s.alpha), entry.stake.map((s) => s.root_tao)];
    const split = splitDividends(pots, entry.epoch_dividends, alpha, root, entry.tao_weight);
    expectClose(split.alpha, entry.expected_alpha_dividends, DIVIDEND_TOLERANCE);
    expectClose(split.root, entry.expected_root_dividends, DIVIDEND_TOLERANCE);
  },
};

describe.each(files)("$name", (file) => {
  const read = kinds[file.kind];
  if (!read) throw new Error(`${file.name}: no reader for the kind ${file.kind}`);

  it.each(file.cases.map((entry, k) => [k, JSON.stringify(entry).slice(0, 100), entry] as const))(
    "case %i: %s",
    (_k, _text, entry) => read(entry, file),
  );
});

it("knows the source of every file", () => {
  expect(files.map(({ source }) => source?.repo)).toEqual(files.map(() => "opentensor/subtensor"));
});
