/**
 * What it would take to cover costs with the units that are there. Partial equilibrium: nobody enters or leaves, so at a better
 * figure entry would take the profit away again. Source: docs/theory.md, equation 9; closed form `break-evens`.
 */
import { amount, positive } from "./domain.ts";

/** Operators' books of some stretch of time. */
export interface Books {
  /** F: USD that customers pay to operators */
  readonly feesUsd: number;
  /** c: USD a unit costs, full or running */
  readonly costUsdPerUnit: number;
  /** K: units */
  readonly units: number;
}

/**
 * Token price at which fees and newly minted pay cover costs.   p* = (c K - F) / E_op
 *
 * @param operatorTokens E_op: tokens newly minted for operators, above 0
 * @returns USD per token; below 0 where fees alone more than cover costs, so that any price will do
 * @throws RangeError for amounts below 0, and where no tokens are minted: no price helps then
 */
export function breakEvenTokenPrice(books: Books, operatorTokens: number): number {
  const cost = costOf("breakEvenTokenPrice", books);
  positive("breakEvenTokenPrice", "operatorTokens", operatorTokens);
  return (cost - books.feesUsd) / operatorTokens;
}

/**
 * Times today's paid demand at which fees alone cover costs.   g* = c K / F
 * @throws RangeError for amounts below 0, and where there are no fees: no multiple of nothing helps
 */
export function breakEvenDemandMultiple(books: Books): number {
  const cost = costOf("breakEvenDemandMultiple", books);
  positive("breakEvenDemandMultiple", "feesUsd", books.feesUsd);
  return cost / books.feesUsd;
}

/**
 * Share of available hours that must be sold.   u* = c / P
 *
 * @param costPerAvailableHour c, full or running, USD
 * @param pricePerSoldHour     P: what operators get for an hour, USD, above 0
 * @returns ratio; above 1 where even full use does not cover costs
 * @throws RangeError for a cost below 0 and a price that is not above 0
 */
export function breakEvenUtilisation(costPerAvailableHour: number, pricePerSoldHour: number): number {
  amount("breakEvenUtilisation", "costPerAvailableHour", costPerAvailableHour);
  positive("breakEvenUtilisation", "pricePerSoldHour", pricePerSoldHour);
  return costPerAvailableHour / pricePerSoldHour;
}

/**
 * Price at which the requests sold today would pay for themselves, if as many were sold at it.   P* = P c K / F
 *
 * @param usdPerRequest P: price today, above 0
 * @throws RangeError as `breakEvenDemandMultiple`, and for a price that is not above 0
 */
export function breakEvenRequestPrice(books: Books, usdPerRequest: number): number {
  positive("breakEvenRequestPrice", "usdPerRequest", usdPerRequest);
  return usdPerRequest * breakEvenDemandMultiple(books);
}

function costOf(where: string, { feesUsd, costUsdPerUnit, units }: Books): number {
  for (const [name, value] of Object.entries({ feesUsd, costUsdPerUnit, units })) amount(where, name, value);
  return costUsdPerUnit * units;
}
