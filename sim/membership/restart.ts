import { status } from "./contract.ts";
import { diluted, registrationPerHour } from "./entry.ts";
import { expectedPerHour, strength } from "./income.ts";
import { book, writable, type Money, type Season } from "./draft.ts";
import { bestOutside, comeBack, holdingPerHour, marginThere, movingThere, sendTo } from "./outside.ts";

/**
 * Operators elsewhere or switched off: return where expected income, diluted by those who return, has stayed above the
 * return trigger for their patience; move between outside options and off; sell when hopeless. Who lost its uid pays for
 * another.
 *
 * @param room newcomers that would get a uid
 * Writes `status`, `workload`, `above`, `below`, `idleEpochs`. Returns who returned and who sold.
 */
export function returnOrSell(
  season: Season,
  hopelessEpochs: number,
  room: number,
  money: Money,
): { returned: number[]; sold: number[] } {
  const { input, hardware, next } = season;
  const before = input.standing.status;
  const returned: number[] = [];
  const sold: number[] = [];
  // PERF: in most epochs everybody serves.
  if (!before.includes(status.elsewhere) && !before.includes(status.off)) return { returned, sold };
  const expected = expectedPerHour(input, next, input.outlook && input.outlook.replaced);
  const serving = strength(hardware, next.status, status.serving);
  let added = strength(hardware, next.status, status.ordered);
  let newcomers = 0;
  for (let o = 0; o < before.length; o++) {
    const state = before[o]!;
    if (state !== next.status[o] || (state !== status.elsewhere && state !== status.off)) continue;
    const own = hardware.units[o]! * hardware.throughput[o]!;
    const offer = diluted(expected[hardware.group[o]!]!, serving, added + own);
    const isNew = input.registered[o] !== 1;
    const remainingDays = hardware.lifeDays[o]! - next.ageDays[o]!;
    const place = isNew ? registrationPerHour(input, o, newcomers, remainingDays) : 0;
    const epochs = offer > returnTrigger(season, o, state) + place ? next.above[o]! + 1 : 0;
    if (epochs !== next.above[o]) writable(season, "above")[o] = epochs;
    if (epochs >= hardware.patienceEpochs[o]! && (!isNew || newcomers < room)) {
      writable(season, "status")[o] = status.serving;
      comeBack(season, o);
      writable(season, "above")[o] = 0;
      writable(season, "below")[o] = 0;
      next.feesPerHour[o] = next.groupFees[hardware.group[o]!]!;
      next.subsidyPerHour[o] = next.groupSubsidy[hardware.group[o]!]!;
      added += own;
      if (isNew) newcomers += 1;
      returned.push(o);
    } else if (idle(season, o, state) >= hopelessEpochs) {
      writable(season, "status")[o] = status.gone;
      book(money, "scrapUsd", o, hardware.units[o]! * (hardware.scrapUsd[o]! * next.paidLevel[o]!));
      sold.push(o);
    }
  }
  return { returned, sold };
}

/** Income per available hour above which coming back beats what the unit does now. */
function returnTrigger(season: Season, o: number, state: number): number {
  const running = season.input.avoidablePerHour[o]!;
  if (state === status.off) return running + holdingPerHour(season, o);
  return running + Math.max(0, marginThere(season, o)) + movingThere(season, o, season.next.workload[o]!);
}

/** Moves a unit between outside options and off by what pays; returns the epochs it has been off. */
function idle(season: Season, o: number, state: number): number {
  const { hardware, next } = season;
  const keeps = holdingPerHour(season, o);
  const { option, margin } = bestOutside(season, o);
  if (state === status.elsewhere) {
    const epochs = marginThere(season, o) < Math.max(keeps, margin) ? next.below[o]! + 1 : 0;
    if (epochs !== next.below[o]) writable(season, "below")[o] = epochs;
    if (epochs < hardware.patienceEpochs[o]!) return 0;
    writable(season, "below")[o] = 0;
    writable(season, "idleEpochs")[o] = 0;
    if (margin > keeps) sendTo(season, o, option);
    else {
      writable(season, "status")[o] = status.off;
      comeBack(season, o);
    }
    return 0;
  }
  if (margin > keeps) {
    writable(season, "status")[o] = status.elsewhere;
    sendTo(season, o, option);
    writable(season, "idleEpochs")[o] = 0;
    return 0;
  }
  const idleEpochs = writable(season, "idleEpochs");
  idleEpochs[o]! += 1;
  return idleEpochs[o]!;
}
