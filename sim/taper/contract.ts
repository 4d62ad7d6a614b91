import type { Memory } from "../core/memory.ts";

/** A stretch of blocks [from, to) over which the multiplier's mean is `multiplier`. */
export interface Piece {
  readonly from: number;
  readonly to: number;
  readonly multiplier: number;
  /** tokens of subsidy that the piece mints at most, after the multiplier; left out where nothing bounds them */
  readonly mostTokens?: number;
}

/**
 * Which issuance a schedule that looks at issuance sees: what it would have minted without the taper (`shadow`, a clean
 * cut), or what was really minted (`actual`: unminted tokens remain to be minted and partly undo the taper).
 */
export type Basis = "shadow" | "actual";

/** Which part of a subnet's subsidy falls: liquidity added to its token's pool, newly minted pay, or both. */
export type Target = "taoIn" | "alphaOut" | "both";

/** What a taper may look at when an epoch begins; all of the epoch before. */
export interface Seen {
  /** USD per day that customers paid */
  readonly revenueUsdPerDay: number;
  readonly memory: Memory;
}

/** What somebody who looks ahead knows at the end of an epoch. */
export interface Known {
  /** tokens per day of subsidy that the schedule minted in the epoch, before the taper */
  readonly subsidyTokensPerDay: number;
  /** what the taper keeps after the epoch */
  readonly memory: Memory;
}

/**
 * When and how the subsidy ends: a multiplier f(block) in [0, 1] on any emission, or a bound on what it mints.
 * `announcedAt <= from <= floorAt`, all in blocks, Infinity where the subsidy never ends.
 */
export interface Taper {
  readonly basis: Basis;
  readonly target: Target;
  /** first block at which everybody knows the plan; the arms are one world until then */
  readonly announcedAt: number;
  /** first block at which f can be below 1 */
  readonly from: number;
  /** first block with f at its floor for good; Infinity where there is none, or where the world decides */
  readonly floorAt: number;
  /**
   * f as it is known ahead: the announced path; where the world decides, what its present state would give from `from` on.
   *
   * @returns fraction in [0, 1]
   */
  multiplier(block: number, known: Known): number;
  /** [from, to) cut where the multiplier jumps, and finely enough where it slopes or a bound acts (at most a day) */
  pieces(from: number, to: number, seen: Seen): readonly Piece[];
  /** what the rule looks back at: at genesis, and after the epoch [from, to); left out where it keeps nothing */
  readonly memory?: {
    readonly opening: Memory;
    next(from: number, to: number, seen: Seen): Memory;
  };
}
