import { armNames, type Records } from "../records.ts";
import { ratio, unknown, type Measure } from "./metric.ts";
import { perDay, quarterDays } from "./windows.ts";

/**
 * Change of the served value over a quarter before anything is known of the cut, as a fraction of its mean: the last
 * 13 weeks less the 13 weeks before them, or two halves of the time there is, scaled to a quarter.
 * A retention compares with a steady world only where this is small.
 */
export function trendBeforeCut(records: Records): Measure {
  const cut = records.manifest.subsidyEnd;
  if (cut === null) return unknown("the subsidy never ends in this scenario");
  const end = Math.min(cut.announcedDay, cut.fromDay);
  const half = Math.min(quarterDays, end / 2);
  if (!(half >= records.manifest.epochDays)) return unknown("too little time before the cut");
  const value = (fromDay: number): number =>
    perDay(records, armNames(records.manifest).cut, "serviceValueUsd", { fromDay, toDay: fromDay + half });
  const [first, last] = [value(end - 2 * half), value(end - half)];
  return ratio(((last - first) * quarterDays) / half, (first + last) / 2, "nothing was served");
}
