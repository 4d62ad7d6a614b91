/** Closed forms of the token's price; the price rules are compared with them. */
import { amount, count, fraction, positive } from "./domain.ts";

/**
 * Price at which customers burn as many tokens as are sold of pay.   p* = tau R / (s (E + N))
 *
 * @param burnedUsd  tau R: USD that customers spend on tokens to burn
 * @param soldShare  s: share of pay that is sold, fraction above 0
 * @param paidTokens E + N: tokens paid, re-minted ones with them
 * @throws RangeError where nothing is paid or sold: any price is stationary then; for USD below 0
 * Source: docs/economy.md, "Token market"; closed form `burn-mint-stationary`.
 */
export function burnMintPrice(burnedUsd: number, soldShare: number, paidTokens: number): number {
  if (!(soldShare > 0 && paidTokens > 0))
    throw new RangeError(
      `burnMintPrice: ${paidTokens} tokens paid, ${soldShare} of them sold; expected more than 0 of both`,
    );
  amount("burnMintPrice", "burnedUsd", burnedUsd);
  fraction("burnMintPrice", "soldShare", soldShare);
  return burnedUsd / (soldShare * paidTokens);
}

/**
 * A smoothed price after some epochs.   p_e = p* + (p_0 - p*) (1 - a)^e
 *
 * @param weight a: weight of an epoch, fraction
 * @throws RangeError for a weight outside 0..1 and epochs that are no whole number
 * Source: docs/economy.md, "Token market"; closed form `burn-mint-stationary`.
 */
export function smoothedPrice(stationary: number, start: number, weight: number, epochs: number): number {
  fraction("smoothedPrice", "weight", weight);
  count("smoothedPrice", "epochs", epochs);
  return stationary + (start - stationary) * (1 - weight) ** epochs;
}

/**
 * The equation of exchange.   p = T / (V C)
 *
 * @param usdPerYear T: what needs the token      @param velocity V, a year      @param circulating C, tokens
 * @returns USD per token; 0 where nothing needs the token, as where customers pay in USD
 * @throws RangeError for USD below 0, and for a velocity or circulation that is not above 0
 * Source: docs/economy.md, "Token market"; closed form `token-price-anchors`.
 */
export function exchangePrice(usdPerYear: number, velocity: number, circulating: number): number {
  amount("exchangePrice", "usdPerYear", usdPerYear);
  positive("exchangePrice", "velocity", velocity);
  positive("exchangePrice", "circulating", circulating);
  return usdPerYear / (velocity * circulating);
}

/**
 * Market value of all tokens to holders whose only income is that a share of revenue buys tokens back or burns them.
 *
 *   tau R / (rho - g)
 *
 * @param buybackUsdPerYear tau R      @param requiredReturn rho, a year      @param growth g of revenue, a year
 * @throws RangeError where revenue grows as fast as the return that holders ask: there is no finite value then
 * Source: docs/economy.md, "Token market"; closed form `token-price-anchors`.
 */
export function holdersValue(buybackUsdPerYear: number, requiredReturn: number, growth: number): number {
  if (!(requiredReturn > growth))
    throw new RangeError(`holdersValue: return ${requiredReturn} a year; expected more than the growth, ${growth}`);
  amount("holdersValue", "buybackUsdPerYear", buybackUsdPerYear);
  return buybackUsdPerYear / (requiredReturn - growth);
}
