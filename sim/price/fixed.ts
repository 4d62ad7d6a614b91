import { mechanism } from "../core/slot.ts";
import { positive, tokens } from "../units.ts";
import type { Cleared, ClearInput, Price } from "./contract.ts";
import { soldAt } from "./selling.ts";

/** The token trades at one price for ever; investors take the other side, buying without limit and selling what they hold. */
export const fixed = mechanism(
  "fixed",
  "The token trades at one price for ever; investors take the other side of every trade, buying without limit and selling what they hold. A control: selling does not move the price.",
  {
    usdPerToken: positive.describe("p: USD per token"),
    investorTokens: tokens.prefault(1_000_000).describe("tokens that investors hold at the start, to sell from"),
  },
  ({ usdPerToken, investorTokens }): Price => ({
    opening: { price: usdPerToken, poolTokens: 0, poolUsd: 0 },
    counterparty: "investors",
    investorTokens,
    investorsUsdPerDay: 0,
    clear: (input) => clear(input, usdPerToken),
  }),
);

function clear(input: ClearInput, price: number): Cleared {
  const soldTokens = soldAt(price, 0, input);
  const proceedsUsd = soldTokens.map((q) => q * price);
  return {
    state: input.state,
    soldTokens,
    proceedsUsd,
    feeTokens: new Float64Array(soldTokens.length),
    boughtTokens: input.buyersUsd / price,
  };
}
