/** A stretch of blocks [from, to) over which the multiplier's mean is `multiplier`. */
export interface Piece {
  readonly from: number;
  readonly to: number;
  readonly multiplier: number;
}

/**
 * Which issuance a schedule that looks at issuance sees: what it would have minted without the taper (`shadow`, a clean
 * cut), or what was really minted (`actual`: unminted tokens remain to be minted and partly undo the taper).
 */
export type Basis = "shadow" | "actual";

/**
 * When and how the subsidy ends: a multiplier f(block) in [0, 1] on any emission.
 * `announcedAt <= from <= floorAt`, all in blocks, Infinity where the subsidy never ends.
 */
export interface Taper {
  readonly basis: Basis;
  /** first block at which everybody knows the plan; the arms are one world until then */
  readonly announcedAt: number;
  /** first block with f < 1 */
  readonly from: number;
  /** first block with f at its floor */
  readonly floorAt: number;
  multiplier(block: number): number;
  /** [from, to) cut where the multiplier jumps, and finely enough where it slopes (at most a day) */
  pieces(from: number, to: number): readonly Piece[];
}
