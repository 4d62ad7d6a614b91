import { emaWeight, SECONDS_PER_DAY } from "../core/clock.ts";
import type { ClearInput } from "./contract.ts";

/** USD per token; a price without anything to rest on falls no further, so that it stays a number to divide by. */
const LEAST_PRICE = 1e-12;

/**
 * A price on its way to an anchor.   p' = p + a (p* - p),  a = 1 - exp(-Delta / tau)
 *
 * @param anchor p*, 0 or more USD per token; the price stays where it is no number
 * @param tau    seconds, more than 0
 * Source: docs/economy.md, "Token market".
 */
export function towards(anchor: number, tau: number, { state: { price }, epochDays }: ClearInput): number {
  if (!Number.isFinite(anchor)) return price;
  return Math.max(LEAST_PRICE, price + emaWeight(epochDays * SECONDS_PER_DAY, tau) * (anchor - price));
}
