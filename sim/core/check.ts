/** The few guards used everywhere. Each throws a RangeError that says where, what was found and what would be right. */
import type { Vec } from "./matrix.ts";

export function sameLength(where: string, a: Vec, aName: string, b: Vec, bName: string): void {
  if (a.length !== b.length)
    throw new RangeError(`${where}: ${aName} has ${a.length} entries, ${bName} has ${b.length}; both must agree`);
}

/** True when a share has reached a threshold, allowing for the rounding of sums such as 0.3 + 0.15 + 0.05 < 0.5. */
export function reaches(share: number, threshold: number, tolerance = 1e-12): boolean {
  return share >= threshold - tolerance;
}

/** True when an income is at least a cost: one that just covers it does so whatever the last digits of its sum. */
export function covers(income: number, cost: number): boolean {
  return reaches(income, cost, 1e-12 * Math.abs(cost));
}
