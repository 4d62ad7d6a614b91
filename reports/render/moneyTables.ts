/** Break-evens, and who paid for the subsidy. */
import type { Findings } from "../findings.ts";
import { days, percent, plain } from "../format.ts";
import type { BreakEvenName, VerifiedBreakEven } from "../metrics/breakEvens.ts";
import type { SourceAndUse } from "../metrics/sourceAndUse.ts";
import { row, simpleTable, type Row, type TextTable } from "./textTable.ts";

export function moneyTables({ breakEvens, sourceAndUse }: Findings): readonly TextTable[] {
  return [
    ...(breakEvens.length === 0 ? [] : [breakEvenTable(breakEvens)]),
    ...(typeof sourceAndUse === "string" || !(sourceAndUse.totalUsd > 0) ? [] : [sourceTable(sourceAndUse)]),
  ];
}

const labels: Readonly<Record<BreakEvenName, string>> = {
  tokenPrice: "Token price, USD",
  demandMultiple: "Demand, times today's",
  utilisationFull: "Share of capacity used, full cost",
  utilisationRunning: "Share of capacity used, running cost",
  requestPrice: "Price of a request, USD",
};

function breakEvenTable(all: readonly VerifiedBreakEven[]): TextTable {
  const verified = all.some((one) => one.verified !== null);
  const note =
    "Partial equilibrium: where operators' income covers their cost with the hardware that is there. At a better figure newcomers would take the profit " +
    `away again.${verified ? "" : " Solved on records and not verified by running."}`;
  const rows = all.map(({ name, value, today, verified: income, why }) => {
    const share = name.startsWith("utilisation");
    const show = (amount: number): string => (share ? percent(amount) : plain(amount));
    const beyond = share && value !== null && value > 1 ? "even full use does not cover it" : why;
    return row(
      labels[name],
      [show(today), value === null ? "–" : show(value), ...(verified ? [income === null ? "–" : percent(income)] : [])],
      beyond,
    );
  });
  const heads = ["today", "break-even", ...(verified ? ["income over cost when run"] : [])];
  return simpleTable("breakEvens", "Break-evens before the cut", note, heads, rows);
}

function sourceTable({ window, sources, uses, totalUsd, netUsd }: SourceAndUse): TextTable {
  const line =
    (side: string) =>
    ({ name, usd }: { name: string; usd: number }): Row =>
      row(`${side}: ${name}`, [plain(usd), percent(usd / totalUsd)]);
  const note =
    `D${days(window.fromDay, window.toDay).slice(1)}, where the subsidy ends; new tokens at the clearing price. Holders pay for new tokens that nobody bought: ` +
    `theirs are a smaller part of all. Both sides are equal. What was minted or given, less what customers' money bought and burned, is the subsidy: ${plain(netUsd)} USD.`;
  return simpleTable(
    "sourceAndUse",
    "Who paid for the subsidy",
    note,
    ["USD", "share"],
    [...sources.map(line("From")), ...uses.map(line("To")), row("Total of either side", [plain(totalUsd), "100%"])],
  );
}
