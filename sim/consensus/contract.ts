import type { SparseRows, Vec } from "../core/matrix.ts";

/** One mechanism of one subnet at the end of an epoch, over its n uids. */
export interface ConsensusInput {
  readonly n: number;
  /** block at which the epoch runs */
  readonly block: number;
  /** blocks per epoch */
  readonly tempo: number;
  /** [n] tokens that count as voting power */
  readonly stake: Vec;
  /** [n] block of the last weights set by each uid */
  readonly lastUpdate: Vec;
  /** [n] block at which each uid was registered */
  readonly registeredAt: Vec;
  /** [n] 1 where the uid holds a validator permit: last epoch's permits, used now */
  readonly permits: ArrayLike<number>;
  /** [n] 1 where the uid's miner serves; left out, as where only a chain is known: every uid without a permit */
  readonly serving?: ArrayLike<number>;
  /** [n, n] what uid i gives uid j; rows need not be normalised */
  readonly weights: SparseRows;
  /** [n, n] bonds as the rule returned them last epoch */
  readonly bonds: SparseRows;
  /** what the rule kept of the epoch before; null for nothing */
  readonly before: Kept | null;
  /** block of the epoch before, 0 for none */
  readonly lastStepBlock: number;
  /** uid of the subnet's owner, or null */
  readonly ownerUid: number | null;
  /** [n] block of each uid's oldest unexpired commit, Infinity for none; left out where commit-reveal is off */
  readonly commitBlocks?: Vec;
}

/** What some rules look back at; over the n uids. */
export interface Kept {
  /** [n, n] W: masked and row-normalised */
  readonly weights: SparseRows;
  /** [n] C_j */
  readonly consensusWeight: Float64Array;
}

/** All vectors are over the n uids. */
export interface ConsensusResult {
  readonly active: Uint8Array;
  /** s_i: share of stake that counts */
  readonly stakeShare: Float64Array;
  /** a_i: share of stake of active uids that hold a permit */
  readonly activeStake: Float64Array;
  /** permits for the next epoch */
  readonly permits: Uint8Array;
  /** C_j: largest weight with support kappa; the incentive in kinds that agree on no weight */
  readonly consensusWeight: Float64Array;
  /** T_i: sum of the clipped weights of row i */
  readonly validatorTrust: Float64Array;
  /** R_j: what the rule adds up for uid j, not normalised; sum_i a_i min(W_ij, C_j) in yuma */
  readonly rank: Float64Array;
  /** I_j: sums to 1, or is all zero */
  readonly incentive: Float64Array;
  /** D_i: sums to 1, or is all zero */
  readonly dividend: Float64Array;
  /** B' as it is carried to the next epoch */
  readonly bonds: SparseRows;
  /** what the next epoch gets as `before`; null where the rule does not look back */
  readonly kept: Kept | null;
  /** who is paid when nobody has incentive or dividends: shares by (active) stake; null when there was no need */
  readonly fallback: { readonly by: "activeStake" | "stake"; readonly shares: Float64Array } | null;
}

export interface Consensus {
  /** set where pay does not depend on weights: nothing is scored, and no rows are set or committed to */
  readonly ignoresWeights?: true;
  epoch(input: ConsensusInput): ConsensusResult;
}
