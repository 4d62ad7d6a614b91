/** Closed forms of the token's price; the price rules are compared with them. */

/**
 * Price at which customers burn as many tokens as are sold of pay.   p* = tau R / (s (E + N))
 *
 * @param burnedUsd  tau R: USD that customers spend on tokens to burn
 * @param soldShare  s: share of pay that is sold, fraction above 0
 * @param paidTokens E + N: tokens paid, re-minted ones with them
 * @throws RangeError where nothing is paid or sold: any price is stationary then
 * Source: docs/economy.md, "Token market"; closed form `burn-mint-stationary`.
 */
export function burnMintPrice(burnedUsd: number, soldShare: number, paidTokens: number): number {
  if (!(soldShare > 0 && paidTokens > 0))
    throw new RangeError(
      `burnMintPrice: ${paidTokens} tokens paid, ${soldShare} of them sold; expected more than 0 of both`,
    );
  return burnedUsd / (soldShare * paidTokens);
}

/**
 * A smoothed price after some epochs.   p_e = p* + (p_0 - p*) (1 - a)^e
 *
 * @param weight a: weight of an epoch, fraction
 * Source: docs/economy.md, "Token market"; closed form `burn-mint-stationary`.
 */
export function smoothedPrice(stationary: number, start: number, weight: number, epochs: number): number {
  return stationary + (start - stationary) * (1 - weight) ** epochs;
}

/**
 * The equation of exchange.   p = T / (V C)
 *
 * @param usdPerYear T: what needs the token      @param velocity V, a year      @param circulating C, tokens
 * Source: docs/economy.md, "Token market"; closed form `token-price-anchors`.
 */
export function exchangePrice(usdPerYear: number, velocity: number, circulating: number): number {
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
  return buybackUsdPerYear / (requiredReturn - growth);
}

/** A constant-product pool: x tokens and y USD. */
export interface Reserves {
  readonly tokens: number;
  readonly usd: number;
}

/**
 * A pool into which tokens are sold and nobody buys, without a fee.   p = x y / (x + n q)^2;   proceeds = y - x y / (x + n q)
 *
 * @param sold n q: tokens sold in all, in however many parts
 * Source: docs/economy.md, "Token market"; closed form `pool-sell-pressure`.
 */
export function afterSales({ tokens, usd }: Reserves, sold: number): { price: number; proceedsUsd: number } {
  const left = (tokens * usd) / (tokens + sold);
  return { price: left / (tokens + sold), proceedsUsd: usd - left };
}

/**
 * The one price of an epoch in a pool without a fee.   p = (y + B) / (x + Q)
 *
 * @param buyersUsd B      @param soldTokens Q
 * Source: docs/economy.md, "Token market"; closed form `batch-clearing`.
 */
export function batchPrice({ tokens, usd }: Reserves, buyersUsd: number, soldTokens: number): number {
  return (usd + buyersUsd) / (tokens + soldTokens);
}

/**
 * Tokens that one seller alone must sell to a pool to raise an amount.   q = x C / (y - C) / (1 - fee)
 *
 * @param needUsd C: below y
 * @param fee     fraction of the tokens, below 1
 * @throws RangeError where the pool does not hold as much
 * Source: docs/economy.md, "Token market"; closed form `sell-to-cover`.
 */
export function tokensToCover({ tokens, usd }: Reserves, needUsd: number, fee: number): number {
  if (!(needUsd < usd)) throw new RangeError(`tokensToCover: ${needUsd} USD; expected less than the pool's ${usd}`);
  return (tokens * needUsd) / (usd - needUsd) / (1 - fee);
}
