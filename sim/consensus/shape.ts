import { sum, type SparseRows, type Vec } from "../core/matrix.ts";
import { patternOf } from "../core/pattern.ts";
import type { ConsensusInput } from "./contract.ts";

/**
 * One look at the whole input at the top of an epoch, so that nothing in it becomes a NaN or a silent 0 further down.
 * The sums of stake, weights and bonds must be finite, since a share is a division by such a sum.
 *
 * @param where the kind that asks, for the message
 * @throws RangeError naming the field, what it holds and what it should hold
 */
export function checkInput(where: string, input: ConsensusInput): void {
  const { n, block, tempo, lastStepBlock, ownerUid, stake, weights, bonds, before } = input;
  if (!Number.isInteger(n) || n < 0) throw new RangeError(`${where}: n is ${n}; expected a whole number, 0 or more`);
  checkBlocks(where, "block", block);
  checkBlocks(where, "tempo", tempo);
  checkBlocks(where, "lastStepBlock", lastStepBlock);
  if (ownerUid !== null && !(Number.isInteger(ownerUid) && ownerUid >= 0 && ownerUid < n)) {
    throw new RangeError(`${where}: ownerUid is ${ownerUid}; expected null or a uid below n = ${n}`);
  }
  checkVector(where, "stake", stake, n, AMOUNTS);
  checkVector(where, "lastUpdate", input.lastUpdate, n, BLOCKS);
  checkVector(where, "registeredAt", input.registeredAt, n, BLOCKS);
  checkVector(where, "permits", input.permits, n, FLAGS);
  if (input.commitBlocks) checkVector(where, "commitBlocks", input.commitBlocks, n, COMMITS);
  checkTotal(where, "stake", sum(stake));
  checkRows(where, "weights", weights, n);
  checkRows(where, "bonds", bonds, n);
  if (before) {
    checkRows(where, "before.weights", before.weights, n);
    checkVector(where, "before.consensusWeight", before.consensusWeight, n, AMOUNTS);
  }
}

function checkBlocks(where: string, name: string, blocks: number): void {
  if (!isAmount(blocks)) throw new RangeError(`${where}: ${name} is ${blocks}; expected a number of blocks, 0 or more`);
}

const isAmount = (value: number): boolean => Number.isFinite(value) && value >= 0;

/** The first entry of a column that is not right, -1 for none; and what a message calls those that are. */
type Entries = readonly [firstWrong: (values: Vec) => number, expected: string];

/** PERF: a loop for each kind of entry; asking a function of each one took 5 us a column of 1,200. */
const AMOUNTS: Entries = [
  (values) => {
    for (let i = 0; i < values.length; i++) if (!(values[i]! >= 0 && values[i]! < Infinity)) return i;
    return -1;
  },
  "a finite number, 0 or more",
];
const BLOCKS: Entries = [
  (values) => {
    for (let i = 0; i < values.length; i++) if (!(values[i]! > -Infinity && values[i]! < Infinity)) return i;
    return -1;
  },
  "a block",
];
const FLAGS: Entries = [
  (values) => {
    for (let i = 0; i < values.length; i++) if (values[i] !== 0 && values[i] !== 1) return i;
    return -1;
  },
  "0 or 1",
];
const COMMITS: Entries = [
  (values) => {
    for (let i = 0; i < values.length; i++) if (!(values[i]! > -Infinity)) return i;
    return -1;
  },
  "a block, or Infinity for none",
];

function checkVector(where: string, name: string, values: Vec, n: number, [firstWrong, expected]: Entries): void {
  if (values.length !== n) throw new RangeError(`${where}: ${name} has ${values.length} entries; expected n = ${n}`);
  const i = firstWrong(values);
  if (i >= 0) throw new RangeError(`${where}: ${name}[${i}] is ${values[i]}; expected ${expected}`);
}

/** Rows that fit together, columns that rise within 0..n-1, values that are finite and not negative. */
function checkRows(where: string, name: string, m: SparseRows, n: number): void {
  const { rows, cols, start, index, value } = m;
  if (rows !== n || cols !== n) {
    throw new RangeError(`${where}: ${name} is ${rows} x ${cols}; expected n x n with n = ${n}`);
  }
  if (start.length !== n + 1 || start[0] !== 0 || start[n] !== index.length || index.length !== value.length) {
    throw new RangeError(
      `${where}: ${name} has ${start.length} row starts from ${start[0]} to ${start[n]}, ${index.length} columns and ` +
        `${value.length} values; expected n + 1 starts from 0 to the number of values, and a column for each`,
    );
  }
  for (let i = 0; i < n; i++) {
    if (start[i + 1]! < start[i]!)
      throw new RangeError(`${where}: ${name} row ${i} ends before it starts; expected rising starts`);
  }
  const { disorder } = patternOf(m);
  if (disorder >= 0) refuseColumns(where, name, m, disorder);
  checkTotal(where, name, totalOf(where, name, m));
}

function refuseColumns(where: string, name: string, { start, index, cols }: SparseRows, i: number): never {
  let before = -1;
  for (let k = start[i]!; k < start[i + 1]!; k++) {
    const j = index[k]!;
    if (j <= before)
      throw new RangeError(`${where}: ${name} row ${i} has column ${j} after ${before}; expected rising columns`);
    before = j;
  }
  throw new RangeError(`${where}: ${name} row ${i} has column ${before}; expected columns below n = ${cols}`);
}

/** Sum of the entries, in four parts for speed. @throws RangeError on one that is negative or no number */
function totalOf(where: string, name: string, m: SparseRows): number {
  const { value } = m;
  const whole = value.length - (value.length % 4);
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let k = 0;
  for (; k < whole; k += 4) {
    const a = value[k]!;
    const b = value[k + 1]!;
    const c = value[k + 2]!;
    const d = value[k + 3]!;
    if (!(a >= 0 && b >= 0 && c >= 0 && d >= 0)) break;
    s0 += a;
    s1 += b;
    s2 += c;
    s3 += d;
  }
  for (; k < value.length; k++) {
    if (!(value[k]! >= 0)) refuseEntry(where, name, m, k);
    s0 += value[k]!;
  }
  return s0 + s1 + (s2 + s3);
}

function refuseEntry(where: string, name: string, { start, index, value }: SparseRows, k: number): never {
  const row = start.findIndex((from, i) => from <= k && k < start[i + 1]!);
  throw new RangeError(`${where}: ${name}[${row}][${index[k]}] is ${value[k]}; expected a finite number, 0 or more`);
}

/** An infinite entry, or finite ones whose sum is beyond the largest number. */
function checkTotal(where: string, name: string, total: number): void {
  if (total === Infinity) throw new RangeError(`${where}: ${name} add up to Infinity; expected a finite sum`);
}
