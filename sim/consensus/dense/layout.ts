import { sum } from "../../core/matrix.ts";
import type { Rooms } from "./kernels.ts";

/** Rows of the sample that starts the search for consensus: RUNGS of kernels/consensus.ts. */
const RUNGS = 15;

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

/**
 * Writes down the rows that hold stake, their shares, and a sample of them in proportion to stake.
 * @param stake [rows] active stake
 * @param total active stake of all uids: one without weights counts as giving 0 to everybody
 * @returns how many rows hold stake
 */
export function electorateOf(rooms: Rooms, at: Layout, stake: Float64Array, total: number): number {
  const staked = rooms.integers(at.staked, at.paddedRows);
  const share = rooms.numbers(at.share, at.paddedRows);
  let held = 0;
  for (let r = 0; r < at.rows; r++) {
    if (!(stake[r]! > 0)) continue;
    share[held] = stake[r]! / total;
    staked[held++] = r;
  }
  const sample = rooms.integers(at.sample, RUNGS);
  const all = sum(share.subarray(0, held));
  let below = 0;
  for (let k = 0, place = 0; k < RUNGS && held > 0; k++) {
    while (place < held - 1 && below + share[place]! < ((k + 0.5) / RUNGS) * all) below += share[place++]!;
    sample[k] = place;
  }
  return held;
}
