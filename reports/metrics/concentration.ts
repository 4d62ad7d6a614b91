/**
 * How evenly miners are paid. A member is an operator's id; its pay is newly minted tokens at the clearing price plus
 * customers' fees, in USD, summed over the window. Members without pay are left out, and counted.
 * Source: docs/economy.md#metrics; sim/theory/concentration.ts.
 */
import type { Vec } from "../../sim/core/matrix.ts";
import { effectiveNumber, gini, nakamoto } from "../../sim/theory/concentration.ts";
import { numbers, table, texts, type Records } from "../records.ts";
import { measured, unknown, type Metric } from "./metric.ts";
import { visitRows, type Window } from "./windows.ts";

/** USD by operator id over the window, in order of first appearance; members without pay included. */
export function payOf(records: Records, arm: string, window: Window): ReadonlyMap<string, number> {
  const frame = table(records, "operators");
  const ids = texts(frame, "id");
  const [fees, subsidy] = [numbers(frame, "customerFundedUsd"), numbers(frame, "netSubsidyUsd")];
  const pay = new Map<string, number>();
  visitRows(records, "operators", arm, window, (row, fraction) => {
    const usd = subsidy[row]! + fees[row]!;
    pay.set(ids[row]!, (pay.get(ids[row]!) ?? 0) + usd * fraction);
  });
  return pay;
}

function ofPay(name: string, label: string, unit: string, meaning: string, from: (pay: Vec) => number): Metric {
  return {
    name,
    label,
    unit,
    meaning,
    of: (records, arm, window) => {
      const paid = paidMembers(records, arm, window);
      if (paid.length === 0) return unknown("no miner was paid");
      const pays = paid.every((usd) => usd > 0 && usd < Infinity);
      return pays ? measured(from(paid), "pay is not a number") : unknown("pay is not a number");
    },
  };
}

/** Pay of the members that were paid. Several metrics ask for the same window; it is summed once. */
function paidMembers(records: Records, arm: string, window: Window): readonly number[] {
  const cache = recent.get(records) ?? new Map<string, readonly number[]>();
  recent.set(records, cache);
  const key = `${arm} ${window.fromDay} ${window.toDay}`;
  const found = cache.get(key) ?? [...payOf(records, arm, window).values()].filter((usd) => usd !== 0);
  cache.set(key, found);
  return found;
}

const recent = new WeakMap<Records, Map<string, readonly number[]>>();

export const payGini = ofPay(
  "payGini",
  "Gini of miners' pay",
  "index",
  "0: all paid miners get the same; near 1: one gets all",
  gini,
);

export const payNakamoto = ofPay(
  "payNakamoto",
  "Miners with over half of pay",
  "miners",
  "Nakamoto coefficient: fewest miners that together get more than half",
  (pay) => nakamoto(pay),
);

export const payNakamotoThird = ofPay(
  "payNakamotoThird",
  "Miners with over a third of pay",
  "miners",
  "fewest miners that together get more than a third",
  (pay) => nakamoto(pay, 1 / 3),
);

export const effectiveMiners = ofPay(
  "effectiveMiners",
  "Effective number of paid miners",
  "miners",
  "1/HHI of pay: as many equal miners would be as concentrated",
  effectiveNumber,
);

export const paidMiners = ofPay(
  "paidMiners",
  "Miners paid",
  "miners",
  "members with pay; the others are left out of the indices",
  (pay) => pay.length,
);
