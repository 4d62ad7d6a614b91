/** Numbers as a reader wants them: about three significant digits, thousands grouped, the unit from its name. */
import type { Measure } from "./metrics/metric.ts";

const grouped = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const small = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 3 });

/** What sums of rounded numbers leave behind where nothing is meant. */
const residue = 1e-9;

/** 3562.4 -> "3,562"; 12.34 -> "12.3"; 0.01234 -> "0.0123"; 1.2e-8 -> "1.20e-8" */
export function plain(value: number): string {
  const size = Math.abs(value);
  if (size < residue) return "0";
  if (size >= 1e9 || size < 1e-6) return value.toExponential(2);
  return size >= 1000 ? grouped.format(value) : small.format(value);
}

/** 0.3399 -> "34%"; 0.0213 -> "2.1%"; 0.998 -> "99.8%" */
export function percent(fraction: number): string {
  const value = fraction * 100;
  const size = Math.abs(value);
  if (size > 1000) return `${grouped.format(value)}%`;
  const nearAll = size > 99 && size < 101;
  const digits = size >= 10 && !nearAll ? 0 : size >= 0.1 || size === 0 ? 1 : 3;
  return `${Number(value.toFixed(digits))}%`;
}

/** A value of a metric's unit, without the unit's name; "–" where there is none. */
export function value({ value }: Measure, unit: string): string {
  if (value === null) return "–";
  if (unit === "fraction" || unit === "ratio") return percent(value);
  if (unit === "quality" || unit === "index") return (Math.round(value * 1000) / 1000).toFixed(3);
  return plain(value);
}

/** Units that the value or its label shows already. */
const plainUnits = new Set(["fraction", "ratio", "quality", "index", "operators", "miners", "validators"]);

/** Unit to print beside a label. */
export function unitOf(unit: string): string {
  return plainUnits.has(unit) ? "" : unit;
}

/** "1 miner", "9 miners" */
export function count(n: number, noun: string): string {
  return `${grouped.format(n)} ${noun}${n === 1 ? "" : "s"}`;
}

export function days(from: number, to: number): string {
  return `days ${plain(Math.round(from * 10) / 10)} to ${plain(Math.round(to * 10) / 10)}`;
}
