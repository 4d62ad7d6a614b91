import { ratio, type Metric } from "./metric.ts";
import { sumOver } from "./windows.ts";

/**
 * Share of operators' income that customers do not pay.
 *
 *   SDR = netSubsidy / (netSubsidy + customerFunded)      both in USD, tokens at the clearing price
 *
 * 1: all of it is subsidy; 0: customers pay everything.
 * Source: docs/economy.md#metrics.
 */
export const subsidyDependence: Metric = {
  name: "subsidyDependence",
  label: "Subsidy dependence",
  unit: "fraction",
  meaning: "share of operators' income that customers do not pay, net",
  of: (records, arm, window) => {
    const subsidy = sumOver(records, arm, "netSubsidyUsd", window);
    return ratio(subsidy, subsidy + sumOver(records, arm, "customerFundedUsd", window), "operators had no income");
  },
};
