import { emptyRows, rowOf, sparseFromPairs, type Matrix, type SparseRows } from "../core/matrix.ts";
import { oldestCommitBlock, usedByRun } from "../subnet/commitReveal.ts";
import { maxUpscale } from "../subnet/submission.ts";
import type { ValidatorPolicy } from "../validatorBehaviour/contract.ts";
import type { CommittedRows, Subnet } from "../world.ts";

/**
 * The weights that validators set, as the network stores them: [n, n] whole numbers by uid, the largest of a row 65535. Only
 * serving miners are given weight.
 *
 * @param policies [validators] what each does; a null row takes its scores
 * @param scored   [validators, operators] weights that scoring made of its audits
 * @param serving  [operators]
 */
export function submittedRows(
  { ids, validatorUid, operatorUid }: Subnet,
  policies: readonly ValidatorPolicy[],
  scored: Matrix,
  serving: Uint8Array,
): SparseRows {
  const rows: [number, number][][] = Array.from(ids, () => []);
  for (let v = 0; v < policies.length; v++) {
    const uid = validatorUid[v]!;
    if (uid < 0) continue;
    const given = policies[v]!.row ?? rowOf(scored, v);
    const named: number[] = [];
    for (let o = 0; o < given.length; o++) if (given[o]! > 0 && operatorUid[o]! >= 0 && serving[o] === 1) named.push(o);
    const weights = maxUpscale(named.map((o) => given[o]!));
    rows[uid] = named.map((o, k): [number, number] => [operatorUid[o]!, weights[k]!]).sort((a, b) => a[0] - b[0]);
  }
  return sparseFromPairs(rows, ids.length);
}

/** What an epoch run sees of the weights, and what stays hidden. */
export interface Revealed {
  readonly weights: SparseRows;
  /** [n] block of each uid's oldest unexpired commit, Infinity for none; undefined where weights are set openly */
  readonly commitBlocks: Float64Array | undefined;
  readonly commits: readonly CommittedRows[];
}

/**
 * With weights set openly, the run at the end of an epoch sees those of that epoch. Under commit-reveal validators commit to
 * them once it is over, and the p-th run after it is the first to see them: p epochs later.
 *
 * @param commits hidden so far, oldest first
 * @param rows    [n, n] weights of this epoch
 * @param period  p, 0 for openly
 * @param run     number of the run, from 1
 * @param block   at which it runs
 * Source: opentensor/subtensor at 14bc6f9, pallets/subtensor/src/coinbase/reveal_commits.rs.
 */
export function reveal(
  commits: readonly CommittedRows[],
  rows: SparseRows,
  period: number,
  run: number,
  block: number,
): Revealed {
  if (period === 0) return { weights: rows, commitBlocks: undefined, commits: [] };
  const due = ({ epoch }: CommittedRows) => usedByRun(epoch, period, "timelock");
  const blocks = Float64Array.from({ length: rows.rows }, (_, uid) =>
    oldestCommitBlock(
      commits.filter((commit) => commit.rows.start[uid + 1]! > commit.rows.start[uid]!),
      period,
      run,
    ),
  );
  return {
    weights: commits.find((commit) => due(commit) === run)?.rows ?? emptyRows(rows.rows, rows.cols),
    commitBlocks: blocks,
    commits: [...commits.filter((commit) => due(commit) > run), { epoch: run, block, rows }],
  };
}
