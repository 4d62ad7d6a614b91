import { numbers, rowsOf, table, type Records } from "../records.ts";
import { ratio, type Metric } from "./metric.ts";
import { sumOver } from "./windows.ts";

/**
 * What was paid so far for each operator that is left.
 *
 *   cost = Σ netSubsidy from day 0 to the end of the window / operators serving in its last epoch      USD per operator
 *
 * Where the subsidy ends, a year after: the price of an operator retained. Net, so that tokens which customers paid for under
 * burn-and-mint are no subsidy (docs/economy.md#settlement), and not discounted. Who owns hardware without serving is not retained.
 * Source: docs/verdict.md, equation 19.
 */
export const costPerOperator: Metric = {
  name: "costPerOperator",
  label: "Subsidy so far per operator left",
  unit: "USD/operator",
  meaning: "operators' net subsidy from the first day on, over those that serve at the end of the period",
  of: (records, arm, { toDay }) =>
    ratio(
      sumOver(records, arm, "netSubsidyUsd", { fromDay: 0, toDay }),
      servingAt(records, arm, toDay),
      "no operator serves any more",
    ),
};

/** Sums of epoch lengths may be off in the last bits. */
const tolerance = 1e-6;

/** Operators that served in the last epoch that ended by a day. */
function servingAt(records: Records, arm: string, day: number): number {
  const frame = table(records, "epochs");
  const [epoch, serving] = [numbers(frame, "epoch"), numbers(frame, "serving")];
  const last = Math.floor(day / records.manifest.epochDays + tolerance) - 1;
  let count = 0;
  for (const row of rowsOf(records, "epochs", arm)) if (epoch[row] === last) count += serving[row]!;
  return count;
}
