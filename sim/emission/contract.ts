/**
 * Tokens minted over blocks [from, to), exact across thresholds: the sum over blocks of e(block), never e(first) x blocks.
 * Source: docs/economy.md, "Emission".
 */
export interface Emission {
  mint(from: number, to: number, state: EmissionState, inputs: EmissionInputs): number;
}

/** What a schedule may look at of its own past. */
export interface EmissionState {
  /** tokens issued so far on the schedule that the taper's basis names (shadow or actual) */
  readonly issuance: number;
}

/** What a schedule may look at of the world; all of the epoch before. */
export interface EmissionInputs {
  readonly recycledTokens: number;
  /** USD per token */
  readonly price: number;
  readonly revenueUsd: number;
}
