import { DAYS_PER_YEAR, SECONDS_PER_DAY } from "../core/clock.ts";
import { mechanism } from "../core/slot.ts";
import { positive, positiveTokens } from "../units.ts";
import type { Emission } from "./contract.ts";

/**
 * Emission that closes a constant share of the gap to the cap.   dS/dt = k (cap - S)
 *
 *   mint over dt = (cap - S) (1 - e^(-k dt))
 *
 * S is issuance, so recycled tokens are minted again. Where a taper keeps the share f of what is minted and S sees it, the gap
 * closes at f k: mint = (cap - S) (1 - e^(-f k dt)) / f. Source: docs/economy.md, "Emission".
 */
export const exponentialToCap = mechanism(
  "exponentialToCap",
  "Emission that closes a constant share of the gap to the cap: dS/dt = k (cap - S), over dt " +
    "(cap - S)(1 - e^(-k dt)). Source: docs/economy.md, Emission.",
  {
    cap: positiveTokens.describe("issuance that is approached and never passed"),
    perYear: positive.describe("k: rate of a year of 365 days, above 1 where most of the gap closes in a year"),
  },
  ({ cap, perYear }, { clock }): Emission => {
    const perBlock = (perYear * clock.blockSeconds) / (DAYS_PER_YEAR * SECONDS_PER_DAY);
    return {
      mint: (from, to, { issuance, kept = 1 }) => {
        const time = perBlock * (to - from);
        return Math.max(0, cap - issuance) * (kept > 0 ? -Math.expm1(-kept * time) / kept : time);
      },
      follows: "issuance",
      cap,
    };
  },
);
