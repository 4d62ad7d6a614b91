import type { SparseRows, Vec } from "../../core/matrix.ts";
import { patternOf, type Pattern } from "../../core/pattern.ts";
import { kernels, type Kernels, type Rooms } from "./kernels.ts";
import { RUNGS } from "./search.ts";

/** Entries below which the plain path is as fast. */
const WORTH_IT = 1024;

export type Block = NonNullable<Pattern["block"]>;

/** Rows that all list the same columns, and what computes on them. */
export interface Dense {
  readonly machine: Kernels;
  readonly block: Block;
}

/** The matrix as a dense one; null where rows differ in what they list, are few, or there is no SIMD. */
export function denseOf(m: SparseRows): Dense | null {
  if (m.value.length < WORTH_IT) return null;
  const machine = kernels();
  const block = machine && patternOf(m).block;
  return block && { machine, block };
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

/** Copies a compact [rows, columns] matrix to its room, padding with zeros; without values all of it is 0. */
export function fillRows(
  rooms: Rooms,
  { rows, columns, stride, paddedRows }: Layout,
  address: number,
  from: Float64Array,
): void {
  const room = rooms.numbers(address, paddedRows * stride);
  if (stride === columns || from.length === 0) {
    room.set(from);
    room.fill(0, from.length);
    return;
  }
  for (let r = 0; r < rows; r++) {
    room.set(from.subarray(r * columns, (r + 1) * columns), r * stride);
    room.fill(0, r * stride + columns, (r + 1) * stride);
  }
  room.fill(0, rows * stride);
}

export function readRows(rooms: Rooms, { rows, columns, stride }: Layout, address: number): Float64Array {
  const room = rooms.numbers(address, rows * stride);
  if (stride === columns) return room.slice();
  const values = new Float64Array(rows * columns);
  for (let r = 0; r < rows; r++) values.set(room.subarray(r * stride, r * stride + columns), r * columns);
  return values;
}

/** Values of some uids over all n, 0 elsewhere. */
export function spread(n: number, uids: Int32Array, values: Vec): Float64Array {
  const all = new Float64Array(n);
  for (let k = 0; k < uids.length; k++) all[uids[k]!] = values[k]!;
  return all;
}
