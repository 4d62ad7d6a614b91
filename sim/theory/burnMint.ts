/** Closed forms of burning customers' payments and minting operators' pay; the settlement rules are compared with them. */
import { amount, fraction, positive } from "./domain.ts";

/** One epoch of burn and mint. */
export interface BurnMintEpoch {
  /** p: USD per token */
  readonly price: number;
  /** E_op: tokens newly minted for operators */
  readonly operatorTokens: number;
  /** R: USD that customers spend */
  readonly spendUsd: number;
  /** tau: share of it that buys tokens and burns them */
  readonly burnShare: number;
}

/** Where operators' income comes from, and what the epoch does to the supply. */
export interface BurnMintIncome {
  readonly burnedTokens: number;
  readonly incomeUsd: number;
  readonly customerFundedUsd: number;
  readonly netSubsidyUsd: number;
  /** net subsidy / income */
  readonly netShare: number;
  /** newly minted pay / income: reads as subsidy what customers' burned money funds */
  readonly grossShare: number;
  /** newly minted pay / (pay and all spending): takes as income what was burned and reached no operator */
  readonly doubleCountedShare: number;
  /** tokens minted for operators less tokens burned */
  readonly supplyChange: number;
}

/**
 * Income of operators under burn and mint, by who pays it.
 *
 *   customerFunded = (1 - tau) R + min(p E, tau R)     netSubsidy = max(0, p E - tau R)     supply change = E - tau R / p
 *
 * Shares are NaN where there is neither pay nor spending.
 * @throws RangeError for a price that is not above 0, amounts below 0 and a share outside 0..1
 * Source: docs/economy.md, "Settlement"; closed form `burn-mint-income-split`.
 */
export function burnMintIncome({ price, operatorTokens, spendUsd, burnShare }: BurnMintEpoch): BurnMintIncome {
  positive("burnMintIncome", "price", price);
  amount("burnMintIncome", "operatorTokens", operatorTokens);
  amount("burnMintIncome", "spendUsd", spendUsd);
  fraction("burnMintIncome", "burnShare", burnShare);
  const burnedUsd = burnShare * spendUsd;
  const payUsd = price * operatorTokens;
  const incomeUsd = spendUsd - burnedUsd + payUsd;
  const netSubsidyUsd = Math.max(0, payUsd - burnedUsd);
  return {
    burnedTokens: burnedUsd / price,
    incomeUsd,
    customerFundedUsd: spendUsd - burnedUsd + Math.min(payUsd, burnedUsd),
    netSubsidyUsd,
    netShare: netSubsidyUsd / incomeUsd,
    grossShare: payUsd / incomeUsd,
    doubleCountedShare: payUsd / (payUsd + spendUsd),
    supplyChange: operatorTokens - burnedUsd / price,
  };
}

/**
 * Tokens that a deposit takes off the market, that its settlement later gives out, and what is left of the difference.
 *
 *   burn = X / p0     mint = X / p1     net = X (1/p1 - 1/p0)
 *
 * @param usd X, deposited and settled
 * @param depositPrice p0, USD per token, at the deposit
 * @param settlePrice  p1, when work is settled
 * @throws RangeError for USD below 0 and prices that are not above 0
 * Source: docs/economy.md, "Settlement"; golden vectors `akash-bme-1`, `akash-bme-2`.
 */
export function depositRoundTrip(
  usd: number,
  depositPrice: number,
  settlePrice: number,
): { burn: number; mint: number; net: number } {
  amount("depositRoundTrip", "usd", usd);
  positive("depositRoundTrip", "depositPrice", depositPrice);
  positive("depositRoundTrip", "settlePrice", settlePrice);
  const [burn, mint] = [usd / depositPrice, usd / settlePrice];
  return { burn, mint, net: mint - burn };
}

/**
 * What a customer must pay for an operator to get what it asks.   ask / (1 - fee)
 * @param askUsd what the operator is to receive
 * @param fee    fraction of the price that others receive, below 1
 * @throws RangeError for an ask below 0 and a fee outside [0, 1)
 * Source: golden vector `render-gross-up`.
 */
export function grossedUp(askUsd: number, fee: number): number {
  amount("grossedUp", "askUsd", askUsd);
  fraction("grossedUp", "fee", fee);
  positive("grossedUp", "1 - fee", 1 - fee);
  return askUsd / (1 - fee);
}
