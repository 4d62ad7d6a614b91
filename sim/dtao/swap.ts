import { alphaBought, alphaToReach, spotPrice, taoFetched, taoToReach, type Pool } from "./pool.ts";

/** Fee of a trade, off what is paid in: 0.05 percent in steps of a u16. It goes to the block's author, outside the pool. */
const FEE_U16 = 33n;
const U16_MAX = 65_535n;

/** An order as a pool fills it, units. */
export interface Swap {
  /** what joins the pool; with `fee` what the trader pays */
  readonly net: bigint;
  readonly fee: bigint;
  readonly received: bigint;
}

/**
 * TAO buys alpha, up to a price.
 *
 *   fee = floor(paid 33 / 65535), net = paid - fee
 *   net = what lifts the price to the limit, fee = floor(net 33 / (65535 - 33))        where the limit comes first
 *
 * @param paid  whole units of TAO, the fee with them
 * @param limit TAO per alpha that the price may not pass; Infinity for none
 * @returns null where the pool refuses: the price is not below the limit, too little alpha, more than 1,000 times its TAO paid
 * Source: docs/dtao.md, equation 9.
 */
export function swapTao(pool: Pool, paid: bigint, limit = Infinity): Swap | null {
  if (spotPrice(pool) >= limit) return null;
  const { net, fee } = upTo(paid, taoToReach(pool, limit));
  const received = alphaBought(pool, Number(net));
  return received === null ? null : { net, fee, received: BigInt(received) };
}

/**
 * Alpha is sold for TAO, down to a price; net and fee as in `swapTao`, in alpha.
 *
 * @param paid  whole units of alpha, the fee with them
 * @param limit TAO per alpha that the price may not fall below; 0 for none
 * @returns null where the pool refuses: the price is not above the limit, too little TAO, more than 1,000 times its alpha paid
 * Source: docs/dtao.md, equation 9.
 */
export function swapAlpha(pool: Pool, paid: bigint, limit = 0): Swap | null {
  if (spotPrice(pool) <= limit) return null;
  const { net, fee } = upTo(paid, alphaToReach(pool, limit));
  const received = taoFetched(pool, Number(net));
  return received === null ? null : { net, fee, received: BigInt(received) };
}

/** @param most net that reaches the limit: a whole number of units, or Infinity */
function upTo(paid: bigint, most: number): { readonly net: bigint; readonly fee: bigint } {
  const fee = (paid * FEE_U16) / U16_MAX;
  if (paid - fee <= most) return { net: paid - fee, fee };
  const net = BigInt(most);
  return { net, fee: (net * FEE_U16) / (U16_MAX - FEE_U16) };
}
