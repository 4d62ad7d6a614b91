import { numbers, table, texts, type Records } from "../records.ts";
import type { Measure } from "./metric.ts";

/** What a change of the scenario does to the verdict. */
export interface Sensitivity {
  /** in plain words */
  readonly change: string;
  /** part of the scenario that was changed */
  readonly on: string;
  /** R(1 year) under the change; null where nothing was served */
  readonly retentionYear: number | null;
  /** service of the cut arm in that window, USD a day */
  readonly serviceValueUsd: number;
}

export function sensitivitiesOf(records: Records): readonly Sensitivity[] {
  const frame = table(records, "sensitivities");
  const [change, on] = [texts(frame, "change"), texts(frame, "on")];
  const [retention, value] = [numbers(frame, "retentionYear"), numbers(frame, "serviceValueUsd")];
  return change.map((what, row) => ({
    change: what,
    on: on[row]!,
    retentionYear: Number.isFinite(retention[row]!) ? retention[row]! : null,
    serviceValueUsd: value[row]!,
  }));
}

/** Below this retention a network has collapsed. */
export const collapse = 0.1;
/** At this retention most of the service survives. */
const half = 0.5;

const gradeOf = (retention: number): number => (retention < collapse ? 0 : retention < half ? 1 : 2);

/** Changes under which the retention lies on the other side of one half, or of a collapse. */
export function flipsOf({ value }: Measure, changes: readonly Sensitivity[]): readonly Sensitivity[] {
  if (value === null) return [];
  return changes.filter(({ retentionYear }) => retentionYear !== null && gradeOf(retentionYear) !== gradeOf(value));
}
