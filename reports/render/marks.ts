import type { Records } from "../records.ts";
import { settingsOf } from "../settings.ts";
import { subsidyEndOf } from "../subsidyEnd.ts";
import type { Mark } from "./charts.ts";

/** Dates that every chart over time shows: the end of the subsidy, and events from outside. @param unit days of a unit of the axis */
export function marksOf(records: Records, unit: number): readonly Mark[] {
  return [...subsidyMarks(records, unit), ...shockMarks(records, unit)].sort((a, b) => a.x - b.x);
}

function subsidyMarks(records: Records, unit: number): readonly Mark[] {
  const subsidyEnd = subsidyEndOf(records);
  if (subsidyEnd === null) return [];
  const { announcedDay, fromDay, floorDay } = subsidyEnd;
  const sudden = floorDay - fromDay < 1;
  return [
    ...(announcedDay < fromDay ? [{ x: announcedDay / unit, label: "announced" }] : []),
    { x: fromDay / unit, label: sudden ? "subsidy ends" : "subsidy starts to end" },
    ...(sudden ? [] : [{ x: floorDay / unit, label: "subsidy at its floor" }]),
  ];
}

/** Longer labels would run out of the picture. */
const longest = 40;
const shortened = (text: string): string => (text.length > longest ? `${text.slice(0, longest - 1)}…` : text);

/** Events that begin within the run; those of one day share a mark. */
function shockMarks({ manifest }: Records, unit: number): readonly Mark[] {
  const labels = new Map<number, string[]>();
  for (const { day, label } of settingsOf(manifest).shocks)
    if (day <= manifest.epochs * manifest.epochDays) labels.set(day, [...(labels.get(day) ?? []), label]);
  return [...labels].map(([day, all]) => ({ x: day / unit, label: shortened(all.join(", ")), thin: true as const }));
}
