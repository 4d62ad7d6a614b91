/** The price of a place: plain data, a slice of the world. */
export interface RegistrationState {
  /** tokens that a newcomer would have paid at `block`; NaN where the kind has no price in tokens */
  readonly priceTokens: number;
  readonly block: number;
}

/** A subnet's uids at the end of an epoch, after those who left gave theirs back. All [n]. */
export interface Uids {
  /** 1 where somebody holds the uid */
  readonly taken: Uint8Array;
  /** tokens that its holder was paid in the epoch, as miner and as validator */
  readonly emission: Float64Array;
  /** block of registration */
  readonly registeredAt: Float64Array;
  /** 1 where the holder cannot be replaced */
  readonly protectedUids: Uint8Array;
}

export interface RegistrationInput {
  readonly state: RegistrationState;
  readonly uids: Uids;
  /** block at which everybody registers: the end of the epoch */
  readonly block: number;
  /** clearing price of the epoch */
  readonly usdPerToken: number;
  /** how many want a place */
  readonly newcomers: number;
}

/** Lists in the order of the newcomers; shorter than their number where there was no place for more. */
export interface Registrations {
  readonly state: RegistrationState;
  readonly uids: readonly number[];
  readonly paidUsd: readonly number[];
}

export interface Registration {
  readonly opening: RegistrationState;
  /** Holders whom newcomers could replace at a block. Whoever leaves makes places, and never makes them fewer. */
  replaceable(uids: Uids, block: number): number;
  /** [count] USD that the first, second ... newcomer of an epoch expects to pay: what an operator weighs before it buys */
  expectedUsd(state: RegistrationState, block: number, usdPerToken: number, count: number): Float64Array;
  register(input: RegistrationInput): Registrations;
}
