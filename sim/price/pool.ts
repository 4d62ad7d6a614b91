import { sum } from "../core/matrix.ts";
import { rootOfRising } from "../core/root.ts";
import { mechanism } from "../core/slot.ts";
import { fraction, positive, positiveUsd, usdPerDay } from "../units.ts";
import type { Cleared, ClearInput, Price } from "./contract.ts";
import { soldAt } from "./selling.ts";

/**
 * A constant-product pool that clears all buys and sales of an epoch at one price.
 *
 *   p = (y + B) / (x + Q (1 - fee));   only the net amount meets the pool, so x y is kept
 *
 * x tokens and y USD in the pool, B USD brought by buyers, Q(p) tokens offered at p. p Q(p) never falls with p, so the
 * clearing price is unique. The fee is taken from each seller's tokens before they enter the batch.
 * Source: docs/economy.md, "Token market"; closed forms `batch-clearing`, `sell-to-cover`.
 */
export const pool = mechanism(
  "pool",
  "A constant-product pool that clears all buys and sales of an epoch at one price p = (y + B)/(x + Q(1 - fee)); liquidity providers take the other side. Source: docs/economy.md, Token market.",
  {
    tokens: positive.describe("x: tokens in the pool at the start"),
    usd: positiveUsd.describe("y: USD in the pool at the start"),
    fee: fraction
      .lt(1, { error: () => "expected a fraction below 1" })
      .default(0.003)
      .describe("share of each seller's tokens that liquidity providers keep"),
    investors: usdPerDay.prefault("0 USD/day").describe("USD that investors spend on tokens every day"),
  },
  ({ tokens, usd, fee, investors }): Price => ({
    opening: { price: usd / tokens, poolTokens: tokens, poolUsd: usd },
    counterparty: "pool",
    investorTokens: 0,
    investorsUsdPerDay: investors,
    clear: (input) => clear(input, fee),
  }),
);

/** Relative error of a clearing price: a few floats, so that ledgers close far below their tolerance. */
const PRICE_TOLERANCE = 1e-15;

function clear(input: ClearInput, fee: number): Cleared {
  const { poolTokens: x, poolUsd: y } = input.state;
  const price = clearingPrice(input, fee);
  const soldTokens = soldAt(price, fee, input);
  const feeTokens = soldTokens.map((q) => q * fee);
  const proceedsUsd = soldTokens.map((q, i) => (q - feeTokens[i]!) * price);
  const boughtTokens = input.buyersUsd / price;
  const enteredTokens = sum(soldTokens) - sum(feeTokens) - boughtTokens;
  const paidUsd = sum(proceedsUsd) - input.buyersUsd;
  return {
    state: { price, poolTokens: x + enteredTokens, poolUsd: y - paidUsd },
    soldTokens,
    proceedsUsd,
    feeTokens,
    boughtTokens,
  };
}

/** Root of p (x + Q(p)(1 - fee)) = y + B; the left side rises with p. */
function clearingPrice(input: ClearInput, fee: number): number {
  const { poolTokens: x, poolUsd: y } = input.state;
  const money = y + input.buyersUsd;
  const excess = (price: number) => price * (x + sum(soldAt(price, fee, input)) * (1 - fee)) - money;
  return rootOfRising(excess, money / (x + sum(input.tokens)), money / x, PRICE_TOLERANCE);
}
