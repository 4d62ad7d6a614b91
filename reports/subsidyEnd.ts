import { armNames, numbers, rowsOf, table, type Records } from "./records.ts";

/** When the subsidy ended, in days from the start of the run. */
export interface SubsidyEnd {
  readonly announcedDay: number;
  readonly fromDay: number;
  /** T0: the first day on which it was at its floor */
  readonly floorDay: number;
}

/**
 * When the subsidy of a run ended. Where no plan says when it is at its floor, because it follows revenue or falls for ever,
 * T0 is the first day of the epoch with the lowest multiplier that was recorded.
 *
 * @returns null where the subsidy never ends, or did not fall in this run
 */
export function subsidyEndOf(records: Records): SubsidyEnd | null {
  const { subsidyEnd } = records.manifest;
  if (subsidyEnd === null) return null;
  const { floorDay, ...start } = subsidyEnd;
  if (floorDay !== null) return { ...start, floorDay };
  const lowest = lowestDay(records);
  return lowest === null ? null : { ...start, floorDay: Math.max(start.fromDay, lowest) };
}

/** First day of the epoch in which the multiplier of the cut arm is lowest; null where it never is below 1. */
function lowestDay(records: Records): number | null {
  const frame = table(records, "epochs");
  const [epochs, multipliers] = [numbers(frame, "epoch"), numbers(frame, "subsidyMultiplier")];
  let lowest = 1;
  let day: number | null = null;
  for (const row of rowsOf(records, "epochs", armNames(records.manifest).cut)) {
    if (!(multipliers[row]! < lowest)) continue;
    lowest = multipliers[row]!;
    day = epochs[row]! * records.manifest.epochDays;
  }
  return day;
}
