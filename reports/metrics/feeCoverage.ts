import { ratio, type Metric } from "./metric.ts";
import { sumOver } from "./windows.ts";

/**
 * How much of operators' cost their customers pay.
 *
 *   FCR = customerFunded / cost      at running cost (energy) and at full cost (with maintenance and capital)
 *
 * Under 1 at running cost hardware is switched off in time; between the two it wears out and is not replaced.
 * Source: docs/economy.md#metrics.
 */
const coverage = (name: string, column: string, label: string, meaning: string): Metric => ({
  name,
  label,
  unit: "ratio",
  meaning,
  of: (records, arm, window) =>
    ratio(
      sumOver(records, arm, "customerFundedUsd", window),
      sumOver(records, arm, column, window),
      "operators had no cost",
    ),
});

export const runningCoverage = coverage(
  "runningCoverage",
  "runningCostUsd",
  "Fees over running cost",
  "operators' income from customers over their running cost",
);

export const fullCoverage = coverage(
  "fullCoverage",
  "fullCostUsd",
  "Fees over full cost",
  "operators' income from customers over running and capital cost of the hardware that served",
);
