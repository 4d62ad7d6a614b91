import type { Memory } from "../core/memory.ts";

/** USD that is spent on tokens in an epoch's market. */
export interface Purchase {
  /** account that pays the USD */
  readonly payer: "customers" | "treasury";
  /** account that the tokens go to */
  readonly receiver: "burn" | "operators" | "treasury" | "vault";
  readonly usd: number;
  readonly why: string;
}

/** An account that gives or takes tokens besides the market. */
export type TokenAccount = "burn" | "mint" | "operators" | "treasury" | "vault";

/** Tokens that change hands at the end of an epoch. */
export interface TokenMove {
  readonly from: TokenAccount;
  readonly to: TokenAccount;
  readonly why: string;
  readonly amount: number;
}

export interface SettleInput {
  /** [operators] USD that customers pay for the requests each served, surcharge apart */
  readonly revenueUsd: Float64Array;
  /** USD that customers pay on top of it for all requests: `surcharge` of each */
  readonly surchargeUsd: number;
  /** [validators] D_i, sums to 1 or 0 */
  readonly dividend: Float64Array;
  /** requests served, and those that could have been */
  readonly served: number;
  readonly capacity: number;
  /** USD per token at the end of the epoch before */
  readonly price: number;
  readonly memory: Memory;
  readonly epochDays: number;
}

/** Where customers' money goes, before the token market: everything leaves the customers' account but purchases of others. */
export interface Settled {
  readonly operatorUsd: Float64Array;
  readonly validatorUsd: Float64Array;
  readonly treasuryUsd: number;
  readonly purchases: readonly Purchase[];
}

/** The same epoch after the token market. */
export interface CloseInput extends SettleInput {
  readonly settled: Settled;
  /** [purchases] tokens that each one brought */
  readonly boughtTokens: readonly number[];
  /** USD per token: the clearing price */
  readonly price: number;
  /** [operators] newly minted tokens paid to each, re-minted ones included */
  readonly operatorTokens: Float64Array;
  /** tokens in the account `vault`, those bought for it in the epoch included */
  readonly vaultTokens: number;
}

/** How operators' income divides into what current customers fund and what they do not. */
export interface Closed {
  /** [operators] tokens received at the end of the epoch for work, besides newly minted pay; sold from the next one on */
  readonly receivedTokens: Float64Array;
  /** [operators] USD of income that current customers pay, tokens at the clearing price */
  readonly customerFundedUsd: Float64Array;
  /** [operators] tokens of income that they do not */
  readonly netSubsidyTokens: Float64Array;
  /** every token that moves besides the purchases themselves */
  readonly moves: readonly TokenMove[];
  readonly memory: Memory;
  /** what stands behind customers' credits; left out where they hold none */
  readonly vault?: Vault;
}

export interface Vault {
  /** USD of tokens in the vault per USD of credits, after the epoch; NaN where nobody holds credits */
  readonly collateralRatio: number;
  /** 0 nothing amiss, 1 at or below the level of a warning, 2 at or below that at which deposits halt */
  readonly alert: number;
}

export interface Settlement {
  /** the part of a fee that reaches the operator who served it, in USD or in tokens */
  readonly operatorShare: number;
  /** whether burned tokens are minted anew as pay, so that the taper acts on the rest alone */
  readonly remints: boolean;
  /** whether customers need the token, so that there is a volume of it in USD */
  readonly needsToken: boolean;
  readonly opening: Memory;
  /** USD per request that customers pay on top of the market's price */
  surcharge(memory: Memory): number;
  split(input: SettleInput): Settled;
  close(input: CloseInput): Closed;
}
