import { floats, ints } from "../../core/arrays.ts";
import type { SparseRows, Vec } from "../../core/matrix.ts";
import { patternOf, samePattern } from "../../core/pattern.ts";
import { kernels, type Kernels, type Rooms } from "./kernels.ts";
import { RUNGS } from "./search.ts";

/** Entries below which the plain path is as fast. */
const WORTH_IT = 1024;
/** Places for each entry beyond which it is. */
const MOST_PLACES = 4;

/** Rows of uids, and the columns that they are written to. */
export interface Block {
  readonly n: number;
  readonly rows: Int32Array;
  readonly columns: Int32Array;
  /** all of its entries, as sparse rows have them */
  readonly start: Int32Array;
  readonly index: Int32Array;
  /** every row lists every column; otherwise columns have no gaps, and rows list some of them */
  readonly full: boolean;
}

/** A block, and what computes on it. */
export interface Dense {
  readonly machine: Kernels;
  readonly block: Block;
}

/**
 * The matrix, and one beside it, as dense ones; null where there is no SIMD, they list little, or much less than they would.
 * @param gaps whether rows may differ in what they list
 */
export function denseOf(m: SparseRows, beside: SparseRows | null, gaps: boolean): Dense | null {
  const entries = m.value.length;
  const machine = entries < WORTH_IT ? null : kernels();
  if (!machine) return null;
  const same = beside === null || beside.value.length === 0 || samePattern(m, beside) ? patternOf(m).block : null;
  if (same) return { machine, block: { n: m.rows, start: m.start, index: m.index, full: true, ...same } };
  if (!gaps) return null;
  const block = around(m, beside ?? m);
  return block.index.length <= MOST_PLACES * entries ? { machine, block } : null;
}

let latest: Block | null = null;

/**
 * All columns from the first to the last that is listed, in rows that list any.
 * PERF: the block of the epoch before where it is the same, so that bonds list the same array of columns.
 */
function around(a: SparseRows, b: SparseRows): Block {
  const { rows: n } = a;
  const rows: number[] = [];
  let from = n;
  let to = -1;
  for (let i = 0; i < n; i++) {
    if (a.start[i] === a.start[i + 1] && b.start[i] === b.start[i + 1]) continue;
    rows.push(i);
    for (const { start, index } of [a, b]) {
      if (start[i] === start[i + 1]) continue;
      from = Math.min(from, index[start[i]!]!);
      to = Math.max(to, index[start[i + 1]! - 1]!);
    }
  }
  const width = to - from + 1;
  const asBefore = latest?.n === n && latest.columns[0] === from && latest.columns.length === width;
  if (asBefore && rows.length === latest!.rows.length && rows.every((i, r) => latest!.rows[r] === i)) return latest!;
  return (latest = without(n, Int32Array.from(rows), from, width));
}

/** A block without gaps. */
function without(n: number, rows: Int32Array, from: number, width: number): Block {
  const start = ints(n + 1);
  const index = ints(rows.length * width);
  for (let i = 0, r = 0; i < n; i++) {
    if (rows[r] === i) r++;
    start[i + 1] = r * width;
  }
  for (let k = 0; k < index.length; k++) index[k] = from + (k % width);
  return { n, rows, columns: index.subarray(0, width), start, index, full: false };
}

/** Where the arrays of an epoch lie in the kernels' memory. Matrices are [rows, columns], a row each `stride` elements. */
export interface Layout {
  readonly rows: number;
  readonly columns: number;
  readonly paddedRows: number;
  readonly stride: number;
  readonly weights: number;
  readonly bonds: number;
  /** [rows] */
  readonly stake: number;
  readonly trust: number;
  readonly product: number;
  /** [columns] */
  readonly consensus: number;
  readonly rank: number;
  readonly bought: number;
  readonly kept: number;
  readonly sums: number;
  /** of the search: rows with stake, their shares, a sample of them, room for three panels of 8 columns */
  readonly staked: number;
  readonly share: number;
  readonly sample: number;
  readonly panel: number;
}

export function addressesOf(rooms: Rooms, rows: number, columns: number): Layout {
  const paddedRows = Math.ceil(rows / 4) * 4;
  const stride = Math.ceil(columns / 8) * 8;
  const ofRows = () => rooms.take(paddedRows);
  const ofColumns = () => rooms.take(stride);
  return {
    rows,
    columns,
    paddedRows,
    stride,
    weights: rooms.take(paddedRows * stride),
    bonds: rooms.take(paddedRows * stride),
    stake: ofRows(),
    trust: ofRows(),
    product: ofRows(),
    consensus: ofColumns(),
    rank: ofColumns(),
    bought: ofColumns(),
    kept: ofColumns(),
    sums: ofColumns(),
    staked: rooms.take(paddedRows, 4),
    share: ofRows(),
    sample: rooms.take(RUNGS, 4),
    panel: rooms.take(3 * 8 * paddedRows),
  };
}

/** Writes the active stake of the block's rows; rows that only fill up to a multiple of four have none. */
export function fillStake(rooms: Rooms, at: Layout, { rows }: Block, activeStake: Vec): void {
  const stake = rooms.numbers(at.stake, at.paddedRows).fill(0);
  for (let r = 0; r < rows.length; r++) stake[r] = activeStake[rows[r]!]!;
}

/** Writes a matrix to its room: what it lists in the rows of the block, 0 elsewhere. */
export function fillRows(
  rooms: Rooms,
  { stride, paddedRows }: Layout,
  address: number,
  { rows, columns }: Block,
  { start, index, value }: SparseRows,
): void {
  const room = rooms.numbers(address, paddedRows * stride).fill(0);
  for (let r = 0; r < rows.length; r++) {
    const first = start[rows[r]!]!;
    const end = start[rows[r]! + 1]!;
    const offset = r * stride - columns[0]!;
    if (end - first === columns.length) room.set(value.subarray(first, end), r * stride);
    else for (let k = first; k < end; k++) room[offset + index[k]!] = value[k]!;
  }
}

/** A matrix from its room, all of the block listed. */
export function readRows(rooms: Rooms, { rows, columns, stride }: Layout, address: number, block: Block): SparseRows {
  const room = rooms.numbers(address, rows * stride);
  const { n, start, index } = block;
  const value = floats(rows * columns);
  for (let r = 0; r < rows; r++) value.set(room.subarray(r * stride, r * stride + columns), r * columns);
  return { rows: n, cols: n, start, index, value };
}

/** Values of some uids over all n, 0 elsewhere. */
export function spread(n: number, uids: Int32Array, values: Vec): Float64Array {
  const all = floats(n);
  for (let k = 0; k < uids.length; k++) all[uids[k]!] = values[k]!;
  return all;
}
