import { floats } from "../core/arrays.ts";
import type { ClearInput } from "./contract.ts";

/** Relative error of a clearing price: a few floats, so that ledgers close far below their tolerance. */
export const PRICE_TOLERANCE = 1e-15;

/**
 * Tokens that each seller sells at a clearing price: enough to cover its costs, a habit share of the rest of its pay,
 * and whatever was released; never more than it holds.
 *
 *   q_i = need_i / (p (1 - fee));   sold_i = min(tokens_i, q_i + phi_i max(0, pay_i - q_i) + released_i)
 *
 * Source: docs/economy.md, "Token market"; closed form `sell-to-cover`.
 */
export function soldAt(price: number, fee: number, input: ClearInput): Float64Array {
  const { needUsd, tokens, payTokens, habit, releasedTokens } = input;
  const net = price * (1 - fee);
  const sold = floats(tokens.length);
  for (let i = 0; i < sold.length; i++) {
    const cover = needUsd[i]! / net;
    sold[i] = Math.min(tokens[i]!, cover + habit[i]! * Math.max(0, payTokens[i]! - cover) + releasedTokens[i]!);
  }
  return sold;
}

/** The sum of the same. PERF: asked a dozen times for each clearing price; an array of 1,000 would take as long again. */
export function offeredAt(price: number, fee: number, input: ClearInput): number {
  const { needUsd, tokens, payTokens, habit, releasedTokens } = input;
  const net = price * (1 - fee);
  let offered = 0;
  for (let i = 0; i < tokens.length; i++) {
    const cover = needUsd[i]! / net;
    offered += Math.min(tokens[i]!, cover + habit[i]! * Math.max(0, payTokens[i]! - cover) + releasedTokens[i]!);
  }
  return offered;
}
