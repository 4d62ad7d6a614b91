/** The tables of a report as text cells, shared by page, markdown and terminal. */
import type { Findings } from "../findings.ts";
import { plain, unitOf, value } from "../format.ts";
import { metricGroups } from "../metrics/index.ts";
import { unknown, type Metric } from "../metrics/metric.ts";
import type { Survival } from "../metrics/survivors.ts";
import { causeTables } from "./causeTables.ts";
import type { Chart } from "./charts.ts";
import { moneyTables } from "./moneyTables.ts";
import { retentionTables } from "./retentionTables.ts";
import { stayTables } from "./stayTables.ts";
import type { TextTable } from "./textTable.ts";
import { trustTables } from "./trustTables.ts";

export type { TextTable } from "./textTable.ts";

interface Place {
  readonly key: string;
  readonly label: string;
  readonly arms: readonly string[];
}

/** Periods in the run and the arms to print in each: one where both are still the same world. */
function placesOf(findings: Findings): readonly Place[] {
  return findings.periods
    .filter(({ missing }) => missing === undefined)
    .map(({ key, label }) => ({ key, label, arms: oneWorld(findings, key) ? [findings.arms.cut] : bothOf(findings) }));
}

function oneWorld({ subsidyEnd }: Findings, key: string): boolean {
  return subsidyEnd === null || (key === "before" && subsidyEnd.announcedDay >= subsidyEnd.fromDay);
}

function bothOf({ arms }: Findings): readonly string[] {
  return arms.cut === arms.keep ? [arms.cut] : [arms.cut, arms.keep];
}

function groupsOf(findings: Findings, places: readonly Place[]): TextTable["groups"] {
  const naming = (arm: string): string => (arm === findings.arms.cut ? "subsidy ends" : "subsidy kept");
  return places.map(({ label, arms }) => ({ label, columns: arms.length === 1 ? [""] : arms.map(naming) }));
}

/** All tables in the order of the report. */
export function tablesOf(findings: Findings): readonly TextTable[] {
  const [levels, income, ...others] = metricTables(findings);
  const places = placesOf(findings);
  const trust = findings.trust ? trustTables(findings.trust, places, groupsOf(findings, places)) : [];
  return [
    ...retentionTables(findings),
    ...causeTables(findings),
    levels!,
    income!,
    ...moneyTables(findings),
    survivorTable(findings),
    ...stayTables(findings),
    ...trust,
    ...others,
  ];
}

/** One table for each group of metrics. */
function metricTables(findings: Findings): readonly TextTable[] {
  return metricGroups.map(({ key, title, note = "", metrics }) => ({
    ...metricTable(findings, key, title, metrics),
    note,
  }));
}

export function metricTable(
  findings: Findings,
  key: string,
  title: string,
  metrics: readonly Metric[],
  only?: readonly string[],
): TextTable {
  const places = placesOf(findings).filter((place) => only === undefined || only.includes(place.key));
  const cell = ({ name, unit }: Metric, place: Place, arm: string): string => {
    const period = findings.periods.find((one) => one.key === place.key);
    return value(period?.arms[arm]?.[name] ?? unknown("not measured"), unit);
  };
  return {
    key,
    title,
    note: "",
    groups: groupsOf(findings, places),
    rows: metrics.map((metric) => ({
      label: unitOf(metric.unit) === "" ? metric.label : `${metric.label}, ${unitOf(metric.unit)}`,
      meaning: metric.meaning,
      cells: places.flatMap((place) => place.arms.map((arm) => cell(metric, place, arm))),
    })),
  };
}

/** Operators serving and owning by kind. */
function survivorTable(findings: Findings): TextTable {
  const places = placesOf(findings);
  const cells = (
    kind: Survival,
    show: (count: { serving: number; owning: number; stayed: number }) => string,
  ): readonly string[] =>
    places.flatMap(({ key, arms }) => arms.map((arm) => (kind.counts[key]?.[arm] ? show(kind.counts[key][arm]) : "–")));
  return {
    key: "survivors",
    title: "Survivors",
    note: "Operators serving / owning hardware, at the end of each period. Newcomers count too, but not in the second row.",
    groups: groupsOf(findings, places),
    rows: findings.survivors.kinds.flatMap((kind) => {
      const label = kind.by === "all" ? "All operators" : `${kind.by}: ${kind.name}`;
      const row = {
        label,
        meaning: "",
        cells: cells(kind, ({ serving, owning }) => `${plain(serving)} / ${plain(owning)}`),
      };
      if (kind.by !== "all" || findings.subsidyEnd === null) return [row];
      const meaning = "served just before the cut and still serve";
      return [
        row,
        { label: "Serving since before the cut", meaning, cells: cells(kind, ({ stayed }) => plain(stayed)) },
      ];
    }),
  };
}

/** Numbers behind a chart, thinned to at most `most` rows. */
export function chartTable(chart: Chart, most = 40): TextTable {
  const step = Math.max(1, Math.ceil(chart.x.length / most));
  const places = chart.x.map((_, i) => i).filter((i) => i % step === 0 || i === chart.x.length - 1);
  const cell = (number: number | undefined): string =>
    number === undefined || Number.isNaN(number) ? "" : plain(number);
  return {
    key: chart.id,
    title: chart.title,
    note: step === 1 ? "" : `Every ${step}th point.`,
    groups: [{ label: "", columns: chart.lines.map(({ name }) => name) }],
    rows: places.map((i) => ({
      label: plain(chart.x[i]!),
      meaning: "",
      cells: chart.lines.map(({ y }) => cell(y[i])),
    })),
  };
}
