import { status, type MembershipInput } from "./contract.ts";
import type { Draft } from "./profitDriven.ts";

/** USD per available hour that keeping the hardware costs because it could be sold for scrap. */
export function holdingPerHour({ hardware, discountRate }: MembershipInput, o: number): number {
  return (discountRate * hardware.scrapUsd[o]!) / hardware.hoursPerYear[o]!;
}

/** Margin per available hour on the outside workload for a unit that is there; -Infinity where there is none. */
export function outsidePerHour({ outside, hardware }: MembershipInput, o: number): number {
  return outside.exists ? outside.usdPerHour * hardware.throughput[o]! - hardware.runningPerHour[o]! : -Infinity;
}

/**
 * Operators whose averaged income stayed below the exit trigger for their patience stop, the worst placed first. Each
 * counts on the income that those before it leave behind, so a crowd does not leave where only some must.
 * Writes `status`, `below`. Returns who stopped.
 */
export function stopOrStay(input: MembershipInput, next: Draft, incomePerHour: Float64Array): number[] {
  const { standing, hardware, outside, avoidablePerHour } = input;
  const earned = (standings: Uint8Array) =>
    standings.reduce((usd, s, o) => usd + (s === status.serving ? hardware.units[o]! * incomePerHour[o]! : 0), 0);
  const margins: { o: number; margin: number; trigger: number }[] = [];
  for (let o = 0; o < incomePerHour.length; o++) {
    if (standing.status[o] !== status.serving || next.status[o] !== status.serving) continue;
    const elsewhere = outsidePerHour(input, o) - outside.movingPerHour;
    const trigger = avoidablePerHour[o]! + Math.max(elsewhere, holdingPerHour(input, o));
    next.below[o] = incomePerHour[o]! < trigger ? next.below[o]! + 1 : 0;
    if (next.below[o]! >= hardware.patienceEpochs[o]!)
      margins.push({ o, margin: incomePerHour[o]! - trigger, trigger });
  }
  margins.sort((a, b) => a.margin - b.margin || a.o - b.o);
  const all = earned(standing.status);
  let gone = all - earned(next.status);
  const stopped: number[] = [];
  for (const { o, trigger } of margins) {
    if (all > gone && incomePerHour[o]! * (all / (all - gone)) >= trigger) continue;
    gone += hardware.units[o]! * incomePerHour[o]!;
    const elsewhere = outsidePerHour(input, o) - outside.movingPerHour;
    next.status[o] = elsewhere > holdingPerHour(input, o) ? status.elsewhere : status.off;
    next.below[o] = 0;
    next.above[o] = 0;
    next.idleEpochs[o] = 0;
    stopped.push(o);
  }
  return stopped.sort((a, b) => a - b);
}
