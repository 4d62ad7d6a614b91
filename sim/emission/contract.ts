import type { Memory } from "../core/memory.ts";

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
  /** tokens issued before the first block, where the rule says so; all tokens that exist where it does not */
  readonly openingIssuance?: number;
  /** what the rule looks back at: at genesis, and after the blocks [from, to); left out where it keeps nothing */
  readonly memory?: {
    readonly opening: Memory;
    next(from: number, to: number, state: EmissionState, inputs: EmissionInputs): Memory;
  };
  /** Halving era of a block with that many tokens issued before it; undefined once minting has ended for good. Left out where there are none. */
  readonly era?: (block: number, issuance: number) => Era | undefined;
  /** Tokens among those minted over [from, to) that stand for burned ones; left out where burn is not minted anew. */
  readonly reminted?: (from: number, to: number, state: EmissionState, inputs: EmissionInputs) => number;
  /** What is added to the token's pool beside what is minted for participants; left out where nothing is. */
  readonly inject?: (from: number, to: number, state: EmissionState, inputs: EmissionInputs) => Injected;
}

/** What a chain does for a subnet's pool over some blocks, and what stakers outside of the subnet get. */
export interface Injected {
  /** tokens and USD that join the pool at its price */
  readonly tokens: number;
  readonly usd: number;
  /** USD that buy tokens, which nobody owns then */
  readonly buysUsd: number;
  /** fraction of validators' part that is of stakers on root, and the fraction of it that is paid; the rest is recycled */
  readonly rootShare: number;
  readonly rootPaid: number;
  /** what `memory.next` gives for the same blocks, so that they need not be played twice */
  readonly memory: Memory;
}

export interface Era {
  /** halvings before it */
  readonly index: number;
  /** first block of the next era if minting goes on untapered */
  readonly end: number;
}

/** What a schedule may look at of its own past. */
export interface EmissionState {
  /** tokens issued so far on the schedule that the taper's basis names (shadow or actual) */
  readonly issuance: number;
  /** tokens minted by this schedule since genesis, on the same basis; recycling does not lower it */
  readonly minted: number;
  readonly memory: Memory;
  /**
   * share of the span's own tokens that its later blocks find issued: a taper's multiplier where the schedule sees what is really
   * minted; 1 when left out
   */
  readonly kept?: number;
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
  /** left out where the token has no pool */
  readonly pool?: PoolSeen;
}

/** The token's pool as the epoch opens. */
export interface PoolSeen {
  readonly tokens: number;
  readonly usd: number;
  /** weight of USD, fraction */
  readonly usdWeight: number;
  /** USD that users brought in less what they took out, in the epoch before */
  readonly usersUsd: number;
}
