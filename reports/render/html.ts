/** The report as one offline page: no script, no font, no picture from anywhere else. */
import { percent } from "../format.ts";
import { valueAt } from "../findings.ts";
import type { Verdict } from "../verdict.ts";
import { xTitle, type Chart } from "./charts.ts";
import { escape } from "./escape.ts";
import { style } from "./style.ts";
import { sample, svg } from "./svg.ts";
import { chartTable, tablesOf, type TextTable } from "./tables.ts";

export interface PageOptions {
  readonly charts: readonly Chart[];
  /** canonical scenario, folded away at the end */
  readonly scenario: unknown;
  /** folder of the tables, relative to the page */
  readonly recordsPath: string;
}

export function html(verdict: Verdict, { charts, scenario, recordsPath }: PageOptions): string {
  return documentOf(
    verdict.name,
    `<p class="question">${escape(verdict.question)}</p>
${answer(verdict)}
<h2>What happened</h2>
<div class="charts">
${charts.map((chart) => figure(chart, recordsPath)).join("\n")}
</div>
${tablesOf(verdict).map(section).join("\n")}
<h2>Scale and assumptions</h2>
${list(verdict.scale)}
<h2>What this run cannot say</h2>
${list(verdict.limits)}
<h2>Scenario</h2>
<details><summary>every setting, defaults filled in</summary>
<pre>${escape(JSON.stringify(scenario, null, 2) ?? "")}</pre>
</details>
${footer(verdict)}`,
  );
}

/** A page of its own. @param main what follows its heading, as HTML */
export function documentOf(title: string, main: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)} – Taper</title>
<style>
${style}
</style>
</head>
<body>
<main>
<h1>${escape(title)}</h1>
${main}
</main>
</body>
</html>
`;
}

function answer(verdict: Verdict): string {
  const sentences = [...verdict.headline, verdict.why, verdict.change].filter((sentence) => sentence !== null);
  const warnings =
    verdict.warnings.length === 0
      ? ""
      : `<div class="warnings" role="note"><strong>Beware</strong>${list(verdict.warnings)}</div>`;
  const tiles = tilesOf(verdict).map(
    ([figure, text]) => `<div class="tile"><b>${figure}</b><span>${escape(text)}</span></div>`,
  );
  return `<div class="verdict">${sentences.map((sentence) => `<p>${escape(sentence)}</p>`).join("")}</div>
<div class="tiles">${tiles.join("")}</div>
${warnings}`;
}

/** The figures a reader will look for first. */
function tilesOf(verdict: Verdict): readonly (readonly [figure: string, text: string])[] {
  const { arms, retention, lasting, survivors, subsidyEnd } = verdict;
  const period = subsidyEnd === null ? "end" : "before";
  const when = subsidyEnd === null ? "at the end of the run" : "before the cut";
  const share = (metric: string): string => {
    const value = valueAt(verdict, period, arms.cut, metric);
    return value === null ? "–" : percent(value);
  };
  const all = survivors.kinds.find(({ by }) => by === "all")?.counts;
  const moment = retention.year.cut === null ? (retention.quarter.cut === null ? "end" : "quarter") : "year";
  const [first, last] = [all?.["before"]?.[arms.cut], all?.[moment]?.[arms.cut]];
  const kept = (one: Pick<typeof retention.year, "service">): string =>
    one.service.value === null ? "–" : percent(one.service.value);
  const label = { year: "1 year after", quarter: "13 weeks after", end: "at the end of the run" }[moment];
  return [
    ...(subsidyEnd === null
      ? []
      : [
          [kept(retention.quarter), "of the service retained 13 weeks after the subsidy ended"] as const,
          [kept(retention.year), "of the service retained 1 year after"] as const,
          ...(lasting.service.value === null
            ? []
            : [[kept(lasting), "of the service retained once everything has settled"] as const]),
        ]),
    ...(first && last
      ? [[`${last.stayed} of ${first.serving}`, `miners that served before the cut still serve ${label}`] as const]
      : []),
    [share("subsidyDependence"), `of operators' income was subsidy ${when}`],
    [share("fullCoverage"), `of operators' full cost was paid by customers ${when}`],
  ];
}

function figure(chart: Chart, recordsPath: string): string {
  const file = `${recordsPath}/${chart.source.split(":")[0]}.csv`;
  return figureOf(chart, `All rows: <a href="${escape(file)}">${escape(file)}</a> (${escape(chart.source)})`);
}

/** A chart with its legend and, folded away, its numbers. @param origin where all of them are, as HTML */
export function figureOf(chart: Chart, origin: string): string {
  const legend = [...chart.lines].reverse().map((line) => `<li>${sample(line)}${escape(line.name)}</li>`);
  const table = chartTable(chart);
  return `<figure class="chart" id="${chart.id}">
<h3>${escape(chart.title)}</h3>
<p class="note">${escape(chart.note)}</p>
<ul class="legend">${legend.join("")}</ul>
<div class="drawing">${svg(chart)}</div>
<details><summary>numbers</summary>
<p class="note">${escape(table.note)} ${origin}</p>
<div class="scroll">${tableOf(table, xTitle(chart))}</div>
</details>
</figure>`;
}

function section(table: TextTable): string {
  const note = table.note === "" ? "" : `<p class="note">${escape(table.note)}</p>`;
  return `<section id="${table.key}"><h2>${escape(table.title)}</h2>${note}<div class="scroll">${tableOf(table, "")}</div></section>`;
}

export function tableOf({ groups, rows }: TextTable, corner: string): string {
  const names = groups.flatMap(({ columns }) => columns);
  const edges = new Set<number>();
  groups.reduce((start, { columns }) => (edges.add(start), start + columns.length), 0);
  const edge = (k: number): string => (edges.has(k) ? ' class="edge"' : "");
  const grouped = groups.some(({ label }) => label !== "");
  const top = groups.map(
    ({ label, columns }) => `<th class="edge" scope="colgroup" colspan="${columns.length}">${escape(label)}</th>`,
  );
  const heads = names.map((name, k) => `<th${edge(k)} scope="col">${escape(name)}</th>`);
  const body = rows.map(({ label, meaning, cells }) => {
    const about = meaning === "" ? "" : `<small>${escape(meaning)}</small>`;
    return `<tr><th scope="row">${escape(label)}${about}</th>${cells.map((cell, k) => `<td${edge(k)}>${foldable(cell)}</td>`).join("")}</tr>`;
  });
  const first = grouped ? `<tr><th></th>${top.join("")}</tr>` : "";
  const second = names.some((name) => name !== "") ? `<tr><th>${escape(corner)}</th>${heads.join("")}</tr>` : "";
  return `<table><thead>${first}${second}</thead><tbody>${body.join("")}</tbody></table>`;
}

/** A value with its interval or error may go on below where columns are many. */
const foldable = (cell: string): string => escape(cell).replace(/ (?=[(±])/, " <wbr>");

function list(items: readonly string[]): string {
  return items.length === 0 ? "" : `<ul class="plain">${items.map((item) => `<li>${escape(item)}</li>`).join("")}</ul>`;
}

function footer({ run }: Verdict): string {
  const versions = Object.entries(run.versions).map(([name, version]) => `${name} ${version}`);
  const facts = [
    `taper ${run.taper}`,
    `scenario ${run.hash}`,
    `seed ${run.seed}`,
    `backend ${run.backend}`,
    `run ${run.status}`,
    ...versions,
  ];
  return `<footer>Made from the run's records alone. ${escape(facts.join(" · "))}</footer>`;
}
