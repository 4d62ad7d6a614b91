import { DAYS_PER_YEAR } from "../core/clock.ts";
import { mechanism } from "../core/slot.ts";
import { positive, positiveDuration } from "../units.ts";
import { towards } from "./anchor.ts";
import type { ClearInput, Price } from "./contract.ts";
import { amongInvestors, investorTokens, tradedAt } from "./investors.ts";

/**
 * The equation of exchange.   p* = T / (V C);   p' = p + a (p* - p),  a = 1 - exp(-Delta / smoothing)
 *
 * T USD a year that customers spend on tokens, V times a year that a token changes hands for it, C tokens in circulation.
 * Source: docs/economy.md, "Token market"; closed form `token-price-anchors`.
 */
export const exchange = mechanism(
  "exchange",
  "The equation of exchange, p* = T/(V C): what customers spend on tokens in a year, over velocity times tokens in " +
    "circulation, approached with a time constant; investors take the other side of every trade. Source: docs/economy.md, Token market.",
  {
    usdPerToken: positive.describe("p: USD per token at the start"),
    velocity: positive.describe("V: how often a token changes hands for what customers buy, times a year"),
    smoothing: positiveDuration.prefault("28 days").describe("time constant with which the price follows"),
    investorTokens,
  },
  ({ usdPerToken, velocity, smoothing, investorTokens }): Price => {
    const anchor = ({ neededUsd, circulatingTokens, epochDays }: ClearInput) =>
      (neededUsd * DAYS_PER_YEAR) / (epochDays * velocity * circulatingTokens);
    return {
      ...amongInvestors(usdPerToken, investorTokens, [], (input) =>
        tradedAt(towards(anchor(input), smoothing, input), input, []),
      ),
      needsVolume: true,
    };
  },
);
