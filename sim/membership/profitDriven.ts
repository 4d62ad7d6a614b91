import { z } from "zod";
import { emaWeight, epochsFor, type Clock } from "../core/clock.ts";
import { mechanism } from "../core/slot.ts";
import { duration, fraction } from "../units.ts";
import { status, type Members, type Membership, type MembershipInput, type Standing } from "./contract.ts";
import { order, places, type EntryRule } from "./entry.ts";
import { stopOrStay } from "./exit.ts";
import { expectedPerHour, payPerHour, remember, share } from "./income.ts";
import { returnOrSell } from "./restart.ts";
import { wear } from "./wear.ts";

/**
 * Operators come for full cost and stay for running cost.
 *
 * - stop:   averaged income stays below avoidable running cost + max(outside margin, cost of keeping the scrap value) for
 *           the operator's patience; the worst placed go first, and the others count on what those leave behind
 * - return: expected income, diluted by the return, stays above running cost + outside margin for the patience
 * - sell:   after `hopeless` switched off; irreversible
 * - buy:    expected income, diluted by everybody on order, covers full cost; a share of the willing orders each epoch
 * - wear:   at the end of its life hardware is replaced only if income covers full cost
 *
 * Source: docs/economy.md, "Membership"; closed forms `expectation-lag-exit`, `hysteresis-two-stage`, `entry-lag-stability`.
 */
export const profitDriven = mechanism(
  "profitDriven",
  "Operators buy when expected income covers full cost (after a delivery lag), stop when averaged income stays below running cost or the outside margin for their patience, sell when hopeless, and replace worn hardware only at full cost. Source: docs/economy.md, Membership.",
  {
    incomeMemory: duration.prefault("28 days").describe("time constant of income averages"),
    deliveryLag: duration.prefault("56 days").describe("time from order to first service"),
    adjustment: duration.prefault("182 days").describe("time constant at which willing entrants place orders"),
    hurdle: fraction.default(0).describe("share by which expected income must exceed full cost before anybody buys"),
    hopeless: duration.prefault("182 days").describe("time switched off after which hardware is sold"),
    expectations: z
      .enum(["adaptive", "schedule"])
      .default("adaptive")
      .describe(
        "adaptive: purchases look at past income only; schedule: an announced end of the subsidy enters their value",
      ),
  },
  (p, { clock }): Membership => {
    const entry: EntryRule = {
      gain: emaWeight(clock.epochSeconds, p.adjustment),
      lagEpochs: Math.round(p.deliveryLag / clock.epochSeconds),
      hurdle: p.hurdle,
    };
    const weight = emaWeight(clock.epochSeconds, p.incomeMemory);
    const hopelessEpochs = epochsFor(clock, p.hopeless);
    return {
      usesSchedule: p.expectations === "schedule",
      warnings: stabilityWarnings(entry, clock),
      step: (input) => step(input, weight, hopelessEpochs, entry),
    };
  },
);

function step(input: MembershipInput, weight: number, hopelessEpochs: number, entry: EntryRule): Members {
  const { hardware, standing } = input;
  const next = draft(standing, remember(input, weight));
  const incomePerHour = next.feesPerHour.map((f, o) => (Number.isNaN(f) ? 0 : f + next.subsidyPerHour[o]!));
  const money = {
    purchaseUsd: new Float64Array(incomePerHour.length),
    scrapUsd: new Float64Array(incomePerHour.length),
  };

  const together = payPerHour(hardware, next);
  const worn = wear(input, next, money);
  const stopped = stopOrStay(input, next, incomePerHour);
  share(hardware, next, together);
  const remaining = payPerHour(hardware, next);
  const { returned, sold } = returnOrSell(
    input,
    next,
    expectedPerHour(input, next, input.outlook),
    hopelessEpochs,
    places(input, worn),
    money,
  );
  const left = [...worn, ...sold].sort((a, b) => a - b);
  const room = places(input, left) - returned.filter((o) => input.registered[o] !== 1).length;
  const arrived = arrive(input, next, room);
  share(hardware, next, remaining);
  const ordered = order(input, next, expectedPerHour(input, next, input.outlook), entry, room - arrived.length, money);
  return {
    standing: next,
    ...money,
    entered: [...returned, ...arrived].sort((a, b) => a - b),
    stopped: [...worn.filter((o) => standing.status[o] === status.serving), ...stopped].sort((a, b) => a - b),
    left,
    ordered,
    incomePerHour,
  };
}

/** The standing that this step writes to: a copy with the new averages. */
export type Draft = { -readonly [K in keyof Standing]: Standing[K] };

function draft(before: Standing, averages: ReturnType<typeof remember>): Draft {
  return {
    ...averages,
    status: before.status.slice(),
    ageDays: before.ageDays.slice(),
    arrives: before.arrives.slice(),
    below: before.below.slice(),
    above: before.above.slice(),
    idleEpochs: before.idleEpochs.slice(),
    owedOrders: before.owedOrders,
  };
}

/** USD that operators pay for hardware and receive for scrap; written by the parts of a step. */
export interface Money {
  readonly purchaseUsd: Float64Array;
  readonly scrapUsd: Float64Array;
}

/** Ordered hardware that is due starts serving, as far as there is room for newcomers. Returns who arrived. */
function arrive({ hardware, epoch }: MembershipInput, next: Draft, room: number): number[] {
  const arrived: number[] = [];
  for (let o = 0; o < next.status.length && arrived.length < room; o++) {
    if (next.status[o] !== status.ordered || next.arrives[o]! > epoch + 1) continue;
    next.status[o] = status.serving;
    next.ageDays[o] = 0;
    next.feesPerHour[o] = next.groupFees[hardware.group[o]!]!;
    next.subsidyPerHour[o] = next.groupSubsidy[hardware.group[o]!]!;
    arrived.push(o);
  }
  return arrived;
}

/**
 * An entry rule on lagged profit cycles by itself when adjustment is too fast: stable iff gain < 2 cos(l pi/(2 l + 1)).
 * Source: closed form `entry-lag-stability`.
 */
function stabilityWarnings({ gain, lagEpochs }: EntryRule, clock: Clock): string[] {
  const bound = 2 * Math.cos((lagEpochs * Math.PI) / (2 * lagEpochs + 1));
  if (gain < bound) return [];
  const days = (-clock.epochDays / Math.log1p(-Math.min(bound, 0.999))).toFixed(0);
  return [
    `membership.adjustment: entry reacts too fast for its delivery lag (gain ${gain.toFixed(3)} an epoch, stable below ${bound.toFixed(3)}); cycles may come from the rule, not the economy. Use an adjustment above ${days} days.`,
  ];
}
