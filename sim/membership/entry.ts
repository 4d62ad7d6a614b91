import { DAYS_PER_YEAR } from "../core/clock.ts";
import { annuity } from "../theory/capital.ts";
import { status, type MembershipInput } from "./contract.ts";
import { strength } from "./income.ts";
import type { Draft, Money } from "./profitDriven.ts";

export interface EntryRule {
  /** share of the willing who order in an epoch */
  readonly gain: number;
  /** epochs from order to first service */
  readonly lagEpochs: number;
  readonly hurdle: number;
}

/**
 * Income per hour once `added` reference units have joined `serving` ones: V/(K + k), not V/K. Where nobody serves, what
 * waits there is shared among the newcomers alone.
 */
export function diluted(expectedPerHour: number, serving: number, added: number): number {
  return serving > 0 ? (expectedPerHour * serving) / (serving + added) : expectedPerHour / added;
}

/**
 * Newcomers that certainly get a uid once some have left: a uid that is given back may be one that could have been taken,
 * so that the larger of the two counts.
 */
export function places({ freeSlots, replaceable, registered }: MembershipInput, left: readonly number[]): number {
  return freeSlots + Math.max(replaceable, left.filter((o) => registered[o] === 1).length);
}

/**
 * USD per available hour of a unit that must be earned to pay for a uid over the years it is held, level payments as for
 * hardware.
 *
 * @param ahead newcomers of the same epoch who register before
 */
export function registrationPerHour(input: MembershipInput, o: number, ahead: number, days: number): number {
  const { hardware, registrationUsd, discountRate } = input;
  const yearly = registrationUsd[ahead]! * annuity(discountRate, days / DAYS_PER_YEAR);
  return yearly / (hardware.hoursPerYear[o]! * hardware.units[o]!);
}

/**
 * Candidates, in their pre-drawn order, who would buy given everybody already on order; a share `gain` of them does.
 * Nobody buys hardware for which there would be no place.
 *
 * @param room newcomers that would get a uid; those on order have a claim on it
 * Writes `status`, `arrives`, `owedOrders`. Returns who ordered.
 */
export function order(
  input: MembershipInput,
  next: Draft,
  prospects: Float64Array,
  rule: EntryRule,
  room: number,
  money: Money,
): number[] {
  const { hardware, epoch } = input;
  const serving = strength(hardware, next.status, status.serving);
  let added = strength(hardware, next.status, status.ordered);
  const onOrder = next.status.reduce((count, s) => count + (s === status.ordered ? 1 : 0), 0);
  const willing: number[] = [];
  for (let o = 0; o < next.status.length; o++) {
    if (next.status[o] !== status.candidate) continue;
    const own = hardware.units[o]! * hardware.throughput[o]!;
    const income = diluted(prospects[hardware.group[o]!]!, serving, added + own);
    const full = hardware.fullPerHour[o]! + registrationPerHour(input, o, willing.length, hardware.lifeDays[o]!);
    if (income < full * (1 + rule.hurdle)) continue;
    added += own;
    willing.push(o);
  }
  const owed = willing.length === 0 ? 0 : next.owedOrders + rule.gain * willing.length;
  const ordered = willing.slice(0, Math.min(Math.max(0, room - onOrder), Math.floor(owed + 1e-12)));
  next.owedOrders = Math.min(1, Math.max(0, owed - ordered.length));
  for (const o of ordered) {
    next.status[o] = status.ordered;
    next.arrives[o] = epoch + 1 + rule.lagEpochs;
    money.purchaseUsd[o]! += hardware.units[o]! * hardware.capexUsd[o]!;
  }
  return ordered;
}
