/**
 * What is minted, beside what customers pay and what is burned, and what minting costs those who only hold. Market value is
 * what can be traded, or all that exists, at the clearing price.
 * Source: docs/verdict.md, equations 12 to 15.
 */
import { numbers, table, type Records } from "../records.ts";
import { measured, ratio, unknown, type Measure, type Metric } from "./metric.ts";
import { sumOver, visitRows, type Window } from "./windows.ts";

const daysPerYear = 365;

/** Sum over the epochs of a window of a column of tokens at their clearing price, USD. */
export function usdOf(records: Records, arm: string, column: string, window: Window): number {
  const frame = table(records, "epochs");
  const [tokens, price] = [numbers(frame, column), numbers(frame, "price")];
  let total = 0;
  visitRows(records, "epochs", arm, window, (row, fraction) => {
    if (tokens[row] !== 0) total += fraction * tokens[row]! * price[row]!;
  });
  return total;
}

/** Mean over the epochs of a window of a balance of tokens at the clearing price, USD. */
export function meanUsdOf(records: Records, arm: string, column: string, window: Window): number {
  return (usdOf(records, arm, column, window) * records.manifest.epochDays) / (window.toDay - window.fromDay);
}

const noMint = "nothing was minted";

/** R / (p E); 1: customers pay as much as is minted. */
export const revenueOverEmission: Metric = {
  name: "revenueOverEmission",
  label: "Revenue over emission",
  unit: "ratio",
  meaning: "what customers pay over the value of all newly minted tokens",
  of: (records, arm, window) =>
    ratio(sumOver(records, arm, "revenueUsd", window), usdOf(records, arm, "minted", window), noMint),
};

/** B / E, tokens; over 1: the supply shrinks. */
export const burnOverEmission: Metric = {
  name: "burnOverEmission",
  label: "Burn over emission",
  unit: "ratio",
  meaning: "tokens burned over tokens minted",
  of: (records, arm, window) =>
    ratio(sumOver(records, arm, "burned", window), sumOver(records, arm, "minted", window), noMint),
};

/** 1 - S(t)/S(t + 1 year): what a holder's share of all tokens loses in a year at the pace of the window. */
export const dilution: Metric = {
  name: "dilution",
  label: "Dilution of holders, a year",
  unit: "fraction",
  meaning: "loss of a passive holder's share of all tokens, at this pace over a year",
  of: dilutionOf,
};

function dilutionOf(records: Records, arm: string, window: Window): Measure {
  const frame = table(records, "epochs");
  const [epoch, supply] = [numbers(frame, "epoch"), numbers(frame, "supply")];
  const subnet = numbers(frame, "subnet");
  const ends: number[] = [];
  visitRows(records, "epochs", arm, window, (row) => {
    if (subnet[row] === 0) ends.push(row);
  });
  const [first, last] = [ends[0], ends.at(-1)];
  if (first === undefined || last === undefined || first === last) return unknown("too few epochs");
  if (!(supply[first]! > 0)) return unknown("there are no tokens");
  const days = (epoch[last]! - epoch[first]!) * records.manifest.epochDays;
  return measured(1 - (supply[first]! / supply[last]!) ** (daysPerYear / days), "there are no tokens");
}

const multiple = (name: string, label: string, column: string, meaning: string): Metric => ({
  name,
  label,
  unit: "years",
  meaning,
  of: (records, arm, window) =>
    ratio(
      meanUsdOf(records, arm, column, window),
      (sumOver(records, arm, "revenueUsd", window) / (window.toDay - window.fromDay)) * daysPerYear,
      "customers paid nothing",
    ),
});

/** P/S: market value over a year's revenue. */
export const priceToSales = multiple(
  "priceToSales",
  "Market value over a year's revenue",
  "circulating",
  "tokens that can be traded, at the clearing price",
);
export const dilutedPriceToSales = multiple(
  "dilutedPriceToSales",
  "The same of all tokens",
  "supply",
  "all tokens that exist, at the clearing price",
);
