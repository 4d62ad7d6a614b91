/**
 * Who pays: operators' income by source in USD and in tokens at the clearing price, what they cashed, and what validators
 * get from the mint and from customers. The two sources stay apart: one would end with the subsidy.
 * Source: docs/economy.md#settlement.
 */
import { numbers, table, type Records } from "../records.ts";
import { pricesOf } from "./flowSums.ts";
import { measured, type Metric } from "./metric.ts";
import { perDay, visitRows, type Window } from "./windows.ts";

const nothing = "nothing was recorded";

const daily = (name: string, label: string, unit: string, meaning: string, column: string): Metric => ({
  name,
  label,
  unit,
  meaning,
  of: (records, arm, window) => measured(perDay(records, arm, column, window), nothing),
});

export const customerFunded = daily(
  "customerFunded",
  "Operators' income from customers",
  "USD/day",
  "operators' income that current customers pay",
  "customerFundedUsd",
);
export const netSubsidy = daily(
  "netSubsidy",
  "Operators' income from subsidy",
  "USD/day",
  "operators' income that customers do not pay, tokens at the clearing price",
  "netSubsidyUsd",
);
export const netSubsidyTokens = daily(
  "netSubsidyTokens",
  "The subsidy in tokens",
  "tokens/day",
  "the same in tokens",
  "netSubsidyTokens",
);
export const subsidyCashed = daily(
  "subsidyCashed",
  "Cashed by selling new tokens",
  "USD/day",
  "what operators received for newly minted tokens that they sold",
  "subsidyUsdCashed",
);
export const holdingGain = daily(
  "holdingGain",
  "Gain on tokens held",
  "USD/day",
  "change in value of operators' opening tokens: no income, but part of their decision to stay",
  "holdingGainUsd",
);
export const runningCost = daily("runningCost", "Operators' running cost", "USD/day", "energy", "runningCostUsd");
export const fullCost = daily(
  "fullCost",
  "Operators' full cost",
  "USD/day",
  "running and capital cost of all hardware that served",
  "fullCostUsd",
);

export const customerFundedTokens: Metric = {
  name: "customerFundedTokens",
  label: "Customers' payments in tokens",
  unit: "tokens/day",
  meaning: "operators' income from customers, converted at the clearing price of each epoch",
  of: (records, arm, window) => {
    const frame = table(records, "epochs");
    const [usd, price] = [numbers(frame, "customerFundedUsd"), numbers(frame, "price")];
    let total = 0;
    visitRows(records, "epochs", arm, window, (row, fraction) => {
      if (usd[row] !== 0) total += (fraction * usd[row]!) / price[row]!;
    });
    return measured(total / (window.toDay - window.fromDay), "the token has no price");
  },
};

export const validatorPay = ofValidators(
  "validatorPay",
  "Validators' income from minting",
  "newly minted tokens that validators receive, at the clearing price",
  (tokens, _fees, price) => (tokens === 0 ? 0 : tokens * price),
);
export const validatorFees = ofValidators(
  "validatorFees",
  "Validators' income from customers",
  "validators' share of customers' fees",
  (_tokens, fees) => fees,
);

type Pay = (tokens: number, fees: number, price: number) => number;

function ofValidators(name: string, label: string, meaning: string, pay: Pay): Metric {
  return {
    name,
    label,
    unit: "USD/day",
    meaning,
    of: (records, arm, window) => measured(sumPay(records, arm, window, pay), nothing),
  };
}

function sumPay(records: Records, arm: string, window: Window, pay: Pay): number {
  const frame = table(records, "validators");
  const price = pricesOf(records, arm);
  const [epoch, subnet, tokens, fees] = ["epoch", "subnet", "payTokens", "feesUsd"].map((c) => numbers(frame, c));
  let total = 0;
  visitRows(records, "validators", arm, window, (row, fraction) => {
    total += fraction * pay(tokens![row]!, fees![row]!, price(epoch![row]!, subnet![row]!));
  });
  return total / (window.toDay - window.fromDay);
}
