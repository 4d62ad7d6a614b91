import { z } from "zod";
import { drawNormal } from "../core/random.ts";
import type { Price } from "./contract.ts";
import { amongInvestors, onItsOwnPath, pathDay, tradedAt } from "./investors.ts";

const MOST_VOLATILITY = 5;
const volatilityExpected = `expected a fraction a year from 0 to ${MOST_VOLATILITY}, such as 0.8 for 80 percent`;
/** s: standard deviation of the logarithm of the price over a year */
export const volatility = z
  .number({ error: () => volatilityExpected })
  .min(0, { error: () => volatilityExpected })
  .max(MOST_VOLATILITY, { error: () => volatilityExpected });

/**
 * A price that walks by itself, whatever is bought or sold, from day to day of the run: the draw of a day belongs to (seed,
 * day), so arms share it and the path is the same whatever the length of an epoch. Within a day ln p is a straight line; an
 * epoch trades at the price of its end. On the day on which the factor of shocks changes the walk moves by ln(f / f before), and
 * goes on from there as from any other price.
 *
 * @param next ln p a day later, from ln p and a standard normal draw
 * Source: docs/economy.md, "Token market".
 */
export function dailyWalk(
  seed: number,
  usdPerToken: number,
  investorTokens: number,
  next: (logPrice: number, z: number) => number,
): Price {
  const after = (day: number, logPrice: number) => next(logPrice, drawNormal(seed, "token price", day + 1, "token"));
  const start = Math.log(usdPerToken);
  /** memory: a day, ln p at its start and at its end, and the shocks that the walk has met */
  const opening = [0, start, after(0, start), 1];
  const rule = amongInvestors(usdPerToken, investorTokens, opening, (input) => {
    const end = pathDay(input);
    let [day, from, to, met] = input.state.memory as [number, number, number, number];
    const meet = () => {
      const factor = input.shock?.(day) ?? 1;
      if (factor === met) return;
      from += Math.log(factor / met);
      to = after(day, from);
      met = factor;
    };
    for (meet(); day + 1 <= end; meet()) [day, from, to] = [day + 1, to, after(day + 1, to)];
    return tradedAt(Math.exp(from + (end - day) * (to - from)), input, [day, from, to, met]);
  });
  return onItsOwnPath(rule);
}
