import { floats } from "../core/arrays.ts";
import { DAYS_PER_YEAR } from "../core/clock.ts";
import { flowAnnuity } from "../theory/capital.ts";
import type { Hardware, MembershipInput } from "./contract.ts";

/** Capital per available hour as an operator sees it that looks ahead: what each USD of price and of scrap asks for. */
export interface Recovery {
  /** [groups] of the price that is paid now, and of the scrap value at the end of the life */
  readonly price: Float64Array;
  readonly scrap: Float64Array;
}

/**
 * What income must flow over the life of hardware, from the day it serves, for its present value and that of the scrap to
 * equal the price that is paid now. All per year and unit:
 *
 *   capital = [capex e^(rho lag) - S e^(-rho n)] rho / (1 - e^(-rho n)),   rho = ln(1 + r)
 *
 * Source: docs/operators.md, equation 10; closed form `announced-cut-last-purchase`.
 */
export function recoveryOf({ group, groups, lifeDays }: Hardware, discountRate: number, lagDays: number): Recovery {
  const price = floats(groups);
  const scrap = floats(groups);
  const rho = Math.log1p(discountRate);
  for (let g = 0; g < groups; g++) {
    const years = lifeDays[group.indexOf(g)]! / DAYS_PER_YEAR;
    const level = flowAnnuity(discountRate, years);
    price[g] = level * Math.exp((rho * lagDays) / DAYS_PER_YEAR);
    scrap[g] = level * Math.exp(-rho * years);
  }
  return { price, scrap };
}

/**
 * USD per available hour that new hardware must earn: at level payments of year ends, or as `recovery` says where operators
 * look ahead.
 */
export function fullPerHour({ hardware, priceLevel }: MembershipInput, o: number, recovery: Recovery | null): number {
  const full = hardware.fullPerHour[o]!;
  if (recovery === null) return full;
  const g = hardware.group[o]!;
  const yearly = hardware.capexUsd[o]! * recovery.price[g]! - hardware.scrapUsd[o]! * recovery.scrap[g]!;
  return full - hardware.capitalPerHour[o]! + (priceLevel[o]! * yearly) / hardware.hoursPerYear[o]!;
}

/**
 * Whether an order of a group is delivered when only a share of orders is: each turn adds the share to what suppliers owe,
 * and a whole one is delivered. Writes `owedDeliveries`.
 */
export function delivered(supply: Float64Array, owedDeliveries: Float64Array, group: number): boolean {
  const share = supply[group]!;
  if (share === 1) return true;
  const owed = owedDeliveries[group]! + share;
  const arrives = owed >= 1 - 1e-12;
  owedDeliveries[group] = arrives ? Math.max(0, owed - 1) : owed;
  return arrives;
}
