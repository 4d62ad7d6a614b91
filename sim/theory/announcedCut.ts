/** When buyers with foresight stop buying before an announced cut. Source: docs/theory.md, equation 7. */
import { amount, finite, positive } from "./domain.ts";

/** Hardware that is bought under a subsidy whose end is known. Margins are income less running cost. */
export interface Purchase {
  /** r: continuous rate a year, 0 or more */
  readonly discountRate: number;
  readonly capexUsd: number;
  /** S: USD at the end of its life */
  readonly salvageUsd: number;
  /** N */
  readonly lifeYears: number;
  /** m0: USD a year with the subsidy */
  readonly marginBefore: number;
  /** m1: USD a year after it */
  readonly marginAfter: number;
}

/**
 * Net present value of a purchase x years before the cut.
 *
 *   m0 (1 - e^(-r x))/r + m1 (e^(-r x) - e^(-r N))/r + S e^(-r N) - capex
 *
 * @param yearsBefore x, 0 or more; beyond the life the cut does not matter
 * @throws RangeError for amounts below 0, a life that is not above 0, and margins that are no finite numbers
 */
export function presentValue(purchase: Purchase, yearsBefore: number): number {
  amount("presentValue", "yearsBefore", yearsBefore);
  const {
    discountRate: r,
    lifeYears,
    salvageUsd,
    capexUsd,
    marginBefore,
    marginAfter,
  } = checked("presentValue", purchase);
  const x = Math.min(yearsBefore, lifeYears);
  const [subsidised, whole] = [annuityFactor(r, x), annuityFactor(r, lifeYears)];
  const margins = marginBefore * subsidised + marginAfter * (whole - subsidised);
  return margins + salvageUsd * Math.exp(-r * lifeYears) - capexUsd;
}

/**
 * Years before the cut at which the last purchase pays for itself; later ones lose money.
 *
 *   x* = -ln(1 - r (capex - S e^(-r N) - m1 (1 - e^(-r N))/r) / (m0 - m1)) / r
 *
 * @returns 0 where purchases pay even after the cut; the whole life at zero profit; undefined where none pays at any time
 * @throws RangeError as `presentValue`
 * Closed form `announced-cut-last-purchase`.
 */
export function lastPurchaseYears(purchase: Purchase): number | undefined {
  const { discountRate: r, lifeYears, capexUsd, marginBefore, marginAfter } = checked("lastPurchaseYears", purchase);
  const missing = -presentValue(purchase, 0);
  if (missing <= 0) return 0;
  // At zero profit the sum of what a life brings misses its price by rounding.
  if (presentValue(purchase, lifeYears) < -1e-12 * capexUsd) return undefined;
  // USD a year that the subsidy adds must make up for what is missing; not even for ever where the two are equal but for rounding.
  const years = missing / (marginBefore - marginAfter);
  if (!(years > 0 && r * years < 1)) return lifeYears;
  return Math.min(lifeYears, r === 0 ? years : -Math.log1p(-r * years) / r);
}

/**
 * Margin at which a purchase is worth just its price when no cut comes.   (capex - S e^(-r N)) r / (1 - e^(-r N))
 * @returns USD a year
 * @throws RangeError as `presentValue`
 */
export function zeroProfitMargin(purchase: Omit<Purchase, "marginBefore" | "marginAfter">): number {
  const {
    discountRate: r,
    lifeYears,
    capexUsd,
    salvageUsd,
  } = checked("zeroProfitMargin", {
    ...purchase,
    marginBefore: 0,
    marginAfter: 0,
  });
  return (capexUsd - salvageUsd * Math.exp(-r * lifeYears)) / annuityFactor(r, lifeYears);
}

/** Present value of 1 a year for some years.   (1 - e^(-r x)) / r */
function annuityFactor(rate: number, years: number): number {
  return rate === 0 ? years : -Math.expm1(-rate * years) / rate;
}

function checked(where: string, purchase: Purchase): Purchase {
  amount(where, "discountRate", purchase.discountRate);
  amount(where, "capexUsd", purchase.capexUsd);
  amount(where, "salvageUsd", purchase.salvageUsd);
  positive(where, "lifeYears", purchase.lifeYears);
  finite(where, "marginBefore", purchase.marginBefore);
  finite(where, "marginAfter", purchase.marginAfter);
  return purchase;
}
