import { DAYS_PER_YEAR } from "../core/clock.ts";
import { annuity } from "../theory/capital.ts";
import { status, type MembershipInput } from "./contract.ts";
import { book, writable, type Money, type Season } from "./draft.ts";
import { expectedPerHour, strength } from "./income.ts";
import { delivered, fullPerHour, type Recovery } from "./value.ts";

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
  return freeSlots + Math.max(replaceable, left.length === 0 ? 0 : left.filter((o) => registered[o] === 1).length);
}

/**
 * USD per available hour of a unit that must be earned to pay for a uid over the years it is held, level payments as for
 * hardware.
 *
 * @param ahead newcomers of the same epoch who register before
 */
export function registrationPerHour(input: MembershipInput, o: number, ahead: number, days: number): number {
  const { hardware, registrationUsd, discountRate } = input;
  if (registrationUsd[ahead] === 0) return 0;
  const yearly = registrationUsd[ahead]! * annuity(discountRate, days / DAYS_PER_YEAR);
  return yearly / (hardware.hoursPerYear[o]! * hardware.units[o]!);
}

/**
 * Candidates, in their pre-drawn order, who would buy given everybody already on order; a share `gain` of them does.
 * Nobody buys hardware for which there would be no place, and of what suppliers do not deliver nobody pays for anything.
 *
 * @param room newcomers that would get a uid; those on order have a claim on it
 * Writes `status`, `arrives`, `paidLevel`, `owedOrders`, `owedDeliveries`. Returns who ordered.
 */
export function order(
  season: Season,
  rule: EntryRule,
  recovery: Recovery | null,
  room: number,
  money: Money,
): number[] {
  const { input, hardware, next } = season;
  const { epoch, supply, priceLevel, outlook } = input;
  const { status: standings } = next;
  if (!standings.includes(status.candidate)) {
    next.owedOrders = 0;
    return [];
  }
  const prospects = expectedPerHour(input, next, outlook && outlook.ordered);
  const serving = strength(hardware, next.status, status.serving);
  let added = strength(hardware, next.status, status.ordered);
  let onOrder = 0;
  const willing: number[] = [];
  for (let o = 0; o < standings.length; o++) {
    if (standings[o] === status.ordered) onOrder += 1;
    if (standings[o] !== status.candidate || supply[hardware.group[o]!] === 0) continue;
    const own = hardware.units[o]! * hardware.throughput[o]!;
    const income = diluted(prospects[hardware.group[o]!]!, serving, added + own);
    const full = fullPerHour(input, o, recovery) + registrationPerHour(input, o, willing.length, hardware.lifeDays[o]!);
    if (income < full * (1 + rule.hurdle)) continue;
    added += own;
    willing.push(o);
  }
  const owed = willing.length === 0 ? 0 : next.owedOrders + rule.gain * willing.length;
  const turns = willing.slice(0, Math.min(Math.max(0, room - onOrder), Math.floor(owed + 1e-12)));
  next.owedOrders = Math.min(1, Math.max(0, owed - turns.length));
  const ordered = turns.filter((o) => delivered(supply, next.owedDeliveries, hardware.group[o]!));
  for (const o of ordered) {
    writable(season, "status")[o] = status.ordered;
    writable(season, "arrives")[o] = epoch + 1 + rule.lagEpochs;
    writable(season, "paidLevel")[o] = priceLevel[o]!;
    book(money, "purchaseUsd", o, hardware.units[o]! * (hardware.capexUsd[o]! * priceLevel[o]!));
  }
  return ordered;
}
