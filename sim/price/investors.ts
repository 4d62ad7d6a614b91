import { times, zeros } from "../core/columns.ts";
import { tokens } from "../units.ts";
import type { Cleared, ClearInput, Price } from "./contract.ts";
import { soldAt } from "./selling.ts";

/** Parameter of every kind whose trades investors take. */
export const investorTokens = tokens
  .prefault(1_000_000)
  .describe("tokens that investors hold at the start, to sell from");

/** A price that is found without a pool: investors take the other side of every trade, and bring no money of their own. */
export function amongInvestors(
  usdPerToken: number,
  investorTokens: number,
  memory: readonly number[],
  clear: (input: ClearInput) => Cleared,
): Price {
  return {
    opening: { price: usdPerToken, poolTokens: 0, poolUsd: 0, memory },
    counterparty: "investors",
    investorTokens,
    investorsUsdPerDay: 0,
    clear,
  };
}

/** A price that nothing which is bought or sold moves. */
export const onItsOwnPath = (price: Price): Price => ({ ...price, exogenous: true });

/** Day of the run at which an epoch trades by a path. */
export const pathDay = ({ day, epochDays, pathDay }: ClearInput): number => pathDay ?? day + epochDays;

/** What shocks multiply the price of a path by at the end of an epoch. */
export const shockAtEnd = (input: ClearInput): number => input.shock?.(pathDay(input)) ?? 1;

/**
 * All buys and sales of an epoch at one price, without a fee.
 *
 * @param price  USD per token
 * @param memory what the kind keeps for the epoch after
 * Source: docs/economy.md, "Token market".
 */
export function tradedAt(price: number, input: ClearInput, memory: readonly number[]): Cleared {
  const soldTokens = soldAt(price, 0, input);
  return {
    state: { ...input.state, price, memory },
    soldTokens,
    proceedsUsd: times(price, soldTokens),
    feeTokens: zeros(soldTokens.length),
    boughtTokens: input.buyersUsd / price,
  };
}
