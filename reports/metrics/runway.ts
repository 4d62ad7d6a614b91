import type { Records } from "../records.ts";
import { flowSums, hasFlows, type FlowSum } from "./flowSums.ts";
import { measured, unknown, type Metric } from "./metric.ts";
import { unread } from "./grossSubsidy.ts";
import type { Window } from "./windows.ts";

const account = "treasury";
const daysPerMonth = 365 / 12;

/** What sums of rounded shares leave in an account that gets nothing. */
const leastUsd = 0.01;

/** USD that an account received less what it paid. */
const netUsd = (flows: readonly FlowSum[]): number =>
  flows.reduce(
    (net, { ledger, from, to, amount }) =>
      ledger !== "usd" ? net : net + (to === account ? amount : 0) - (from === account ? amount : 0),
    0,
  );

function balanceOf(records: Records, arm: string, toDay: number): number {
  return netUsd(flowSums(records, arm, { fromDay: 0, toDay }));
}

/**
 * How long the treasury lasts at the pace of the window.   balance / max(0, outflow - inflow), months
 * @returns none where there is no treasury, or it does not shrink
 * Source: docs/verdict.md, equation 14.
 */
export const runway: Metric = {
  name: "runway",
  label: "Runway of the treasury",
  unit: "months",
  meaning: "its USD over what it loses a month",
  of: (records: Records, arm: string, window: Window) => {
    if (!hasFlows(records)) return unknown(unread);
    const balance = balanceOf(records, arm, window.toDay);
    if (!(balance > leastUsd)) return unknown("there is no treasury");
    const lost = -netUsd(flowSums(records, arm, window)) / (window.toDay - window.fromDay);
    return lost > 0 ? measured(balance / lost / daysPerMonth, "there is no treasury") : unknown("it does not shrink");
  },
};
