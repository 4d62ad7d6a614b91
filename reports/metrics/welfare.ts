/**
 * Who is better off: customers, operators, and holders who pay for new tokens.
 *
 *   welfare = consumer surplus + operators' profit - value of dilution      USD a day
 *   profit = customerFunded + netSubsidy - full cost      value of dilution = p (minted - burned)
 *
 * Surplus is that of the choice among the network, clouds and nothing, by what customers believe; compare arms, not levels.
 * Source: docs/verdict.md, equation 16.
 */
import { numbers, table, type Records } from "../records.ts";
import { usdOf } from "./issuance.ts";
import { measured, type Metric } from "./metric.ts";
import { perDay, visitRows, type Window } from "./windows.ts";

const nothing = "nothing was recorded";

function surplusPerDay(records: Records, arm: string, window: Window): number {
  const surplus = numbers(table(records, "segments"), "surplusUsd");
  let total = 0;
  visitRows(records, "segments", arm, window, (row, fraction) => (total += fraction * surplus[row]!));
  return total / (window.toDay - window.fromDay);
}

function profitPerDay(records: Records, arm: string, window: Window): number {
  const of = (column: string): number => perDay(records, arm, column, window);
  return of("customerFundedUsd") + of("netSubsidyUsd") - of("fullCostUsd");
}

function dilutionPerDay(records: Records, arm: string, window: Window): number {
  const issued = usdOf(records, arm, "minted", window) - usdOf(records, arm, "burned", window);
  return issued / (window.toDay - window.fromDay);
}

const daily = (name: string, label: string, meaning: string, of: typeof profitPerDay): Metric => ({
  name,
  label,
  unit: "USD/day",
  meaning,
  of: (records, arm, window) => measured(of(records, arm, window), nothing),
});

export const consumerSurplus = daily(
  "consumerSurplus",
  "Consumer surplus",
  "worth to customers of the choice among the network, clouds and nothing, by what they believe",
  surplusPerDay,
);
export const operatorProfit = daily(
  "operatorProfit",
  "Operators' profit",
  "their income less their full cost",
  profitPerDay,
);
export const dilutionValue = daily(
  "dilutionValue",
  "Value of dilution",
  "tokens minted less tokens burned, at the clearing price: paid by holders",
  dilutionPerDay,
);
export const welfare = daily(
  "welfare",
  "Welfare",
  "consumer surplus and operators' profit less the value of dilution",
  (records, arm, window) =>
    surplusPerDay(records, arm, window) + profitPerDay(records, arm, window) - dilutionPerDay(records, arm, window),
);
