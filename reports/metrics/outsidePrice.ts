import { numbers, table, type Records } from "../records.ts";
import { outsideUsdPerRequest, settingsOf } from "../settings.ts";
import { hasFlows } from "./flowSums.ts";
import { operatorEmission, unread } from "./grossSubsidy.ts";
import { ratio, unknown, type Metric } from "./metric.ts";
import { visitRows, type Window } from "./windows.ts";

/**
 * What the subsidy of a request is beside the price at which customers could have bought it elsewhere.
 *
 *   p E_op / Σ_e served_e P_e      ratio; P: least price of a request among clouds and other networks
 *
 * At 1 the subsidy alone would have bought customers the same requests outside. P_e is that of the day on which the epoch
 * begins, events on clouds' prices included.
 *
 * @returns none where the scenario states no price outside; that of a cloud which is given by a list price of an hour is not stated
 * Source: docs/verdict.md, equation 20.
 */
export const subsidyOverOutside: Metric = {
  name: "subsidyOverOutside",
  label: "Subsidy over the price outside",
  unit: "ratio",
  meaning: "operators' newly minted pay over what the same requests cost at the cheapest cloud or other network",
  of: (records, arm, window) => {
    if (!hasFlows(records)) return unknown(unread);
    const worth = outsideWorth(records, arm, window);
    if (worth === null) return unknown("the scenario states no price outside");
    return ratio(operatorEmission(records, arm, window)?.usd ?? NaN, worth, "nothing was served");
  },
};

/** USD that the requests served in a window would have cost outside; null where no price is stated. */
function outsideWorth(records: Records, arm: string, window: Window): number | null {
  const settings = settingsOf(records.manifest);
  if (settings.outside.length === 0) return null;
  const frame = table(records, "epochs");
  const [epoch, served] = [numbers(frame, "epoch"), numbers(frame, "served")];
  let total = 0;
  visitRows(records, "epochs", arm, window, (row, fraction) => {
    total += fraction * served[row]! * outsideUsdPerRequest(settings, epoch[row]! * records.manifest.epochDays);
  });
  return total;
}
