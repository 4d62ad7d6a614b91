import { mechanism } from "../core/slot.ts";
import { fraction, positive, positiveDuration } from "../units.ts";
import { towards } from "./anchor.ts";
import type { Price } from "./contract.ts";
import { amongInvestors, investorTokens, tradedAt } from "./investors.ts";

/**
 * The price at which customers buy, to burn it, what is sold of pay.
 *
 *   p* = burned USD / (s paid tokens);   p' = p + a (p* - p),  a = 1 - exp(-Delta / smoothing)
 *
 * Tokens paid are those newly minted to all roles, re-minted ones with them; s is the share of pay that comes to market.
 * Source: docs/economy.md, "Token market"; closed form `burn-mint-stationary`.
 */
export const burnMint = mechanism(
  "burnMint",
  "The price at which customers buy, to burn it, what is sold of pay: p* = burned USD/(s paid tokens), approached with a " +
    "time constant; investors take the other side of every trade. Refuses a subsidy that ends, with which any price is " +
    "stationary. Source: docs/economy.md, Token market.",
  {
    usdPerToken: positive.describe("p: USD per token at the start"),
    soldShare: fraction
      .refine((share) => share > 0, { error: () => "expected a fraction above 0" })
      .default(1)
      .describe("s: share of pay that is sold in the long run"),
    smoothing: positiveDuration.prefault("28 days").describe("time constant with which the price follows"),
    investorTokens,
  },
  ({ usdPerToken, soldShare, smoothing, investorTokens }): Price => ({
    ...amongInvestors(usdPerToken, investorTokens, [], (input) => {
      const anchor = input.neededUsd / (soldShare * input.paidTokens);
      return tradedAt(towards(anchor, smoothing, input), input, []);
    }),
    needsVolume: true,
    needsSubsidy: true,
  }),
);
