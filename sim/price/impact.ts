import { DAYS_PER_YEAR, SECONDS_PER_DAY } from "../core/clock.ts";
import { sum } from "../core/matrix.ts";
import { rootOfRising } from "../core/root.ts";
import { mechanism } from "../core/slot.ts";
import { positive, positiveDuration, usdPerDay } from "../units.ts";
import type { ClearInput, Price } from "./contract.ts";
import { volatility } from "./daily.ts";
import { amongInvestors, investorTokens, tradedAt } from "./investors.ts";
import { offeredAt, PRICE_TOLERANCE } from "./selling.ts";

/**
 * The square-root law of market impact: a price that net sales push below its reference, and that recovers.
 *
 *   ln(p / r) = -sign(q) Y sigma sqrt(|q| / V)           dp/p = -Y sigma sqrt(q/V) while it is small
 *   q = e q_before + g (p Q(p) - B)                      e = exp(-Delta / recovery),  g = (1 - e) recovery / Delta
 *
 * q is what was sold net of purchases and is not yet absorbed, USD: sales flow evenly over an epoch and are forgotten with the
 * time constant `recovery`, so a steady flow has the same effect whatever the length of an epoch. V is USD traded a day,
 * sigma the volatility of a day. p Q(p) never falls with p, so the price is unique.
 * Source: docs/economy.md, "Token market"; rendernetwork/RNPs, RNP-020, uses Y = 1.3.
 */
export const impact = mechanism(
  "impact",
  "A price that net sales push below its reference by the square-root law, dp/p = -Y sigma sqrt(q/V), and that recovers " +
    "with a time constant; investors take the other side of every trade. Source: docs/economy.md, Token market; " +
    "rendernetwork/RNPs, RNP-020.",
  {
    usdPerToken: positive.describe("r: reference price to which the token returns, USD"),
    volumePerDay: usdPerDay
      .refine((volume) => volume > 0, { error: () => "expected more than 0 USD/day" })
      .describe("V: what others trade in a day"),
    volatility: volatility.describe(
      "standard deviation of the logarithm of the price over a year; sigma is that of a day",
    ),
    coefficient: positive.default(1.3).describe("Y: strength of the impact"),
    recovery: positiveDuration.prefault("7 days").describe("time constant with which sales are absorbed"),
    investorTokens,
  },
  ({ usdPerToken, volumePerDay, volatility, coefficient, recovery, investorTokens }): Price => {
    const strength = coefficient * volatility * Math.sqrt(1 / DAYS_PER_YEAR);
    const priceFor = (usd: number) =>
      usdPerToken * Math.exp(-Math.sign(usd) * strength * Math.sqrt(Math.abs(usd) / volumePerDay));
    return amongInvestors(usdPerToken, investorTokens, [0], (input) => {
      const pending = pendingAt(input, recovery);
      // Between all that sellers hold and nothing at all for sale.
      const high = priceFor(pending(0, 0));
      const low = Math.max(Number.MIN_VALUE, priceFor(pending(high, sum(input.tokens))));
      const price = rootOfRising((p) => p - priceFor(pending(p)), low, high, PRICE_TOLERANCE);
      return tradedAt(price, input, [pending(price)]);
    });
  },
);

/** USD sold net of purchases and not yet absorbed at the end of an epoch that trades at a price. */
function pendingAt(input: ClearInput, recovery: number): (price: number, soldTokens?: number) => number {
  const epochs = (input.epochDays * SECONDS_PER_DAY) / recovery;
  const kept = Math.exp(-epochs);
  const absorbedWithin = -Math.expm1(-epochs) / epochs;
  const before = kept * input.state.memory[0]!;
  return (price, soldTokens = offeredAt(price, 0, input)) =>
    before + absorbedWithin * (price * soldTokens - input.buyersUsd);
}
