/**
 * Windows of days and what is summed inside them. An epoch covers the days [epoch x epochDays, (epoch + 1) x epochDays];
 * one that a window cuts counts by the fraction of its days inside, so that daily and weekly epochs agree.
 */
import { endOfRun, numbers, rowsOf, table, type Records } from "../records.ts";
import { subsidyEndOf } from "../subsidyEnd.ts";

/** Days since the start of the run. */
export interface Window {
  readonly fromDay: number;
  readonly toDay: number;
}

export const quarterDays = 91;
const yearDays = 365;

/** Sums of epoch lengths such as 7200 x 12 s are exact; odd ones may be off in the last bits. */
const tolerance = 1e-6;

/** Fraction of an epoch's days that lie in the window. */
export function inside(epoch: number, epochDays: number, { fromDay, toDay }: Window): number {
  const days = Math.min(toDay, (epoch + 1) * epochDays) - Math.max(fromDay, epoch * epochDays);
  return days > tolerance * epochDays ? Math.min(1, days / epochDays) : 0;
}

/** Calls `visit` with every row of an arm's table that lies in the window, and the fraction of its epoch inside. */
export function visitRows(
  records: Records,
  name: string,
  arm: string,
  window: Window,
  visit: (row: number, fraction: number) => void,
): void {
  const epoch = numbers(table(records, name), "epoch");
  const { epochDays } = records.manifest;
  for (const row of rowsOf(records, name, arm)) {
    const fraction = inside(epoch[row]!, epochDays, window);
    if (fraction > 0) visit(row, fraction);
  }
}

/** Sum of a column of the table `epochs` over the window; over subnets too. */
export function sumOver(records: Records, arm: string, column: string, window: Window): number {
  const values = numbers(table(records, "epochs"), column);
  let total = 0;
  visitRows(records, "epochs", arm, window, (row, fraction) => (total += values[row]! * fraction));
  return total;
}

/** The same for one day of the window. */
export function perDay(records: Records, arm: string, column: string, window: Window): number {
  return sumOver(records, arm, column, window) / (window.toDay - window.fromDay);
}

/**
 * Mean of a column of `epochs` weighted by days inside and by another column (null: by days alone).
 * @returns NaN when no weight is positive; epochs in which the column is NaN are left out
 */
export function meanOver(records: Records, arm: string, column: string, weight: string | null, window: Window): number {
  const frame = table(records, "epochs");
  const values = numbers(frame, column);
  const weights = weight === null ? null : numbers(frame, weight);
  let total = 0;
  let sum = 0;
  visitRows(records, "epochs", arm, window, (row, fraction) => {
    const w = (weights?.[row] ?? 1) * fraction;
    if (!(w > 0) || Number.isNaN(values[row]!)) return;
    total += w * values[row]!;
    sum += w;
  });
  return sum > 0 ? total / sum : NaN;
}

/** A stretch of the run that the report looks at; `missing` says why it cannot. */
export interface Period {
  readonly key: "before" | "quarter" | "year" | "end";
  readonly label: string;
  readonly window: Window;
  readonly missing?: string;
}

/**
 * The stretches of a report, T being the day on which the subsidy begins to end and T0 that on which it is at its floor:
 * 13 weeks before T, 13 weeks after T0, the last 13 weeks of the year after T0, and the last 13 weeks of the run. What
 * lies outside the run is missing; the first and last are shortened where the run is.
 */
export function periodsOf(records: Records): readonly Period[] {
  const end = endOfRun(records);
  const last: Period = {
    key: "end",
    label: "end of the run",
    window: { fromDay: Math.max(0, end - quarterDays), toDay: end },
    ...(end > 0 ? {} : { missing: "nothing was recorded" }),
  };
  const cut = subsidyEndOf(records);
  if (cut === null) return [last];
  return [
    beforePeriod(cut.fromDay, end),
    ...(["quarter", "year"] as const).map((key) => after(key, cut.floorDay, end)),
    last,
  ];
}

function beforePeriod(fromDay: number, end: number): Period {
  const window = { fromDay: Math.max(0, fromDay - quarterDays), toDay: fromDay };
  const missing = !(fromDay > 0)
    ? "the subsidy ends on day 0, so nothing comes before"
    : fromDay > end + tolerance
      ? lacking(fromDay, end)
      : null;
  return { key: "before", label: "before the cut", window, ...(missing === null ? {} : { missing }) };
}

function after(key: "quarter" | "year", floorDay: number, end: number): Period {
  const { days, label } = horizons[key];
  return { key, label, ...windowAfter(days, floorDay, end) };
}

/** The last 13 weeks of the time `days` after T0, or all of it where it is shorter. */
export function windowAfter(days: number, floorDay: number, end: number): Pick<Period, "window" | "missing"> {
  const toDay = floorDay + days;
  const window = { fromDay: toDay - Math.min(days, quarterDays), toDay };
  return { window, ...(toDay > end + tolerance ? { missing: lacking(toDay, end) } : {}) };
}

/** How long after T0 the report looks. */
export const horizons = {
  quarter: { days: quarterDays, label: "13 weeks after" },
  year: { days: yearDays, label: "1 year after" },
} as const;

function lacking(day: number, end: number): string {
  return `the run ends on day ${tidy(end)}; this needs day ${tidy(day)}`;
}

const tidy = (day: number): string => String(Math.round(day * 100) / 100);
