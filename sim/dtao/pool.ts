import {
  givenFor,
  neededFor,
  paidToReach,
  spotPrice as priceOf,
  weightAfterAdding,
  weightAtPrice,
  type Side,
} from "../core/balancer.ts";

/** Least that a pool must hold of what it gives out, units. */
const LEAST_RESERVE = 1_000_000;
/** Most that may be paid in, in parts of the reserve of it. */
const MOST_PAID_IN = 1000;
/** Parts of 1 in which the chain keeps weights. */
const WEIGHT_PARTS = 10n ** 18n;

/** A weighted pool of alpha x and TAO y, in units; the weight of alpha is 1 - w. */
export interface Pool {
  /** y */
  readonly tao: number;
  /** x */
  readonly alpha: number;
  /** w, fraction */
  readonly taoWeight: number;
}

const taoOf = ({ tao, taoWeight }: Pool): Side => ({ reserve: tao, weight: taoWeight });
const alphaOf = ({ alpha, taoWeight }: Pool): Side => ({ reserve: alpha, weight: 1 - taoWeight });

/**
 * Spot price.   P = (1 - w) y / (w x)
 * @returns TAO per alpha; 0 for a pool without alpha
 * Source: docs/dtao.md, equation 9.
 */
export function spotPrice(pool: Pool): number {
  return pool.alpha > 0 ? priceOf(alphaOf(pool), taoOf(pool)) : 0;
}

/**
 * Alpha that TAO buys, without a fee.   dx = floor(x (1 - (y / (y + dy))^(w / (1 - w))))
 *
 * @param paid dy: whole units of TAO, 0 or more
 * @returns whole units of alpha; null where the pool refuses: too little alpha, or more than 1,000 times its TAO paid
 * Source: docs/dtao.md, equation 9.
 */
export function alphaBought(pool: Pool, paid: number): number | null {
  return accepts(pool.tao, pool.alpha, paid) ? Math.floor(givenFor(taoOf(pool), alphaOf(pool), paid)) : null;
}

/**
 * TAO that alpha fetches, without a fee.   dy = floor(y (1 - (x / (x + dx))^((1 - w) / w)))
 *
 * @param paid dx: whole units of alpha, 0 or more
 * @returns whole units of TAO; null where the pool refuses: too little TAO, or more than 1,000 times its alpha paid
 * Source: docs/dtao.md, equation 9.
 */
export function taoFetched(pool: Pool, paid: number): number | null {
  return accepts(pool.alpha, pool.tao, paid) ? Math.floor(givenFor(alphaOf(pool), taoOf(pool), paid)) : null;
}

function accepts(paidReserve: number, givenReserve: number, paid: number): boolean {
  return givenReserve >= LEAST_RESERVE && paidReserve > 0 && paid <= MOST_PAID_IN * paidReserve;
}

/**
 * TAO that lifts the price to a limit.   dy = floor(y ((P' / P)^(1 - w) - 1))
 *
 * @param price P': TAO per alpha
 * @returns whole units of TAO; 0 where the price is there or above, or a reserve is 0
 * Source: docs/dtao.md, equation 9.
 */
export function taoToReach(pool: Pool, price: number): number {
  const spot = spotPrice(pool);
  return spot > 0 ? Math.floor(paidToReach(taoOf(pool), alphaOf(pool), price / spot)) : 0;
}

/**
 * Alpha that brings the price down to a limit.   dx = floor(x ((P / P')^w - 1))
 *
 * @param price P': TAO per alpha, 0 or more
 * @returns whole units of alpha; 0 where the price is there or below, Infinity for a price of 0
 * Source: docs/dtao.md, equation 9.
 */
export function alphaToReach(pool: Pool, price: number): number {
  return Math.floor(paidToReach(alphaOf(pool), taoOf(pool), spotPrice(pool) / price));
}

/**
 * Alpha to sell for an exact amount of TAO, without a fee.   dx = floor(x ((y / (y - dy))^(w / (1 - w)) - 1))
 *
 * @param wanted dy: whole units of TAO, fewer than the pool holds
 * Source: docs/dtao.md, equation 9.
 */
export function alphaNeeded(pool: Pool, wanted: number): number {
  return Math.floor(neededFor(alphaOf(pool), taoOf(pool), wanted));
}

/**
 * The pool's weight of TAO with which an injection leaves the price as it was.
 *
 *   w' = w x (y + dy) / ((1 - w) y (x + dx) + w x (y + dy))        1/2 where a reserve is and stays 0
 *
 * @param taoIn   dy: units, 0 or more
 * @param alphaIn dx: units, 0 or more
 * @returns fraction; null where a weight would leave its bounds, and nothing may be injected
 * Source: docs/dtao.md, equation 9.
 */
export function weightAfterInjection(pool: Pool, taoIn: number, alphaIn: number): number | null {
  return weightAfterAdding(taoOf(pool), alphaOf(pool), taoIn, alphaIn);
}

/**
 * Weight of TAO with which reserves have a price.   w = y / (P x + y)
 *
 * @param price P: TAO per alpha, above 0
 * @returns fraction; null where a weight would leave its bounds
 * Source: docs/dtao.md, equation 9.
 */
export function taoWeightAtPrice(tao: number, alpha: number, price: number): number | null {
  return weightAtPrice(tao, alpha, 1 / price);
}

/**
 * An amount times a weight, as the chain has it: the weight in parts of 10^-18, the product rounded to the nearest unit, halves
 * up.
 *
 * @param weight fraction
 * @param value  whole units, 0 or more
 * Source: docs/dtao.md, equation 9.
 */
export function timesWeight(weight: number, value: bigint): bigint {
  const parts = BigInt(Math.round(weight * Number(WEIGHT_PARTS)));
  return (parts * value + WEIGHT_PARTS / 2n) / WEIGHT_PARTS;
}
