import type { ClearInput, Price } from "../price/contract.ts";
import { tradedAt } from "../price/investors.ts";

/** Epoch that a market clears in. */
const epochOf = ({ day, epochDays }: ClearInput): number => Math.round(day / epochDays);

/**
 * A price that is given, whatever is bought or sold. A dealer takes the other side, without a fee and without bound: it may owe
 * tokens, so that both ledgers close. What the kind itself keeps, such as a pool, stands still but for what is injected.
 *
 * @param at USD per token by epoch
 * Source: docs/counterfactuals.md, equation 3.
 */
export function heldPrice(price: Price, at: (epoch: number) => number): Price {
  // Investors see no returns of a price that is held: they bring what they do where it stands still.
  const { appetite: _, ...rest } = price;
  return {
    ...rest,
    counterparty: "dealer",
    clear: (input) => tradedAt(at(epochOf(input)), input, input.state.memory),
  };
}
