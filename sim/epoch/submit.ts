import { bytes, floats, ints } from "../core/arrays.ts";
import { keepRows, filterRows } from "../core/keep.ts";
import { emptyRows, rowOf, type Matrix, type SparseRows } from "../core/matrix.ts";
import { commitHash, saltOf, WEIGHTS_VERSION } from "../subnet/commitHash.ts";
import { oldestCommitBlock, usedByRun } from "../subnet/commitReveal.ts";
import { upscale } from "../subnet/submission.ts";
import type { ValidatorPolicy } from "../validatorBehaviour/contract.ts";
import type { CommittedRows, Subnet } from "../world.ts";

/**
 * The weights that validators set, as the network stores them: [n, n] whole numbers by uid, the largest of a row 65535. Only
 * serving miners are given weight.
 *
 * @param policies [validators] what each does; a null row takes its scores, a bribed one has a share beside them
 * @param scored   [validators, operators] weights that scoring made of its audits
 * @param serving  [operators]
 */
export function submittedRows(
  { ids, validatorUid, operatorUid }: Subnet,
  policies: readonly ValidatorPolicy[],
  scored: Matrix,
  serving: Uint8Array,
): SparseRows {
  const n = ids.length;
  const miners = minersByUid(n, operatorUid, serving);
  const validatorAt = holdersOf(n, validatorUid);
  const start = ints(n + 1);
  room = room.index.length < policies.length * n ? roomFor(policies.length * n) : room;
  const { index, value } = room;
  let end = 0;
  for (let uid = 0; uid < n; uid++) {
    const v = validatorAt[uid]!;
    if (v >= 0) end = writeRow(givenBy(policies[v]!, rowOf(scored, v)), miners, end);
    start[uid + 1] = end;
  }
  return { rows: n, cols: n, start, index: index.slice(0, end), value: value.slice(0, end) };
}

/** Entries of an epoch's rows while they are written. PERF: 90 us for 6,900 entries of 8 x 1,200, with two arrays less. */
let room = roomFor(0);

function roomFor(entries: number) {
  return { index: ints(entries), value: floats(entries) };
}

/** Serving miners by rising uid. */
interface Miners {
  readonly uids: Int32Array;
  readonly operators: Int32Array;
}

function minersByUid(n: number, operatorUid: Int32Array, serving: Uint8Array): Miners {
  const minerAt = holdersOf(n, operatorUid, serving);
  const uids = ints(n);
  const operators = ints(n);
  let count = 0;
  for (let uid = 0; uid < n; uid++) {
    if (minerAt[uid]! < 0) continue;
    uids[count] = uid;
    operators[count++] = minerAt[uid]!;
  }
  return { uids: uids.subarray(0, count), operators: operators.subarray(0, count) };
}

/** Writes the row of one validator behind those before it, from `from` on; returns its end. */
function writeRow(given: Float64Array, { uids, operators }: Miners, from: number): number {
  const { index, value } = room;
  let end = from;
  let largest = 0;
  for (let m = 0; m < uids.length; m++) {
    const weight = given[operators[m]!]!;
    if (!(weight > 0)) continue;
    if (weight > largest) largest = weight;
    index[end] = uids[m]!;
    value[end++] = weight;
  }
  upscale(value, from, end, largest);
  return end;
}

/** [n] who of a column of uids holds each; -1 for nobody. @param counted left out: everybody counts */
function holdersOf(n: number, column: Int32Array, counted?: Uint8Array): Int32Array {
  const holders = ints(n).fill(-1);
  for (let p = 0; p < column.length; p++)
    if (column[p]! >= 0 && (!counted || counted[p] === 1)) holders[column[p]!] = p;
  return holders;
}

/** The row of a policy: its own, that of scoring, or for a bribe so much of the one and the rest of the other. */
function givenBy({ row, bribe }: ValidatorPolicy, scored: Float64Array): Float64Array {
  if (row === null) return scored;
  return bribe ? row.map((weight, o) => bribe.share * weight + (1 - bribe.share) * scored[o]!) : row;
}

/** What an epoch run sees of the weights, and what stays hidden. */
export interface Revealed {
  readonly weights: SparseRows;
  /** [n] block of each uid's oldest unexpired commit, Infinity for none; undefined where weights are set openly */
  readonly commitBlocks: Float64Array | undefined;
  readonly commits: readonly CommittedRows[];
}

/** A run of an epoch, and who reveals in it. */
export interface EpochRun {
  /** number of the run, from 1, and the block at which it runs */
  readonly run: number;
  readonly block: number;
  /** p, 0 for openly */
  readonly period: number;
  readonly seed: number;
  /** index under which the network stores the weights */
  readonly netuid: number;
  /** [n] ids of uids */
  readonly ids: readonly string[];
  /** [n] 1 where the uid shows what it committed to */
  readonly reveals: Uint8Array;
}

/**
 * With weights set openly, the run at the end of an epoch sees those of that epoch. Under commit-reveal validators commit to
 * a hash of them once it is over, and the p-th run after it is the first to see them: p epochs later. Who does not show what
 * its hash belongs to has no weights in that run.
 *
 * @param commits hidden so far, oldest first
 * @param rows    [n, n] weights of this epoch
 * Source: opentensor/subtensor at 14bc6f9, pallets/subtensor/src/coinbase/reveal_commits.rs.
 */
export function reveal(commits: readonly CommittedRows[], rows: SparseRows, now: EpochRun): Revealed {
  const { run, block, period, reveals } = now;
  if (period === 0) return { weights: keepRows(rows, reveals), commitBlocks: undefined, commits: [] };
  const due = ({ epoch }: CommittedRows) => usedByRun(epoch, period, "timelock");
  const held = commits.map((commit) => ({ ...commit, rows: heldRows(commit) }));
  const blocks = Float64Array.from({ length: rows.rows }, (_, uid) =>
    oldestCommitBlock(
      held.filter((commit) => commit.rows.start[uid + 1]! > commit.rows.start[uid]!),
      period,
      run,
    ),
  );
  const shown = commits.find((commit) => due(commit) === run);
  const hashes = Array.from({ length: rows.rows }, (_, uid) => hashOf(now, run, rows, uid));
  return {
    weights: shown ? keepRows(heldRows(shown), accepted(now, shown)) : emptyRows(rows.rows, rows.cols),
    commitBlocks: blocks,
    commits: [
      ...commits.filter((commit) => due(commit) > run),
      { epoch: run, block, rows, hashes, lost: bytes(rows.rows) },
    ],
  };
}

/** What is left of a commit: nothing of or towards uids that changed hands since, and nothing of validators that stopped. */
const heldRows = ({ rows, lost }: CommittedRows): SparseRows =>
  lost.includes(1) ? filterRows(rows, (i, j) => lost[i] === 0 && lost[j] === 0) : rows;

/** [n] 1 where a uid shows its row, and the row is what its hash says. */
const accepted = (now: EpochRun, { epoch, rows, hashes }: CommittedRows): Uint8Array =>
  now.reveals.map((shows, uid) => (shows === 1 && hashOf(now, epoch, rows, uid) === hashes[uid] ? 1 : 0));

/** Hash of the row of a uid in the commit of an epoch; "" where it has none. */
function hashOf(
  { seed, netuid, ids }: EpochRun,
  epoch: number,
  { start, index, value }: SparseRows,
  uid: number,
): string {
  const [from, to] = [start[uid]!, start[uid + 1]!];
  if (from === to) return "";
  const validator = ids[uid]!;
  return commitHash({
    validator,
    netuid,
    uids: index.subarray(from, to),
    weights: value.subarray(from, to),
    salt: saltOf(seed, epoch, validator, netuid),
    version: WEIGHTS_VERSION,
  });
}

/** [n] 1 where what the uid's validator commits to is shown. */
export function revealsOf({ ids, validatorUid }: Subnet, policies: readonly ValidatorPolicy[]): Uint8Array {
  const reveals = bytes(ids.length).fill(1);
  policies.forEach((policy, v) => {
    if (policy.reveals === false && validatorUid[v]! >= 0) reveals[validatorUid[v]!] = 0;
  });
  return reveals;
}

/** [validators] 1 where there are weights of it. */
export function shownBy({ validatorUid }: Subnet, { start }: SparseRows): Uint8Array {
  const shown = bytes(validatorUid.length);
  for (let v = 0; v < shown.length; v++) {
    const uid = validatorUid[v]!;
    if (uid >= 0 && start[uid + 1]! > start[uid]!) shown[v] = 1;
  }
  return shown;
}
