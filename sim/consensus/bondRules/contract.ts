import type { SparseRows, Vec } from "../../core/matrix.ts";

/** Weight of this epoch in the bond of each pair. */
export interface PairAlpha {
  /** [n, n] what is compared with consensus */
  readonly compared: SparseRows;
  /** alpha of the pair (i, j), whose entry of `compared` and whose bond before are given */
  of(compared: number, bond: number, i: number, j: number): number;
}

/** What a bond rule sees of an epoch, over the n uids. */
export interface BondInput {
  /** [n, n] B: bonds as kept from last epoch, without those on newcomers */
  readonly bonds: SparseRows;
  /** [n, n] Wb: weights that bonds follow */
  readonly weights: SparseRows;
  /** [n] a_i */
  readonly activeStake: Vec;
  /** α, one for all pairs */
  readonly alpha: number;
  /** α by pair, or null where liquid alpha is off */
  readonly liquidAlpha: PairAlpha | null;
  /** whether there was no epoch before: nothing could be remembered */
  readonly first: boolean;
  /** how capacity is spent and lost; only bonds by capacity read it */
  readonly capacity: Capacity;
  /** added to the sum of a column before dividing by it */
  readonly slack: number;
  /** whether pairs that are no longer listed lose their bond under liquid alpha */
  readonly sparse: boolean;
}

/** Bonds bought from a capacity that stake gives. */
export interface Capacity {
  /** share of its capacity that a validator may spend on one miner in an epoch */
  readonly purchaseRate: number;
  /** share of its bonds that a validator loses in an epoch */
  readonly decayRate: number;
}

export interface BondRule {
  /** B': [n, n] bonds after the epoch */
  update(input: BondInput): SparseRows;
  /** D: [n] what they earn, divided by its sum */
  dividends(bonds: SparseRows, incentive: Vec, slack: number, activeStake: Vec): Float64Array;
  /** B' as it comes back from storage in u16 */
  stored(bonds: SparseRows): SparseRows;
}
