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
 * Candidates, in their pre-drawn order, who would buy given everybody already on order; a share `gain` of them does.
 * Nobody buys hardware for which no uid slot would be free.
 *
 * @param freeSlots uid slots that nobody holds; those on order have a claim on them
 * Writes `status`, `arrives`, `owedOrders`. Returns who ordered.
 */
export function order(
  input: MembershipInput,
  next: Draft,
  prospects: Float64Array,
  rule: EntryRule,
  freeSlots: number,
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
    if (income < hardware.fullPerHour[o]! * (1 + rule.hurdle)) continue;
    added += own;
    willing.push(o);
  }
  const owed = willing.length === 0 ? 0 : next.owedOrders + rule.gain * willing.length;
  const room = Math.max(0, freeSlots - onOrder);
  const ordered = willing.slice(0, Math.min(room, Math.floor(owed + 1e-12)));
  next.owedOrders = Math.min(1, Math.max(0, owed - ordered.length));
  for (const o of ordered) {
    next.status[o] = status.ordered;
    next.arrives[o] = epoch + 1 + rule.lagEpochs;
    money.purchaseUsd[o]! += hardware.units[o]! * hardware.capexUsd[o]!;
  }
  return ordered;
}
