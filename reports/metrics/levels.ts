/**
 * Levels beside every ratio: what the network did on a day of the window, straight from the columns of `epochs`.
 * Source: sim/record.ts, where the columns are declared.
 */
import { measured, type Metric } from "./metric.ts";
import { perDay, sumOver } from "./windows.ts";

const daily = (name: string, column: string, label: string, unit: string, meaning: string): Metric => ({
  name,
  label,
  unit,
  meaning,
  of: (records, arm, window) => measured(perDay(records, arm, column, window), "nothing was recorded"),
});

export const serviceValue = daily(
  "serviceValue",
  "serviceValueUsd",
  "Service delivered",
  "USD/day",
  "Y: value to customers of the answers they got, at the quality they experienced",
);
export const requests = daily("requests", "served", "Requests served", "requests/day", "requests answered");
export const unmet = daily(
  "unmet",
  "unmet",
  "Requests unmet",
  "requests/day",
  "sent and not answered for lack of capacity",
);
export const capacity = daily(
  "capacity",
  "capacity",
  "Capacity",
  "requests/day",
  "requests that could have been answered",
);
export const revenue = daily("revenue", "revenueUsd", "Paid by customers", "USD/day", "customers' spending");

/** Mean number of operators that served, over the epochs of the window. */
export const servingOperators: Metric = {
  name: "servingOperators",
  label: "Operators serving",
  unit: "operators",
  meaning: "mean number of operators that served",
  of: (records, arm, window) =>
    measured(perDay(records, arm, "serving", window) * records.manifest.epochDays, "nothing was recorded"),
};

/** Hours of serving hardware in a day, and for one operator. */
export const hoursPerOperator: Metric = {
  name: "hoursPerOperator",
  label: "Hours per operator",
  unit: "hours/day",
  meaning: "available hours of serving hardware, for one serving operator",
  of: (records, arm, window) => {
    const operatorDays = sumOver(records, arm, "serving", window) * records.manifest.epochDays;
    return measured(sumOver(records, arm, "hours", window) / operatorDays, "no operator served");
  },
};

/** Clearing price, a mean over days (and over subnets, where there are several). */
export const tokenPrice: Metric = {
  name: "tokenPrice",
  label: "Token price",
  unit: "USD/token",
  meaning: "mean clearing price",
  of: (records, arm, window) => {
    const days = perDay(records, arm, "price", window) * records.manifest.epochDays;
    return measured(days / subnetsOf(records), "nothing was recorded");
  },
};

function subnetsOf(records: Parameters<Metric["of"]>[0]): number {
  const subnet = records.frames["epochs"]?.columns["subnet"];
  return subnet instanceof Float64Array ? subnet.reduce((most, k) => Math.max(most, k), 0) + 1 : 1;
}
