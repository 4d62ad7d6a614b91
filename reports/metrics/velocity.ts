import { numbers, table, texts, type Records } from "../records.ts";
import { hasFlows } from "./flowSums.ts";
import { unread } from "./grossSubsidy.ts";
import { ratio, unknown, type Metric } from "./metric.ts";
import { perDay, visitRows, type Window } from "./windows.ts";

/** Accounts that take the other side of every trade. */
const markets = new Set(["pool", "investors", "dealer"]);

const daysPerYear = 365;

/**
 * How often a token that can be traded changes hands on the market in a year.
 *
 *   V = 365 Σ_e max(sold_e, bought_e) / (days · mean C)      1/year; C: tokens in circulation
 *
 * Volume is sales to the market and purchases from it, out of the token ledger: no mints, pay, locks, injections or market fees,
 * and nothing that investors buy of themselves. All trades of an epoch clear at one price, so that what is sold meets what is
 * bought and the market takes or gives the difference alone: the larger side counts each traded token once.
 * Source: docs/verdict.md, equation 17.
 */
export const velocity: Metric = {
  name: "velocity",
  label: "Velocity of the token",
  unit: "1/year",
  meaning: "tokens sold to or bought from the market, each once, over those in circulation: times a year",
  of: (records, arm, window) => {
    if (!hasFlows(records)) return unknown(unread);
    const days = window.toDay - window.fromDay;
    return ratio(
      (tradedTokens(records, arm, window) / days) * daysPerYear,
      perDay(records, arm, "circulating", window) * records.manifest.epochDays,
      "no token can be traded",
    );
  },
};

/** Tokens traded over a window: of each epoch the larger of what was sold and what was bought. */
function tradedTokens(records: Records, arm: string, window: Window): number {
  const frame = table(records, "flows");
  const [ledger, from, to, why] = ["ledger", "from", "to", "why"].map((column) => texts(frame, column));
  const [amount, epoch, subnet] = ["amount", "epoch", "subnet"].map((column) => numbers(frame, column));
  const trades = new Map<string, { sold: number; bought: number }>();
  visitRows(records, "flows", arm, window, (row, fraction) => {
    if (ledger![row] !== "tokens" || from![row] === to![row]) return;
    const isSale = why![row] === "sale" && markets.has(to![row]!);
    if (!isSale && !markets.has(from![row]!)) return;
    const key = `${epoch![row]} ${subnet![row]}`;
    const trade = trades.get(key) ?? { sold: 0, bought: 0 };
    trades.set(key, trade);
    if (isSale) trade.sold += fraction * amount![row]!;
    else trade.bought += fraction * amount![row]!;
  });
  return [...trades.values()].reduce((all, { sold, bought }) => all + Math.max(sold, bought), 0);
}
