import type { Refusal } from "./refusal.ts";
import { withinRateLimit } from "./submission.ts";

/**
 * Commit-reveal: a validator first commits to its weights and shows them later, so that nobody can copy them while they are
 * fresh. A subnet counts its epoch runs; the run that raises the counter to c is called run c here.
 */

/** timelock: the chain reveals by itself; hash: the committer must. */
export type CommitKind = "timelock" | "hash";

export interface Commit {
  /** counter when it was made: runs of the subnet so far */
  readonly epoch: number;
  readonly block: number;
}

/** Commits that a hotkey may have unrevealed. */
export const MOST_UNREVEALED = 10;

/**
 * The run that is the first to use a commit: the p-th after it for a timelock commit, which the chain reveals just before that
 * run; one later for a hash commit, which its owner may reveal only once the counter is there.
 *
 *   timelock: e + p        hash: e + p + 1
 *
 * @param epoch  e, the counter when it was made
 * @param period p, 1 to 100 epochs
 * @returns number of the run
 * Source: opentensor/subtensor at 14bc6f9, pallets/subtensor/src/coinbase/reveal_commits.rs and subnets/weights.rs,
 * is_reveal_block_range.
 */
export function usedByRun(epoch: number, period: number, kind: CommitKind): number {
  return epoch + period + (kind === "hash" ? 1 : 0);
}

/**
 * Whether a commit can no longer be revealed.   counter > e + p
 * Source: opentensor/subtensor at 14bc6f9, pallets/subtensor/src/subnets/weights.rs, is_commit_expired.
 */
export function isExpired({ epoch }: Commit, period: number, counter: number): boolean {
  return counter > epoch + period;
}

/**
 * Block of the oldest commit that has not expired, Infinity for none: the `commitBlocks` that consensus masks newcomers with.
 * @param commits of one hotkey, in any order
 */
export function oldestCommitBlock(commits: Iterable<Commit>, period: number, counter: number): number {
  let oldest = Infinity;
  for (const commit of commits) if (!isExpired(commit, period, counter)) oldest = Math.min(oldest, commit.block);
  return oldest;
}

/** What a subnet asks of a commit. */
export interface CommitRules {
  readonly period: number;
  readonly rateLimitBlocks: number;
}

/**
 * A hotkey's unrevealed commits with one more, the expired ones dropped; or why it is refused.
 *
 * @param queue      commits not yet revealed, oldest first
 * @param lastUpdate block of the last weights or commit, 0 for never
 * Source: opentensor/subtensor at 14bc6f9, pallets/subtensor/src/subnets/weights.rs, internal_commit_weights.
 */
export function queueCommit(
  { period, rateLimitBlocks }: CommitRules,
  queue: readonly Commit[],
  lastUpdate: number,
  made: Commit,
): { readonly queue: readonly Commit[] } | { readonly refusal: Refusal } {
  if (!withinRateLimit(lastUpdate, made.block, rateLimitBlocks)) {
    const found = `${made.block - lastUpdate} blocks after the last commit`;
    return { refusal: { rule: "rate limit", found, expected: `at least ${rateLimitBlocks}` } };
  }
  const unrevealed = queue.filter((commit) => !isExpired(commit, period, made.epoch));
  if (unrevealed.length < MOST_UNREVEALED) return { queue: [...unrevealed, made] };
  const found = `${unrevealed.length} unrevealed commits`;
  return { refusal: { rule: "unrevealed commits", found, expected: `fewer than ${MOST_UNREVEALED}` } };
}
