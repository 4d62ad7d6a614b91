/** Schedules as one offline page: both charts, and a table of each. */
import type { Chart } from "./charts.ts";
import { escape } from "./escape.ts";
import { documentOf, figureOf, tableOf } from "./html.ts";
import type { TextTable } from "./tables.ts";

export interface EmissionPage {
  readonly title: string;
  readonly charts: readonly Chart[];
  readonly schedules: readonly {
    readonly name: string;
    /** what it is and what was assumed, a sentence each */
    readonly facts: readonly string[];
    readonly table: TextTable;
  }[];
}

export function emissionPage({ title, charts, schedules }: EmissionPage): string {
  const sections = schedules.map(
    ({ name, facts, table }) => `<section>
<h2>${escape(name)}</h2>
<ul class="plain">${facts.map((fact) => `<li>${escape(fact)}</li>`).join("")}</ul>
<p class="note">${escape(table.note)}</p>
<div class="scroll">${tableOf(table, "start, days")}</div>
</section>`,
  );
  return documentOf(
    title,
    `<p class="question">What each mints if the world stands still, by its rule alone.</p>
<div class="charts">
${charts.map((chart) => figureOf(chart, "Made by taper emission.")).join("\n")}
</div>
${sections.join("\n")}
<footer>A year is 365 days, a month a twelfth of it. Made by taper emission.</footer>`,
  );
}
