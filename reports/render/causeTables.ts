/** Why service was lost: its parts, and its causes. */
import type { Findings } from "../findings.ts";
import { days, percent, plain } from "../format.ts";
import { causeWords, nothingLost } from "../levers.ts";
import { causeNames, type Causes } from "../metrics/causes.ts";
import { factorNames, type Factors, type Loss } from "../metrics/factors.ts";
import { row, simpleTable, type TextTable } from "./textTable.ts";

export function causeTables({ loss, causes, retention }: Findings): readonly TextTable[] {
  return [
    ...(typeof loss === "string" ? [] : [lossTable(loss)]),
    ...(typeof causes === "string" ? [] : [causesTable(causes, retention[causes.horizon].service.value)]),
  ];
}

const factorLabels: Readonly<Record<keyof Factors, string>> = {
  operators: "Operators",
  hours: "Hours per operator, a day",
  rate: "Requests an hour can answer",
  utilisation: "Share of capacity used",
  value: "Value of an answer, USD",
};

function lossTable({ window, cut, keep, logRatios, shares }: Loss): TextTable {
  const show = (name: keyof Factors, amount: number): string =>
    name === "utilisation" ? percent(amount) : plain(amount);
  const rows = factorNames.map((name) =>
    row(factorLabels[name], [
      show(name, cut[name]),
      show(name, keep[name]),
      logRatios[name].toFixed(3),
      shares === null ? "–" : percent(shares[name]),
    ]),
  );
  const note =
    `D${days(window.fromDay, window.toDay).slice(1)}. Service is the product of these; logarithms add up to that of the retention. An identity, not a ` +
    "cause: fewer operators are partly made up for by fuller ones, whose share is then below 0.";
  const heads = ["subsidy ends", "subsidy kept", "ln(ends/kept)", "share of the loss"];
  return simpleTable("loss", "Why, 1: parts of the service", note, heads, rows);
}

function causesTable({ window, lossUsd, shares, restUsd }: Causes, retained: number | null): TextTable {
  const lost = lossUsd > 0 && (retained ?? 0) <= nothingLost;
  const share = (usd: number): string => (lost ? percent(usd / lossUsd) : "–");
  const line = (label: string, usd: number, meaning = "") => row(label, [plain(usd), share(usd)], meaning);
  const note =
    `D${days(window.fromDay, window.toDay).slice(1)}. Shapley shares: what service gains, on average over all orders, when one of them is held on its path ` +
    "in the world with the subsidy and all else goes as it does without.";
  return simpleTable(
    "causes",
    "Why, 2: causes of the loss",
    note,
    ["USD of service a day", "share of the loss"],
    [
      ...causeNames.map((name) => line(name[0]!.toUpperCase() + name.slice(1), shares[name], causeWords[name])),
      line("Everything else", restUsd, "training, quality, interplay"),
      line("Loss", lossUsd, "subsidy kept less subsidy ends"),
    ],
  );
}
