import { covers } from "../core/check.ts";
import { status, type Hardware } from "./contract.ts";
import { startAnew, writable, type Season } from "./draft.ts";
import { bestOutside, holdingPerHour, leastMargin, sendTo } from "./outside.ts";

/**
 * Operators whose averaged income stayed below the exit trigger for their patience stop, the worst placed first. Each
 * counts on the income that those before it leave behind, so a crowd does not leave where only some must.
 * Writes `status`, `below`, `workload`. Returns who stopped.
 */
export function stopOrStay(season: Season, incomePerHour: Float64Array): number[] {
  const { input, hardware, next } = season;
  const { standing, avoidablePerHour } = input;
  const before = standing.status;
  const { status: now } = next;
  const { below } = standing;
  const { patienceEpochs } = hardware;
  const least = leastMargin(season);
  const margins: { o: number; margin: number }[] = [];
  for (let o = 0; o < incomePerHour.length; o++) {
    if (before[o] !== status.serving || now[o] !== status.serving) continue;
    const trigger = avoidablePerHour[o]! + least(o);
    const epochs = covers(incomePerHour[o]!, trigger) ? 0 : below[o]! + 1;
    if (epochs !== below[o]) writable(season, "below")[o] = epochs;
    if (epochs >= patienceEpochs[o]!) margins.push({ o, margin: incomePerHour[o]! - trigger });
  }
  if (margins.length === 0) return [];
  margins.sort((a, b) => a.margin - b.margin || a.o - b.o);
  const all = earned(hardware, incomePerHour, before);
  let gone = all - earned(hardware, incomePerHour, now);
  const stopped: number[] = [];
  for (const { o } of margins) {
    const outside = bestOutside(season, o);
    const keeps = holdingPerHour(season, o);
    const trigger = avoidablePerHour[o]! + Math.max(outside.margin, keeps);
    if (all > gone && covers(incomePerHour[o]! * (all / (all - gone)), trigger)) continue;
    gone += hardware.units[o]! * incomePerHour[o]!;
    writable(season, "status")[o] = outside.margin > keeps ? status.elsewhere : status.off;
    if (outside.margin > keeps) sendTo(season, o, outside.option);
    startAnew(season, o);
    stopped.push(o);
  }
  return stopped.sort((a, b) => a - b);
}

/** USD per hour that those who serve get together. */
function earned({ units }: Hardware, incomePerHour: Float64Array, standings: Uint8Array): number {
  let usd = 0;
  for (let o = 0; o < standings.length; o++) if (standings[o] === status.serving) usd += units[o]! * incomePerHour[o]!;
  return usd;
}
