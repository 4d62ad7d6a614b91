/** Closed forms of a constant-product pool, x y kept; the price rule `pool` is compared with them. */
import { amount, count, fraction, positive } from "./domain.ts";

/** A constant-product pool: x tokens and y USD. */
export interface Reserves {
  readonly tokens: number;
  readonly usd: number;
}

/**
 * A pool into which tokens are sold and nobody buys, without a fee.   p = x y / (x + n q)^2;   proceeds = y - x y / (x + n q)
 *
 * @param sold n q: tokens sold in all, in however many parts
 * @throws RangeError for an empty pool and sales below 0
 * Source: docs/theory.md, equation 22; closed form `pool-sell-pressure`.
 */
export function afterSales(pool: Reserves, sold: number): { price: number; proceedsUsd: number } {
  const { tokens, usd } = checked("afterSales", pool);
  amount("afterSales", "sold", sold);
  const left = (tokens * usd) / (tokens + sold);
  // usd - left, with all its digits where little is sold.
  return { price: left / (tokens + sold), proceedsUsd: (usd * sold) / (tokens + sold) };
}

/**
 * What a ledger shows that marks equal sales at the price with which each epoch opens.   sum_{e < n} q x y / (x + e q)^2
 *
 * @param perEpoch q: tokens sold in an epoch
 * @param epochs   n
 * @returns USD; more than the proceeds of `afterSales`, by the slippage within epochs
 * @throws RangeError as `afterSales`, and for epochs that are no whole number
 */
export function markedAtOpening(pool: Reserves, perEpoch: number, epochs: number): number {
  count("markedAtOpening", "epochs", epochs);
  let marked = 0;
  for (let epoch = 0; epoch < epochs; epoch++) marked += perEpoch * afterSales(pool, epoch * perEpoch).price;
  return marked;
}

/**
 * Price at which a pool comes to rest, whatever its depth, when as much money comes as tokens are sold for.   p = I / q
 *
 * @param inflowUsd I, USD of an epoch      @param sold q, tokens of an epoch, above 0
 * @throws RangeError for an inflow below 0 and sales that are not above 0
 */
export function priceWithInflow(inflowUsd: number, sold: number): number {
  amount("priceWithInflow", "inflowUsd", inflowUsd);
  positive("priceWithInflow", "sold", sold);
  return inflowUsd / sold;
}

/** One epoch of a pool in which all trade at one price. */
export interface Batch {
  /** p = (y + B) / (x + Q) */
  readonly price: number;
  /** Q - B / p: below 0 where buyers take more than sellers bring */
  readonly netTokens: number;
  readonly sellersUsd: number;
  readonly buyersTokens: number;
  /** spot price of what is left in the pool */
  readonly priceAfter: number;
}

/**
 * The one price of an epoch in a pool without a fee.   p = (y + B) / (x + Q)
 *
 * Only the net amount meets the pool, which keeps x y.
 * @param buyersUsd  B, USD spent on tokens
 * @param soldTokens Q
 * @throws RangeError for an empty pool and amounts below 0
 * Source: docs/theory.md, equation 23; closed form `batch-clearing`.
 */
export function batch(pool: Reserves, buyersUsd: number, soldTokens: number): Batch {
  const { tokens, usd } = checked("batch", pool);
  amount("batch", "buyersUsd", buyersUsd);
  amount("batch", "soldTokens", soldTokens);
  const price = (usd + buyersUsd) / (tokens + soldTokens);
  const [sellersUsd, buyersTokens] = [price * soldTokens, buyersUsd / price];
  const netTokens = soldTokens - buyersTokens;
  const priceAfter = (usd + buyersUsd - sellersUsd) / (tokens + netTokens);
  return { price, netTokens, sellersUsd, buyersTokens, priceAfter };
}

/**
 * What sellers of an epoch get where one side trades first, each at the prices that the pool then makes.
 *
 *   buyers first: y + B - x y / (x y / (y + B) + Q)        sellers first: y - x y / (x + Q)
 *
 * @throws RangeError as `batch`
 */
export function sellersInTurn(
  pool: Reserves,
  buyersUsd: number,
  soldTokens: number,
  first: "buyers" | "sellers",
): number {
  const { tokens, usd } = checked("sellersInTurn", pool);
  amount("sellersInTurn", "buyersUsd", buyersUsd);
  const spent = first === "buyers" ? buyersUsd : 0;
  return afterSales({ tokens: (tokens * usd) / (usd + spent), usd: usd + spent }, soldTokens).proceedsUsd;
}

/**
 * Tokens that one seller alone must sell to a pool to raise an amount.   q = x C / (y - C) / (1 - fee)
 *
 * @param needUsd C: below y
 * @param fee     fraction of the tokens, below 1
 * @throws RangeError for an empty pool, where the pool does not hold as much, and for a fee outside [0, 1)
 * Source: docs/theory.md, equation 24; closed form `sell-to-cover`.
 */
export function tokensToCover(pool: Reserves, needUsd: number, fee: number): number {
  const { tokens, usd } = checked("tokensToCover", pool);
  amount("tokensToCover", "needUsd", needUsd);
  feeBelowOne("tokensToCover", fee);
  if (!(needUsd < usd)) throw new RangeError(`tokensToCover: ${needUsd} USD; expected less than the pool's ${usd}`);
  return (tokens * needUsd) / (usd - needUsd) / (1 - fee);
}

/**
 * Tokens that a seller sells in all: what covers its costs, and a habit share of the rest of its pay.   min(pay, q + phi (pay - q))
 *
 * @param payTokens  what it has
 * @param habitShare phi, fraction
 * @returns all of its pay where that does not cover its costs, or the pool cannot
 * @throws RangeError for amounts below 0, an empty pool, a share outside 0..1 and a fee outside [0, 1)
 */
export function soldToCover(
  pool: Reserves,
  needUsd: number,
  fee: number,
  payTokens: number,
  habitShare: number,
): number {
  amount("soldToCover", "needUsd", needUsd);
  amount("soldToCover", "payTokens", payTokens);
  fraction("soldToCover", "habitShare", habitShare);
  if (needUsd >= checked("soldToCover", pool).usd) return payTokens;
  const cover = tokensToCover(pool, needUsd, fee);
  return Math.min(payTokens, cover + habitShare * Math.max(0, payTokens - cover));
}

/**
 * USD that are missing where a seller sells just C / p tokens, p being the spot price before it sells: slippage and fee.
 * @throws RangeError as `soldToCover`
 */
export function shortfallAtSpot(pool: Reserves, needUsd: number, fee: number): number {
  const { usd } = checked("shortfallAtSpot", pool);
  amount("shortfallAtSpot", "needUsd", needUsd);
  feeBelowOne("shortfallAtSpot", fee);
  // C - y s / (x + s) at s = (C x / y)(1 - fee), with all its digits where C is small.
  const entered = (needUsd / usd) * (1 - fee);
  return (needUsd * (fee + entered)) / (1 + entered);
}

function checked(where: string, pool: Reserves): Reserves {
  positive(where, "pool.tokens", pool.tokens);
  positive(where, "pool.usd", pool.usd);
  return pool;
}

function feeBelowOne(where: string, fee: number): void {
  if (!(fee >= 0 && fee < 1)) throw new RangeError(`${where}: fee is ${fee}; expected a fraction below 1`);
}
