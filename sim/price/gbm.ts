import { z } from "zod";
import { DAYS_PER_YEAR } from "../core/clock.ts";
import { mechanism } from "../core/slot.ts";
import { positive } from "../units.ts";
import type { Price } from "./contract.ts";
import { dailyWalk, volatility } from "./daily.ts";
import { investorTokens } from "./investors.ts";

const MOST_DRIFT = 10;
const driftExpected = `expected a rate a year from -${MOST_DRIFT} to ${MOST_DRIFT}, such as 0.1`;

/**
 * Geometric Brownian motion.   p' = p exp((mu - s^2/2) dt + s sqrt(dt) z),  dt a day in years of 365
 * Source: docs/economy.md, "Token market".
 */
export const gbm = mechanism(
  "gbm",
  "A price that walks by itself, whatever is bought or sold: geometric Brownian motion by day, " +
    "p' = p exp((mu - s^2/2) dt + s sqrt(dt) z), the same path for any length of epoch; investors take the other side of " +
    "every trade. Source: docs/economy.md, Token market.",
  {
    usdPerToken: positive.describe("p: USD per token at the start"),
    drift: z
      .number({ error: () => driftExpected })
      .min(-MOST_DRIFT, { error: () => driftExpected })
      .max(MOST_DRIFT, { error: () => driftExpected })
      .default(0)
      .describe("mu: growth of the expected price, a year, compounded without a break"),
    volatility: volatility.describe("s: standard deviation of the logarithm of the price over a year"),
    investorTokens,
  },
  ({ usdPerToken, drift, volatility: s, investorTokens }, { seed }): Price => {
    const dt = 1 / DAYS_PER_YEAR;
    const growth = (drift - s ** 2 / 2) * dt;
    const spread = s * Math.sqrt(dt);
    return dailyWalk(seed, usdPerToken, investorTokens, (x, z) => x + growth + spread * z);
  },
);
