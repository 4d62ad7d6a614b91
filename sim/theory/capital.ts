import { amount, count, fraction, positive } from "./domain.ts";

/** Hours in a year of 365 days. */
const HOURS_PER_YEAR = 8760;

/** What a unit of hardware costs and for how long it works. */
export interface Capital {
  /** USD paid for one unit */
  readonly capexUsd: number;
  /** USD it is sold for at the end of its life */
  readonly salvageUsd: number;
  /** r: cost of capital, fraction per year */
  readonly annualRate: number;
  /** n: years until it is worn out */
  readonly lifeYears: number;
  /** a: share of hours in which it can work */
  readonly availability: number;
  /** power at full use, kW, before the overhead of its place */
  readonly kilowatt: number;
  /** power usage effectiveness: power drawn by the place for each kW of the unit */
  readonly pue: number;
  readonly usdPerKwh: number;
  /** m: maintenance a year as a share of capex */
  readonly maintenanceShare: number;
}

/** All USD per available hour; divide by utilisation for the cost of a sold hour. */
export interface HourlyCost {
  readonly capital: number;
  readonly energy: number;
  readonly maintenance: number;
  /** what must be earned for a purchase to be worth it: capital + energy + maintenance */
  readonly full: number;
  /** what is saved by switching off: energy alone, since maintenance is taken to be owed as long as the unit is owned */
  readonly running: number;
}

/**
 * Level yearly payments (at year ends) that recover the price of a unit, and what it costs to run.
 *
 *   k = [capex - S/(1+r)^n] r(1+r)^n / ((1+r)^n - 1) / (8760 a)
 *   energy = kW PUE tariff;   maintenance = m capex / (8760 a);   full = k + energy + maintenance
 *
 * @throws RangeError for amounts and rates below 0, and for a life or an availability that is not above 0
 * Source: docs/economy.md, "Cost of hardware"; closed form `capital-recovery`.
 */
export function hourlyCost(unit: Capital): HourlyCost {
  check("hourlyCost", unit);
  const capital = (netPrice(unit) * annuity(unit.annualRate, unit.lifeYears)) / availableHours(unit);
  const energy = unit.kilowatt * unit.pue * unit.usdPerKwh;
  const maintenance = (unit.maintenanceShare * unit.capexUsd) / availableHours(unit);
  return { capital, energy, maintenance, full: capital + energy + maintenance, running: energy };
}

/**
 * Capital cost per available hour of the first year when the rental price that must pay for it falls by d every year.
 *
 *   k1 = [capex - S/(1+r)^n] / (8760 a) / sum_{t=1..n} (1-d)^(t-1) / (1+r)^t
 *
 * @param declinePerYear d, fraction per year; 0 gives the level payment of `hourlyCost`
 * @throws RangeError as `hourlyCost`, for a life that is no whole number of years, and for a decline above 1
 */
export function firstYearCapitalPerHour(unit: Capital, declinePerYear: number): number {
  check("firstYearCapitalPerHour", unit);
  count("firstYearCapitalPerHour", "lifeYears", unit.lifeYears, 1);
  amount("firstYearCapitalPerHour", "1 - declinePerYear", 1 - declinePerYear);
  let discounted = 0;
  for (let year = 1; year <= unit.lifeYears; year++) {
    discounted += (1 - declinePerYear) ** (year - 1) / (1 + unit.annualRate) ** year;
  }
  return netPrice(unit) / availableHours(unit) / discounted;
}

function check(where: string, unit: Capital): void {
  const { lifeYears, availability, ...amounts } = unit;
  for (const name of [
    "capexUsd",
    "salvageUsd",
    "annualRate",
    "kilowatt",
    "pue",
    "usdPerKwh",
    "maintenanceShare",
  ] as const)
    amount(where, name, amounts[name]);
  positive(where, "lifeYears", lifeYears);
  positive(where, "availability", availability);
  fraction(where, "availability", availability);
}

/** Price less the present value of what it is sold for at the end. */
function netPrice({ capexUsd, salvageUsd, annualRate, lifeYears }: Capital): number {
  return capexUsd - salvageUsd / (1 + annualRate) ** lifeYears;
}

/** Yearly payment per unit of present value; 1/n where capital costs nothing. */
export function annuity(annualRate: number, years: number): number {
  return annualRate === 0 ? 1 / years : annualRate / -Math.expm1(-years * Math.log1p(annualRate));
}

/**
 * The same where payments flow without a break:   rho / (1 - e^(-rho n)),   rho = ln(1 + r)
 */
export function flowAnnuity(annualRate: number, years: number): number {
  const rho = Math.log1p(annualRate);
  return rho === 0 ? 1 / years : rho / -Math.expm1(-rho * years);
}

function availableHours({ availability }: Capital): number {
  return HOURS_PER_YEAR * availability;
}
