/**
 * How many units stay when entry and exit are free, pay is shared by the unit, and income does not move with capacity.
 * Source: docs/theory.md, equations 1 and 3.
 */
import { amount, positive } from "./domain.ts";

/** Income of all operators of some stretch of time, and what one unit costs in it. */
export interface Entry {
  /** F: USD from customers, with the subsidy and after it */
  readonly feesUsd: number;
  /** p E: USD of newly minted pay */
  readonly subsidyUsd: number;
  /** c_full: USD a unit costs, capital with it */
  readonly fullCostUsd: number;
  /** USD that a unit would clear elsewhere, over its cost; 0 where there is nothing else to do */
  readonly outsideUsd?: number;
}

export interface FreeEntry {
  /** K*: units with the subsidy, a real number */
  readonly before: number;
  /** K0: units that settle without it */
  readonly after: number;
  /** K0 / K* */
  readonly retention: number;
  /** fees over what the units of `before` must earn */
  readonly coverage: number;
  /** SDR: subsidy over income */
  readonly subsidyDependence: number;
}

/**
 * Alike operators enter until a unit earns what it must.
 *
 *   K* = (F + p E) / c     K0 = F / c     K0 / K* = F / (F + p E) = 1 - SDR = fee coverage at full cost
 *
 * c is full cost and what the unit would clear elsewhere.
 * @throws RangeError for amounts below 0, a cost that is not above 0, and where there is no income at all
 * Closed form `free-entry-identical`.
 */
export function freeEntry({ feesUsd, subsidyUsd, fullCostUsd, outsideUsd = 0 }: Entry): FreeEntry {
  amount("freeEntry", "feesUsd", feesUsd);
  amount("freeEntry", "subsidyUsd", subsidyUsd);
  amount("freeEntry", "outsideUsd", outsideUsd);
  positive("freeEntry", "fullCostUsd", fullCostUsd);
  positive("freeEntry", "feesUsd + subsidyUsd", feesUsd + subsidyUsd);
  const cost = fullCostUsd + outsideUsd;
  const before = (feesUsd + subsidyUsd) / cost;
  const after = feesUsd / cost;
  return {
    before,
    after,
    retention: after / before,
    coverage: feesUsd / (before * cost),
    subsidyDependence: subsidyUsd / (feesUsd + subsidyUsd),
  };
}

/** Units whose full costs are spread evenly from a to b. */
export interface UniformCosts {
  /** Kmax: units that there could be */
  readonly units: number;
  /** a, USD a unit */
  readonly low: number;
  /** b, USD a unit; equal to a where all are alike */
  readonly high: number;
}

/**
 * Units of unequal cost that stay when V is shared by the unit: the last one earns just its cost.
 *
 *   K = Kmax F(V / K):   (b - a) K^2 + a Kmax K - Kmax V = 0,   K <= Kmax
 *
 * @param valueUsd V: income of all
 * @returns real number of units
 * @throws RangeError for amounts below 0, no units, and costs that are not in order or all 0
 * Closed form `free-entry-uniform-costs`.
 */
export function unitsThatStay(costs: UniformCosts, valueUsd: number): number {
  const { units, low, high } = checked("unitsThatStay", costs);
  amount("unitsThatStay", "valueUsd", valueUsd);
  if (valueUsd === 0) return 0;
  // The positive root, written so that it is exact where a = b and where a = 0.
  const linear = low * units;
  const root = (2 * units * valueUsd) / (linear + Math.sqrt(linear ** 2 + 4 * (high - low) * units * valueUsd));
  return Math.min(units, root);
}

/**
 * Full cost of the dearest unit that stays.   a + (b - a) K / Kmax; V / K unless all stay
 * @throws RangeError as `unitsThatStay`
 */
export function marginalCost(costs: UniformCosts, valueUsd: number): number {
  return costs.low + ((costs.high - costs.low) * unitsThatStay(costs, valueUsd)) / costs.units;
}

/**
 * Fees over the full cost of all units that a subsidy had brought in, which is what an accountant would call coverage. It is not
 * the share that stays: those who leave are the dear ones.
 *
 * @param feesUsd   income after the subsidy
 * @param beforeUsd income with it, above 0
 * @throws RangeError as `unitsThatStay`
 */
export function coverageOfAverageCost(costs: UniformCosts, feesUsd: number, beforeUsd: number): number {
  amount("coverageOfAverageCost", "feesUsd", feesUsd);
  positive("coverageOfAverageCost", "beforeUsd", beforeUsd);
  const average = (costs.low + marginalCost(costs, beforeUsd)) / 2;
  return feesUsd / (average * unitsThatStay(costs, beforeUsd));
}

function checked(where: string, costs: UniformCosts): UniformCosts {
  positive(where, "units", costs.units);
  amount(where, "low", costs.low);
  positive(where, "high", costs.high);
  if (costs.low > costs.high)
    throw new RangeError(`${where}: low is ${costs.low}; expected no more than high, ${costs.high}`);
  return costs;
}
