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
  "capacity",
  "customerFundedUsd",
  "netSubsidyUsd",
  "runningCostUsd",
  "bribeUsd",
];

/** Columns by table that records made by earlier versions lack; a report says so where it would use them. */
export const LATER_COLUMNS: Readonly<Record<string, readonly string[]>> = { operators: ["capacity"] };
