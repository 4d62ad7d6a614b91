import { floats } from "../core/arrays.ts";
import { isNothing, zeros } from "../core/columns.ts";
import { emaWeight, SECONDS_PER_DAY } from "../core/clock.ts";
import { status, type Members, type Outside } from "../membership/contract.ts";
import { exogenousDay, type Rules } from "../rules.ts";
import type { World } from "../world.ts";
import type { Plan } from "./plan.ts";

/** What outside options paid in an epoch. */
export interface OutsidePay {
  /** [options] */
  readonly options: readonly Outside[];
  /** [operators] USD that each earned there */
  readonly usd: Float64Array;
}

/**
 * Pay of the outside options, which those who work there share with others.
 *
 *   pay_w = usdPerHour_w(day, ours_w) x outsidePrice(day)     ours_w = sum of hours x throughput a day
 *
 * Source: docs/operators.md, equation 3.
 */
export function earnOutside(rules: Rules, { operators, epoch }: World, { outsideHours, work }: Plan): OutsidePay {
  const { workload, roster, shocks, clock } = rules;
  const { throughput } = roster.operators.hardware;
  const nobody = isNothing(outsideHours);
  const usd = nobody ? outsideHours : floats(outsideHours.length);
  if (workload.options.length === 0) return { options: [], usd };
  const ours = floats(workload.options.length);
  for (let o = 0; !nobody && o < usd.length; o++)
    if (outsideHours[o]! > 0) ours[operators.workload[o]!]! += outsideHours[o]! * throughput[o]!;
  const factor = shocks.factor("outsidePrice", exogenousDay(rules, epoch * clock.epochDays));
  const day = exogenousDay(rules, work.day);
  const options = workload.options.map((option, w): Outside => ({
    usdPerHour: option.usdPerHour(day, ours[w]! / clock.epochDays) * factor,
    movingPerDay: option.switchingUsd / (option.expectedStaySeconds / SECONDS_PER_DAY),
    weight: emaWeight(clock.epochSeconds, option.memorySeconds),
    hours: option.othersHours(day) * clock.epochDays + ours[w]!,
  }));
  for (let o = 0; !nobody && o < usd.length; o++)
    if (outsideHours[o]! > 0) usd[o] = outsideHours[o]! * options[operators.workload[o]!]!.usdPerHour * throughput[o]!;
  return { options, usd };
}

/** [operators] USD owed for moving units to, from and between outside options: who is switched off or sold moves nowhere. */
export function movingOf({ workload, roster }: Rules, { operators }: World, { standing }: Members): Float64Array {
  if (standing.workload === operators.workload) return zeros(standing.status.length);
  const usd = floats(standing.status.length);
  const { units } = roster.operators.hardware;
  for (let o = 0; o < usd.length; o++) {
    const [was, is, now] = [operators.workload[o]!, standing.workload[o]!, standing.status[o]!];
    if (was === is || now === status.off || now === status.gone) continue;
    usd[o] = units[o]! * workload.options[is < 0 ? was : is]!.switchingUsd;
  }
  return usd;
}
