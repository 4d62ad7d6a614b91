import { sum } from "../core/matrix.ts";
import { mechanism } from "../core/slot.ts";
import { positive } from "../units.ts";
import type { Cleared, ClearInput, Price } from "./contract.ts";
import { soldAt } from "./selling.ts";

/** The token trades at one price for ever; investors take the other side without limit. */
export const fixed = mechanism(
  "fixed",
  "The token trades at one price for ever; investors take the other side of every trade without limit. A control: selling does not move the price.",
  { usdPerToken: positive.describe("p: USD per token") },
  ({ usdPerToken }): Price => ({
    opening: { price: usdPerToken, poolTokens: 0, poolUsd: 0 },
    counterparty: "investors",
    investorsUsdPerDay: 0,
    clear: (input) => clear(input, usdPerToken),
  }),
);

function clear(input: ClearInput, price: number): Cleared {
  const soldTokens = soldAt(price, 0, input);
  const proceedsUsd = soldTokens.map((q) => q * price);
  const boughtTokens = input.buyersUsd / price;
  return {
    state: input.state,
    soldTokens,
    proceedsUsd,
    feeTokens: new Float64Array(soldTokens.length),
    boughtTokens,
    counterpartyTokens: sum(soldTokens) - boughtTokens,
    counterpartyUsd: sum(proceedsUsd) - input.buyersUsd,
  };
}
