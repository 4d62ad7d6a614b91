import { owns, status, type MembershipInput } from "./contract.ts";
import { book, writable, type Draft, type Money, type Season } from "./draft.ts";
import { comeBack } from "./outside.ts";
import { delivered, fullPerHour, type Recovery } from "./value.ts";

/**
 * Ages hardware. What has reached its life is sold for scrap and, where the income to expect covers full cost and a new unit
 * is delivered, bought anew; elsewhere its owner leaves. Writes `status`, `ageDays`, `paidLevel`, and the money. Returns who
 * left.
 */
export function wear(season: Season, recovery: Recovery | null, money: Money): number[] {
  const { input, next } = season;
  const { hardware, epochDays, supply, priceLevel } = input;
  const { status: standings } = input.standing;
  const { ageDays } = next;
  const { lifeDays } = hardware;
  const left: number[] = [];
  for (let o = 0; o < standings.length; o++) {
    if (!owns(standings[o]!)) continue;
    ageDays[o]! += epochDays;
    if (ageDays[o]! < lifeDays[o]! * (1 - 1e-12)) continue;
    book(money, "scrapUsd", o, hardware.units[o]! * (hardware.scrapUsd[o]! * next.paidLevel[o]!));
    const worthIt = prospectPerHour(input, next, o) >= fullPerHour(input, o, recovery);
    if (worthIt && delivered(supply, next.owedDeliveries, hardware.group[o]!)) {
      book(money, "purchaseUsd", o, hardware.units[o]! * (hardware.capexUsd[o]! * priceLevel[o]!));
      ageDays[o] = 0;
      writable(season, "paidLevel")[o] = priceLevel[o]!;
    } else {
      writable(season, "status")[o] = status.gone;
      comeBack(season, o);
      left.push(o);
    }
  }
  return left;
}

/** Gross USD per available hour that a new unit of this owner would earn where the old one is. */
function prospectPerHour({ hardware, outlook }: MembershipInput, next: Draft, o: number): number {
  if (next.status[o] === status.elsewhere) return next.outsidePerHour[next.workload[o]!]! * hardware.throughput[o]!;
  const income = next.feesPerHour[o]! + (outlook?.replaced[hardware.group[o]!] ?? 1) * next.subsidyPerHour[o]!;
  return next.status[o] === status.serving && !Number.isNaN(income) ? income : 0;
}
