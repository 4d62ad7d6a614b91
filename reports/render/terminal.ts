import { capacity, serviceValue, servingOperators } from "../metrics/levels.ts";
import { fullCoverage, runningCoverage } from "../metrics/feeCoverage.ts";
import { servedQuality } from "../metrics/quality.ts";
import { subsidyDependence } from "../metrics/subsidyDependence.ts";
import type { Verdict } from "../verdict.ts";
import { metricTable, type TextTable } from "./tables.ts";

export interface TerminalOptions {
  readonly colour: boolean;
  /** columns to wrap sentences at */
  readonly width?: number;
}

const shown = [
  serviceValue,
  capacity,
  servingOperators,
  servedQuality,
  subsidyDependence,
  runningCoverage,
  fullCoverage,
];

/** The verdict in a few sentences, a small table, and what to beware of. */
export function terminal(verdict: Verdict, { colour, width = 88 }: TerminalOptions): string {
  const ink = (code: number, text: string): string => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  const lines = wrap(
    [...verdict.headline, verdict.why, verdict.change].filter((sentence) => sentence !== null).join(" "),
    width,
  );
  const warnings = verdict.warnings.flatMap((warning) => wrap(`! ${warning}`, width));
  return [
    ink(1, verdict.name),
    ...wrap(verdict.question, width).map((line) => ink(2, line)),
    "",
    ...lines,
    "",
    ...layOut(metricTable(verdict, "short", "", shown, periodsShown(verdict)), (text) => ink(2, text)),
    ...(warnings.length === 0 ? [] : ["", ...warnings.map((line) => ink(33, line))]),
    "",
  ].join("\n");
}

/** Where the year lies in the run, the end of the run is left to the page. */
function periodsShown({ periods }: Verdict): readonly string[] {
  const there = periods.filter(({ missing }) => missing === undefined).map(({ key }) => key);
  return there.includes("year") ? there.filter((key) => key !== "end") : there;
}

function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines[lines.length - 1];
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** Columns to the right of their labels, each group under its heading. */
function layOut(table: TextTable, dim: (text: string) => string): readonly string[] {
  const names = table.groups.flatMap(({ columns }) => columns);
  const labelWidth = Math.max(0, ...table.rows.map(({ label }) => label.length));
  const widths = names.map((name, k) => Math.max(name.length, ...table.rows.map(({ cells }) => cells[k]!.length)));
  widenForHeadings(table, widths);
  let k = 0;
  const heading = table.groups.map(({ label, columns }) => {
    const width = columns.reduce((sum) => sum + widths[k++]! + 2, -2);
    return label.padStart(width);
  });
  const line = (label: string, cells: readonly string[]): string =>
    [label.padEnd(labelWidth), ...cells.map((cell, c) => cell.padStart(widths[c]!))].join("  ").trimEnd();
  return [
    dim(["".padEnd(labelWidth), ...heading].join("  ")),
    ...(names.some((name) => name !== "") ? [dim(line("", names))] : []),
    ...table.rows.map(({ label, cells }) => line(label, cells)),
  ];
}

/** Widens a group's last column until its heading fits. */
function widenForHeadings({ groups }: TextTable, widths: number[]): void {
  let first = 0;
  for (const { label, columns } of groups) {
    const last = first + columns.length - 1;
    const width = widths.slice(first, last + 1).reduce((sum, w) => sum + w + 2, -2);
    widths[last]! += Math.max(0, label.length - width);
    first = last + 1;
  }
}
