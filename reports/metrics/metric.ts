import type { Records } from "../records.ts";
import type { Window } from "./windows.ts";

/** A value, or the reason why there is none. Plain data, so that it may be written as JSON. */
export interface Measure {
  readonly value: number | null;
  readonly why?: string;
}

/** What is measured in one arm over one window. Declared once: tables, JSON and docs read this. */
export interface Metric {
  readonly name: string;
  readonly label: string;
  readonly unit: string;
  readonly meaning: string;
  readonly of: (records: Records, arm: string, window: Window) => Measure;
}

export const unknown = (why: string): Measure => ({ value: null, why });

/** @param why what it means when the value is no finite number */
export function measured(value: number, why: string): Measure {
  return Number.isFinite(value) ? { value } : unknown(why);
}

/** a / b, or the reason why b is nothing to divide by. */
export function ratio(a: number, b: number, why: string): Measure {
  return b > 0 ? measured(a / b, why) : unknown(why);
}
