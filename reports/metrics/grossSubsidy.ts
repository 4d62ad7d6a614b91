import type { Records } from "../records.ts";
import { flowSums, hasFlows } from "./flowSums.ts";
import { ratio, unknown, type Metric } from "./metric.ts";
import { sumOver, type Window } from "./windows.ts";

/** Newly minted pay of operators. */
export interface Minted {
  readonly tokens: number;
  readonly usd: number;
}

/** E_op and p E_op over a window, before anything that customers burned is taken off; null where no transfers were read. */
export function operatorEmission(records: Records, arm: string, window: Window): Minted | null {
  if (!hasFlows(records)) return null;
  let [tokens, usd] = [0, 0];
  for (const flow of flowSums(records, arm, window)) {
    if (flow.ledger !== "tokens" || flow.from !== "mint" || flow.to !== "operators" || flow.why !== "miner pay")
      continue;
    tokens += flow.amount;
    usd += flow.usd;
  }
  return { tokens, usd };
}

export const unread = "the run's transfers were not read";

/**
 * Share of operators' income that is newly minted, whatever customers burned for it.
 *
 *   gross SDR = p E_op / (netSubsidy + customerFunded)      fraction; equals the net one where customers burn nothing
 *
 * Source: docs/verdict.md, equation 11.
 */
export const grossDependence: Metric = {
  name: "grossDependence",
  label: "Subsidy dependence, gross",
  unit: "fraction",
  meaning: "share of operators' income that is newly minted, whatever customers burn",
  of: (records, arm, window) => {
    const minted = operatorEmission(records, arm, window);
    if (minted === null) return unknown(unread);
    const income = sumOver(records, arm, "netSubsidyUsd", window) + sumOver(records, arm, "customerFundedUsd", window);
    return ratio(minted.usd, income, "operators had no income");
  },
};

/**
 * Newly minted pay of operators for each answered request, USD.   p E_op / served
 * Source: docs/verdict.md, equation 12.
 */
export const subsidyPerRequest: Metric = {
  name: "subsidyPerRequest",
  label: "Subsidy per request",
  unit: "USD/request",
  meaning: "operators' newly minted pay at the clearing price, for each request served",
  of: (records, arm, window) => {
    const minted = operatorEmission(records, arm, window);
    if (minted === null) return unknown(unread);
    return ratio(minted.usd, sumOver(records, arm, "served", window), "nothing was served");
  },
};
