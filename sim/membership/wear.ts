import { owns, status, type MembershipInput } from "./contract.ts";
import type { Draft, Money } from "./profitDriven.ts";

/**
 * Ages hardware. What has reached its life is sold for scrap and, where the income to expect covers full cost, bought anew;
 * elsewhere its owner leaves. Writes `status`, `ageDays`, and the money. Returns who left.
 */
export function wear(input: MembershipInput, next: Draft, money: Money): number[] {
  const { hardware, epochDays } = input;
  const left: number[] = [];
  for (let o = 0; o < next.status.length; o++) {
    const state = next.status[o]!;
    if (!owns(state)) continue;
    next.ageDays[o]! += epochDays;
    if (next.ageDays[o]! < hardware.lifeDays[o]! * (1 - 1e-12)) continue;
    money.scrapUsd[o]! += hardware.units[o]! * hardware.scrapUsd[o]!;
    if (prospectPerHour(input, next, o) >= hardware.fullPerHour[o]!) {
      money.purchaseUsd[o]! += hardware.units[o]! * hardware.capexUsd[o]!;
      next.ageDays[o] = 0;
    } else {
      next.status[o] = status.gone;
      left.push(o);
    }
  }
  return left;
}

/** Gross USD per available hour that a new unit of this owner would earn where the old one is. */
function prospectPerHour({ outside, hardware, outlook }: MembershipInput, next: Draft, o: number): number {
  if (next.status[o] === status.elsewhere) return outside.usdPerHour * hardware.throughput[o]!;
  const income = next.feesPerHour[o]! + outlook * next.subsidyPerHour[o]!;
  return next.status[o] === status.serving && !Number.isNaN(income) ? income : 0;
}
