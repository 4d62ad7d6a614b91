/**
 * Tokens minted over blocks [from, to), exact across thresholds: the sum over blocks of e(block), never e(first) x blocks.
 * Source: docs/economy.md, "Emission".
 */
export interface Emission {
  mint(from: number, to: number, state: EmissionState, inputs: EmissionInputs): number;
  /**
   * What the totals follow: time (or height) alone, the schedule's own issuance too, or the world (price, revenue, burn, stake).
   * The first two mint the same total whatever the length of a step.
   */
  readonly follows: "time" | "issuance" | "world";
  /** tokens that the cumulative total from genesis never passes, with issuance 0 at the start; Infinity where there is no such cap */
  readonly cap: number;
  /** what the rule looks back at: at genesis, and after the blocks [from, to); left out where it keeps nothing */
  readonly memory?: {
    readonly opening: Memory;
    next(from: number, to: number, state: EmissionState, inputs: EmissionInputs): Memory;
  };
}

/** Plain numbers that a schedule keeps in the world. */
export type Memory = readonly number[];

/** What a schedule may look at of its own past. */
export interface EmissionState {
  /** tokens issued so far on the schedule that the taper's basis names (shadow or actual) */
  readonly issuance: number;
  /** tokens minted by this schedule since genesis, on the same basis; recycling does not lower it */
  readonly minted: number;
  readonly memory: Memory;
}

/** What a schedule may look at of the world; all of the epoch before. */
export interface EmissionInputs {
  readonly recycledTokens: number;
  /** tokens burned for good */
  readonly burnedTokens: number;
  /** USD per token */
  readonly price: number;
  readonly revenueUsd: number;
  /** staked share of all tokens */
  readonly bondedShare: number;
}
