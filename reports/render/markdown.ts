import type { Verdict } from "../verdict.ts";
import type { Chart } from "./charts.ts";
import { tablesOf, type TextTable } from "./tables.ts";

export interface MarkdownOptions {
  readonly charts: readonly Chart[];
  /** folder of the pictures, relative to the document; null: none were drawn */
  readonly pictures: string | null;
}

export function markdown(verdict: Verdict, { charts, pictures }: MarkdownOptions): string {
  const { run } = verdict;
  const sections = [
    `# ${inline(verdict.name)}`,
    `*${inline(verdict.question)}*`,
    "## Verdict",
    ...[...verdict.headline, verdict.why, verdict.change].filter((sentence) => sentence !== null),
    ...(pictures === null ? [] : charts.map(({ id, title, note }) => `![${title}](${pictures}/${id}.png)\n\n${note}`)),
    ...tablesOf(verdict).flatMap(tableSection),
    ...list("Scale and assumptions", verdict.scale),
    ...list("Warnings", verdict.warnings),
    ...list("What this run cannot say", verdict.limits),
    `Scenario ${run.hash.slice(0, 12)}, seed ${run.seed}, backend ${inline(run.backend)}, taper ${run.taper}.`,
  ];
  return `${sections.join("\n\n")}\n`;
}

/** Text of a scenario, kept from being read as markup. */
const inline = (text: string): string => text.replace(/[\\`*_{}[\]<>|#]/g, "\\$&").replace(/\s+/g, " ");

function list(title: string, items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : [`## ${title}`, items.map((item) => `- ${inline(item)}`).join("\n")];
}

function tableSection(table: TextTable): readonly string[] {
  const columns = table.groups.flatMap(({ label, columns }) =>
    columns.map((name) => [label, name].filter(Boolean).join(": ")),
  );
  const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const lines = [
    row(["", ...columns]),
    row(["---", ...columns.map(() => "---:")]),
    ...table.rows.map(({ label, cells }) => row([inline(label), ...cells])),
  ];
  return [`## ${table.title}`, ...(table.note === "" ? [] : [table.note]), lines.join("\n")];
}
