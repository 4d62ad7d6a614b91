/**
 * What the network pays for its security, and what it would cost to take over its consensus.
 *
 *   budget = p E_sec + fees_sec      USD a day, to validators; a year of it over the market value of tokens in circulation
 *   capture cost = kappa p S         USD; S: tokens staked, kappa: share of stake that decides
 *
 * Kappa is that of the scenario's consensus, and 0.5 where it has none.
 * Source: docs/verdict.md, equation 13.
 */
import { numbers, table, type Records } from "../records.ts";
import { settingsOf } from "../settings.ts";
import { pricesOf } from "./flowSums.ts";
import { validatorFees, validatorPay } from "./incomeSource.ts";
import { meanUsdOf } from "./issuance.ts";
import { measured, ratio, type Metric } from "./metric.ts";
import { visitRows, type Window } from "./windows.ts";

/** Where a consensus has no share of stake that decides, a majority does. */
const majority = 0.5;

const daysPerYear = 365;

function budgetPerDay(records: Records, arm: string, window: Window): number {
  return (validatorPay.of(records, arm, window).value ?? NaN) + (validatorFees.of(records, arm, window).value ?? NaN);
}

export const securityBudget: Metric = {
  name: "securityBudget",
  label: "Security budget",
  unit: "USD/day",
  meaning: "validators' income: newly minted tokens at the clearing price, and fees",
  of: (records, arm, window) => measured(budgetPerDay(records, arm, window), "nothing was recorded"),
};

export const securityShare: Metric = {
  name: "securityShare",
  label: "Security budget, a year over market value",
  unit: "fraction",
  meaning: "a year of it over the value of tokens that can be traded",
  of: (records, arm, window) =>
    ratio(
      budgetPerDay(records, arm, window) * daysPerYear,
      meanUsdOf(records, arm, "circulating", window),
      "no token can be traded",
    ),
};

export const captureCost: Metric = {
  name: "captureCost",
  label: "Cost of a capture",
  unit: "USD",
  meaning: "value of the stake that decides: kappa of all of it, half where consensus has no kappa",
  of: (records, arm, window) => {
    const kappa = settingsOf(records.manifest).kappa ?? majority;
    return measured(kappa * stakedUsd(records, arm, window), "the token has no price");
  },
};

/** Mean over the window of all stake at the clearing price. */
function stakedUsd(records: Records, arm: string, window: Window): number {
  const frame = table(records, "validators");
  const [epoch, subnet, stake] = [numbers(frame, "epoch"), numbers(frame, "subnet"), numbers(frame, "stake")];
  const price = pricesOf(records, arm);
  let total = 0;
  visitRows(records, "validators", arm, window, (row, fraction) => {
    if (stake[row] !== 0) total += fraction * stake[row]! * price(epoch[row]!, subnet[row]!);
  });
  return (total * records.manifest.epochDays) / (window.toDay - window.fromDay);
}
