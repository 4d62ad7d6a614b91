import { mechanism } from "../core/slot.ts";
import { positive } from "../units.ts";
import type { Price } from "./contract.ts";
import { amongInvestors, investorTokens, onItsOwnPath, shockAtEnd, tradedAt } from "./investors.ts";

/** The token trades at one price for ever; investors take the other side, buying without limit and selling what they hold. */
export const fixed = mechanism(
  "fixed",
  "The token trades at one price for ever; investors take the other side of every trade, buying without limit and selling what they hold. A control: selling does not move the price.",
  {
    usdPerToken: positive.describe("p: USD per token"),
    investorTokens,
  },
  ({ usdPerToken, investorTokens }): Price =>
    onItsOwnPath(
      amongInvestors(usdPerToken, investorTokens, [], (input) => tradedAt(usdPerToken * shockAtEnd(input), input, [])),
    ),
);
