import { flowSums, hasFlows, type FlowSum } from "./flowSums.ts";
import { unread } from "./grossSubsidy.ts";
import { ratio, unknown, type Metric } from "./metric.ts";
import { perDay } from "./windows.ts";

const daysPerYear = 365;

/** Accounts whose tokens do not exist any more. */
const gone = new Set(["burn", "recycled"]);

/** Tokens by which a transfer changes the supply. */
const changeOf = ({ ledger, from, to, amount }: FlowSum): number =>
  ledger !== "tokens" ? 0 : (from === "mint" ? amount : 0) - (gone.has(to) ? amount : 0);

/**
 * Growth of all tokens at the pace of the window, a simple rate.
 *
 *   i = 365 Σ (E + N - B) / (days · mean S)      fraction a year
 *
 * E + N: all that is minted, N of it anew for what customers burned; B: burned or recycled, both of which leave the supply S.
 * Below 0 the supply shrinks. Dilution is what the same growth takes from a holder's share.
 * Source: docs/verdict.md, equation 18.
 */
export const netInflation: Metric = {
  name: "netInflation",
  label: "Net inflation, a year",
  unit: "fraction",
  meaning: "tokens minted less tokens burned or recycled, over all tokens, at this pace over a year",
  of: (records, arm, window) => {
    if (!hasFlows(records)) return unknown(unread);
    const change = flowSums(records, arm, window).reduce((all, flow) => all + changeOf(flow), 0);
    return ratio(
      (change / (window.toDay - window.fromDay)) * daysPerYear,
      perDay(records, arm, "supply", window) * records.manifest.epochDays,
      "there are no tokens",
    );
  },
};
