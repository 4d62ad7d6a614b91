/** Columns of the table `operators` that a report reads: with a row an epoch and operator, reading the others costs seconds. */
export const OPERATOR_COLUMNS: readonly string[] = [
  "arm",
  "epoch",
  "id",
  "group",
  "hardware",
  "behaviour",
  "status",
  "served",
  "hours",
  "customerFundedUsd",
  "netSubsidyUsd",
  "runningCostUsd",
  "bribeUsd",
];
