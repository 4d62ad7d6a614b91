export interface SettleInput {
  /** [operators] USD that customers paid for the requests each served */
  readonly revenueUsd: Float64Array;
  /** [validators] D_i, sums to 1 or 0 */
  readonly dividend: Float64Array;
  /** [operators] newly minted tokens paid to each */
  readonly operatorTokens: Float64Array;
}

/** Where customers' money goes, and how an operator's income divides into what customers fund and what they do not. */
export interface Settled {
  /** USD transfers out of the customers' account */
  readonly operatorUsd: Float64Array;
  readonly validatorUsd: Float64Array;
  readonly treasuryUsd: number;
  /** [operators] USD of income that current customers pay */
  readonly customerFundedUsd: Float64Array;
  /** [operators] tokens of income that they do not */
  readonly netSubsidyTokens: Float64Array;
}

export interface Settlement {
  split(input: SettleInput): Settled;
  /** the part of a fee that reaches the operator who served it */
  readonly operatorShare: number;
}
