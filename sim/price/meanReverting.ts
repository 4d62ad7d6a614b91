import { DAYS_PER_YEAR, SECONDS_PER_DAY } from "../core/clock.ts";
import { mechanism } from "../core/slot.ts";
import { positive, positiveDuration } from "../units.ts";
import type { Price } from "./contract.ts";
import { dailyWalk, volatility } from "./daily.ts";
import { investorTokens } from "./investors.ts";

/**
 * An Ornstein-Uhlenbeck process of x = ln p, solved exactly from day to day.
 *
 *   x' = theta + (x - theta) exp(-kappa dt) + s sqrt((1 - exp(-2 kappa dt)) / (2 kappa)) z
 *
 * theta = ln `mean`, kappa = 1 / `reversion`. Source: docs/economy.md, "Token market".
 */
export const meanReverting = mechanism(
  "meanReverting",
  "A price that walks by itself and returns to a mean, whatever is bought or sold: an Ornstein-Uhlenbeck process of x = ln p " +
    "by day, x' = theta + (x - theta) exp(-kappa dt) + s sqrt((1 - exp(-2 kappa dt))/(2 kappa)) z, the same path for any " +
    "length of epoch; investors take the other side of every trade. Source: docs/economy.md, Token market.",
  {
    usdPerToken: positive.describe("p: USD per token at the start"),
    mean: positive.describe("exp(theta): USD per token to which the price returns (its median in the long run)"),
    reversion: positiveDuration.describe("1/kappa: time constant of the return"),
    volatility: volatility.describe(
      "s: standard deviation of the logarithm of the price over a year, without the return",
    ),
    investorTokens,
  },
  ({ usdPerToken, mean, reversion, volatility: s, investorTokens }, { seed }): Price => {
    const theta = Math.log(mean);
    const kappa = SECONDS_PER_DAY / reversion;
    const spread = s * Math.sqrt(-Math.expm1(-2 * kappa) / (2 * kappa * DAYS_PER_YEAR));
    return dailyWalk(seed, usdPerToken, investorTokens, (x, z) => theta + (x - theta) * Math.exp(-kappa) + spread * z);
  },
);
