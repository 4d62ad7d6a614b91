import { status, type MembershipInput } from "./contract.ts";
import { holdingPerHour, outsidePerHour } from "./exit.ts";
import { diluted, registrationPerHour } from "./entry.ts";
import { strength } from "./income.ts";
import type { Draft, Money } from "./profitDriven.ts";

/**
 * Operators elsewhere or switched off: return where expected income, diluted by those who return, has stayed above the
 * return trigger for their patience; move between elsewhere and off; sell when hopeless. Who lost its uid pays for another.
 *
 * @param room newcomers that would get a uid
 * Writes `status`, `above`, `below`, `idleEpochs`. Returns who returned and who sold.
 */
export function returnOrSell(
  input: MembershipInput,
  next: Draft,
  expected: Float64Array,
  hopelessEpochs: number,
  room: number,
  money: Money,
): { returned: number[]; sold: number[] } {
  const { standing, hardware } = input;
  const serving = strength(hardware, next.status, status.serving);
  let added = strength(hardware, next.status, status.ordered);
  const returned: number[] = [];
  const sold: number[] = [];
  let newcomers = 0;
  for (let o = 0; o < standing.status.length; o++) {
    const state = standing.status[o]!;
    if (state !== next.status[o] || (state !== status.elsewhere && state !== status.off)) continue;
    const own = hardware.units[o]! * hardware.throughput[o]!;
    const offer = diluted(expected[hardware.group[o]!]!, serving, added + own);
    const isNew = input.registered[o] !== 1;
    const remainingDays = hardware.lifeDays[o]! - next.ageDays[o]!;
    const place = isNew ? registrationPerHour(input, o, newcomers, remainingDays) : 0;
    next.above[o] = offer > returnTrigger(input, o, state) + place ? next.above[o]! + 1 : 0;
    if (next.above[o]! >= hardware.patienceEpochs[o]! && (!isNew || newcomers < room)) {
      next.status[o] = status.serving;
      next.above[o] = 0;
      next.below[o] = 0;
      next.feesPerHour[o] = next.groupFees[hardware.group[o]!]!;
      next.subsidyPerHour[o] = next.groupSubsidy[hardware.group[o]!]!;
      added += own;
      if (isNew) newcomers += 1;
      returned.push(o);
    } else if (idle(input, next, o, state) >= hopelessEpochs) {
      next.status[o] = status.gone;
      money.scrapUsd[o]! += hardware.units[o]! * hardware.scrapUsd[o]!;
      sold.push(o);
    }
  }
  return { returned, sold };
}

/** Income per available hour above which coming back beats what the unit does now. */
function returnTrigger(input: MembershipInput, o: number, state: number): number {
  const running = input.avoidablePerHour[o]!;
  if (state === status.elsewhere) return running + Math.max(0, outsidePerHour(input, o)) + input.outside.movingPerHour;
  return running + holdingPerHour(input, o);
}

/** Moves a unit between elsewhere and off by what pays; returns the epochs it has been off. */
function idle(input: MembershipInput, next: Draft, o: number, state: number): number {
  const keeps = holdingPerHour(input, o);
  if (state === status.elsewhere) {
    next.below[o] = outsidePerHour(input, o) < keeps ? next.below[o]! + 1 : 0;
    if (next.below[o]! >= input.hardware.patienceEpochs[o]!) {
      next.status[o] = status.off;
      next.below[o] = 0;
      next.idleEpochs[o] = 0;
    }
    return 0;
  }
  if (outsidePerHour(input, o) - input.outside.movingPerHour > keeps) {
    next.status[o] = status.elsewhere;
    next.idleEpochs[o] = 0;
    return 0;
  }
  next.idleEpochs[o]! += 1;
  return next.idleEpochs[o]!;
}
