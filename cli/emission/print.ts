import type { SchedulePoint } from "../../sim/schedule/point.ts";
import type { ScheduleRow } from "../../sim/schedule/rows.ts";
import type { Schedule } from "../../sim/schedule/schedule.ts";
import { numberText } from "../records/csv.ts";
import { percentText, text } from "./facts.ts";
import type { Shown } from "./showEmission.ts";

const columns = [
  "index",
  "start",
  "minted",
  "cumulative",
  "remintedBurn",
  "annualInflation",
] as const satisfies readonly (keyof ScheduleRow)[];

/** Cells of a row for a reader. @param number how numbers are written */
export function rowCells(row: ScheduleRow, number: (value: number) => string = text): string[] {
  return columns.map((name) => (name === "annualInflation" ? percentText(row[name]) : number(row[name])));
}
export const rowHeads: readonly string[] = columns;

export function rowsText(shown: readonly Shown[]): string {
  return shown
    .map(({ schedule, rows, facts }) =>
      [`${schedule.name}: ${facts.join("; ")}`, aligned([rowHeads, ...rows.map((row) => rowCells(row))])].join("\n"),
    )
    .join("\n\n");
}

/** One schedule by its columns; several with their name before them. */
export function rowsCsv(shown: readonly Shown[]): string {
  const many = shown.length > 1;
  const lines = shown.flatMap(({ schedule, rows }) =>
    rows.map((row) => [...(many ? [schedule.name] : []), ...columns.map((name) => numberText(row[name]))]),
  );
  return csvOf([[...(many ? ["schedule"] : []), ...columns], ...lines]);
}

/** Cells are numbers, and names without commas or quotes. */
const csvOf = (lines: readonly (readonly string[])[]): string => lines.map((cells) => cells.join(",")).join("\n");

export function rowsJson(shown: readonly Shown[]): string {
  return oneOrList(shown.map(({ schedule, by, rows, facts }) => ({ ...aboutOf(schedule, facts), by, rows })));
}

export interface ShownPoint {
  readonly schedule: Schedule;
  readonly point: SchedulePoint;
  readonly facts: readonly string[];
}

export function pointsText(shown: readonly ShownPoint[]): string {
  const cells = ({ era, annualInflation, ...point }: SchedulePoint): string[] => [
    ...[point.block, point.days].map(text),
    era === null ? "–" : String(era),
    ...[point.minted, point.issuance, point.tokensPerBlock, point.tokensPerDay].map(text),
    percentText(annualInflation),
  ];
  const heads = ["block", "day", "era", "minted", "issuance", "in the block", "in the day", "annualInflation"];
  return shown
    .map(({ schedule, point, facts }) =>
      [`${schedule.name}: ${facts.join("; ")}`, aligned([heads, cells(point)])].join("\n"),
    )
    .join("\n\n");
}

const pointColumns = [
  "block",
  "days",
  "era",
  "minted",
  "issuance",
  "tokensPerBlock",
  "tokensPerDay",
  "annualInflation",
] as const satisfies readonly (keyof SchedulePoint)[];

export function pointsCsv(shown: readonly ShownPoint[]): string {
  const lines = shown.map(({ schedule, point }) => [
    schedule.name,
    ...pointColumns.map((name) => numberText(point[name] ?? NaN)),
  ]);
  return csvOf([["schedule", ...pointColumns], ...lines]);
}

export function pointsJson(shown: readonly ShownPoint[]): string {
  return oneOrList(shown.map(({ schedule, point, facts }) => ({ ...aboutOf(schedule, facts), ...point })));
}

function aboutOf({ name, kind, origin, clock, openingIssuance, held }: Schedule, facts: readonly string[]): object {
  return {
    name,
    source: origin.kind,
    emission: kind,
    ...(origin.kind === "preset"
      ? { token: origin.network.token, genesis: origin.network.genesis }
      : { taper: origin.scenario.taper.kind }),
    blockSeconds: clock.blockSeconds,
    openingIssuance,
    held,
    facts,
  };
}

const oneOrList = (all: readonly object[]): string => JSON.stringify(all.length === 1 ? all[0] : all, null, 2);

/** Columns of numbers, each under its head, to the right. */
function aligned(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, k) => rows.reduce((most, row) => Math.max(most, row[k]!.length), 0));
  return rows.map((row) => row.map((cell, k) => cell.padStart(widths[k]!)).join("  ")).join("\n");
}
