import { copyOf, floats } from "../core/arrays.ts";
import { z } from "zod";
import { emaWeight, epochsFor, type Clock } from "../core/clock.ts";
import { mechanism } from "../core/slot.ts";
import { largestStableGain } from "../theory/entryStability.ts";
import { annualRate, duration, fraction } from "../units.ts";
import { status, type Members, type Membership, type MembershipInput } from "./contract.ts";
import { draft, moneyOf, writable, type Draft, type Season } from "./draft.ts";
import { order, places, type EntryRule } from "./entry.ts";
import { stopOrStay } from "./exit.ts";
import { payPerHour, remember, share, weightOfLatest } from "./income.ts";
import { shareOutside } from "./outside.ts";
import { returnOrSell } from "./restart.ts";
import { recoveryOf } from "./value.ts";
import { wear } from "./wear.ts";

/**
 * Operators come for full cost and stay for running cost.
 *
 * - stop:   averaged income stays below avoidable running cost + max(outside margin, (r + depreciation) x resale) for
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
        "adaptive: purchases look at past income only; schedule: an announced end of the subsidy enters their value, and " +
          "exits see it without a lag",
      ),
    depreciation: annualRate
      .default(0)
      .describe("loss of resale value a year that counts, beside the discount rate, as a cost of keeping hardware"),
  },
  (p, { clock }): Membership => {
    const lagEpochs = Math.round(p.deliveryLag / clock.epochSeconds);
    const rule: Rule = {
      entry: { gain: emaWeight(clock.epochSeconds, p.adjustment), lagEpochs, hurdle: p.hurdle },
      weight: emaWeight(clock.epochSeconds, p.incomeMemory),
      hopelessEpochs: epochsFor(clock, p.hopeless),
      depreciation: p.depreciation,
      // What is ordered at the end of an epoch cannot serve in the next one.
      lagDays: Math.max(1, lagEpochs) * clock.epochDays,
    };
    return {
      foresight: p.expectations === "schedule" ? { lagDays: rule.lagDays } : null,
      warnings: stabilityWarnings(rule.entry, clock),
      step: (input) => step(input, rule),
    };
  },
);

/** The parameters, in epochs. */
interface Rule {
  readonly entry: EntryRule;
  readonly weight: number;
  readonly hopelessEpochs: number;
  readonly depreciation: number;
  readonly lagDays: number;
}

function step(input: MembershipInput, rule: Rule): Members {
  const { hardware, standing, outlook, discountRate } = input;
  const next = draft(input, remember(input, weightOfLatest(rule.weight, input.epoch + 1)));
  const movers = floats(input.outside.length);
  const season = { input, hardware, next, holdingRate: discountRate + rule.depreciation, movers };
  const recovery = (lagDays: number) => outlook && recoveryOf(hardware, discountRate, lagDays);
  const incomePerHour = incomeOf(next);
  const money = moneyOf(incomePerHour.length);

  // PERF: averages of pay are shared anew only where somebody came or went; with nobody the factor is 1.
  const worn = wear(season, recovery(0), money);
  const stopped = stopOrStay(season, incomePerHour);
  if (worn.length + stopped.length > 0) share(hardware, next, payPerHour(hardware, next, standing.status));
  const remaining = next.status === standing.status ? standing.status : copyOf(next.status);
  const { returned, sold } = returnOrSell(season, rule.hopelessEpochs, places(input, worn), money);
  shareOutside(season);
  const left = [...worn, ...sold].sort((a, b) => a - b);
  const room = places(input, left) - returned.filter((o) => input.registered[o] !== 1).length;
  const arrived = arrive(season, room);
  if (returned.length + arrived.length > 0) share(hardware, next, payPerHour(hardware, next, remaining));
  const ordered = order(season, rule.entry, recovery(rule.lagDays), room - arrived.length, money);
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

/** [operators] averaged income per hour; 0 for those who never served. */
function incomeOf({ feesPerHour, subsidyPerHour }: Draft): Float64Array {
  const income = floats(feesPerHour.length);
  for (let o = 0; o < income.length; o++)
    if (!Number.isNaN(feesPerHour[o]!)) income[o] = feesPerHour[o]! + subsidyPerHour[o]!;
  return income;
}

/** Ordered hardware that is due starts serving, as far as there is room for newcomers. Returns who arrived. */
function arrive(season: Season, room: number): number[] {
  const { input, hardware, next } = season;
  const { epoch } = input;
  const arrived: number[] = [];
  for (let o = 0; o < next.status.length && arrived.length < room; o++) {
    if (next.status[o] !== status.ordered || next.arrives[o]! > epoch + 1) continue;
    writable(season, "status")[o] = status.serving;
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
  const bound = largestStableGain(lagEpochs);
  if (gain < bound) return [];
  const days = (-clock.epochDays / Math.log1p(-Math.min(bound, 0.999))).toFixed(0);
  return [
    `membership.adjustment: entry reacts too fast for its delivery lag (gain ${gain.toFixed(3)} an epoch, stable below ${bound.toFixed(3)}); cycles may come from the rule, not the economy. Use an adjustment above ${days} days.`,
  ];
}
