import { SECONDS_PER_DAY, DAYS_PER_YEAR } from "../core/clock.ts";
import { mechanism } from "../core/slot.ts";
import { positiveDuration, tokensPerYear } from "../units.ts";
import type { Emission } from "./contract.ts";
import { eraByLength, integratePeriods, LAST_ERA } from "./periods.ts";

/**
 * Emission that halves at fixed times.   A(t) = A0 / 2^floor(t / T) tokens a year
 * Source: docs/economy.md, "Emission"; helium/HIP, 0020-hnt-max-supply.md.
 */
export const timeHalving = mechanism(
  "timeHalving",
  "Emission that halves at fixed times: A(t) = A0 / 2^floor(t / T) tokens a year, exact where an epoch straddles a " +
    "halving. Source: docs/economy.md, Emission.",
  {
    tokensPerYear: tokensPerYear.describe("A0: tokens minted a year before the first halving"),
    interval: positiveDuration.describe("T: time between halvings"),
  },
  ({ tokensPerYear, interval }, { clock: { blockSeconds } }): Emission => {
    const perSecond = tokensPerYear / (DAYS_PER_YEAR * SECONDS_PER_DAY);
    const rate = (era: number) => perSecond * 2 ** -era;
    return {
      mint: (from, to) => integratePeriods(from * blockSeconds, to * blockSeconds, interval, LAST_ERA, rate),
      follows: "time",
      cap: 2 * perSecond * interval,
      era: eraByLength(interval / blockSeconds, rate),
    };
  },
);
