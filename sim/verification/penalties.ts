import { floats } from "../core/arrays.ts";
import { z } from "zod";
import type { Clock } from "../core/clock.ts";
import { zeros } from "../core/columns.ts";
import type { Memory } from "../core/memory.ts";
import type { Fault } from "../core/slot.ts";
import { count, fraction, positiveDuration, usd } from "../units.ts";
import type { JudgeInput } from "./contract.ts";
import { tooOften } from "./moments.ts";

/** What a failed audit costs, shared by the kinds whose audits can fail. */
export const penaltyParameters = {
  usdPerAudit: usd.prefault("0.01 USD").describe("compute of one check"),
  payer: z
    .enum(["validator", "miner"], { error: () => "expected validator or miner" })
    .default("validator")
    .describe("who pays for checks: the validator who audits or the miner that is audited"),
  falsePositive: fraction
    .default(0)
    .describe("chance that a check of an honest miner fails all the same, by faulty hardware"),
  appeal: usd
    .optional()
    .describe("what a miner pays for a second run that clears it where its outputs are right; left out: no appeals"),
  bond: usd.prefault("0 USD").describe("USD that each serving operator must hold"),
  strikes: count.default(1).describe("failed checks, within the time that strikes last, that cost a part of the bond"),
  strikesLast: positiveDuration.prefault("30 days").describe("time after which a failed check is forgotten"),
  slash: fraction.default(1).describe("part of the bond that is then taken"),
  rewardShare: fraction
    .default(0.5)
    .describe("part of it for the validators who found the faults; the rest is nobody's"),
};

export interface PenaltyRule {
  readonly bond: number;
  readonly strikes: number;
  readonly strikesLast: number;
  readonly slash: number;
  readonly rewardShare: number;
}

/** A bond that is taken without anything to be taken would look like deterrence. */
export const unbonded = ({ bond, strikes }: { readonly bond: number; readonly strikes: number }): readonly Fault[] =>
  bond === 0 && strikes > 1
    ? [{ path: "strikes", message: "expected a bond above 0 USD, or no strikes to count" }]
    : [];

/** Strikes that are forgotten within an epoch would add up there all the same, and no two epochs would. */
const forgottenSooner = ({ strikes, strikesLast }: PenaltyRule, { epochSeconds }: Clock): readonly Fault[] =>
  strikes > 1 && strikesLast < epochSeconds
    ? [{ path: "strikesLast", message: `expected at least an epoch, ${epochSeconds} s, where strikes are counted` }]
    : [];

/** What is wrong with times between audits, and of strikes, beside the length of an epoch. */
export const misfitsOf = (rule: PenaltyRule & { readonly every: number }, clock: Clock): readonly Fault[] => [
  ...tooOften(rule, clock),
  ...forgottenSooner(rule, clock),
];

/** Failed checks that are remembered: flat triples (operator, epoch, how many). */
type Strike = readonly [operator: number, epoch: number, checks: number];

function strikesOf(memory: Memory): Strike[] {
  return Array.from({ length: memory.length / 3 }, (_, k) => [memory[3 * k]!, memory[3 * k + 1]!, memory[3 * k + 2]!]);
}

/** Strikes without those of operators that nobody knows any more. */
export const forgetStrikes = (memory: Memory, operators: readonly number[]): Memory =>
  operators.length === 0
    ? memory
    : strikesOf(memory)
        .filter(([operator]) => !operators.includes(operator))
        .flat();

/** Pairs of one miner that ran the same checks, with as many failed each: one auditor alone, or a committee. */
export type Bench = readonly number[];

/** What bonds lost in an epoch, who received it, and the strikes that are left. */
export interface Slashed {
  readonly slashedUsd: Float64Array;
  readonly rewardUsd: Float64Array;
  readonly memory: Memory;
}

/**
 * Failed checks add up for the time they last; every `strikes` of them take a part of what is left of the bond.
 *
 *   n = floor(strikes held / strikes),   slashed = bond (1 - (1 - slash)^n),   rewarded = rewardShare x slashed
 *
 * The reward is shared by those who found a fault of the miner in this epoch, in equal parts.
 * Source: docs/economy.md, equation 72.
 *
 * @param faults [pairs] failed checks of each pair, appeals taken off
 * @param benches the checks of a bench count once
 */
export function slash(
  { strikes, strikesLast, slash: part, rewardShare }: PenaltyRule,
  { epochSeconds }: Clock,
  { plan, epoch, bondUsd, validatorIds, memory }: JudgeInput,
  faults: Int32Array,
  benches: readonly Bench[],
): Slashed {
  const finders = new Map<number, number[]>();
  const fresh = new Map<number, number>();
  for (const bench of benches) {
    const n = faults[bench[0]!]!;
    if (n === 0) continue;
    const j = plan.miners[bench[0]!]!;
    fresh.set(j, (fresh.get(j) ?? 0) + n);
    finders.set(j, [...(finders.get(j) ?? []), ...bench.map((k) => plan.validators[k]!)]);
  }
  if (fresh.size === 0 && memory.length === 0)
    return { slashedUsd: zeros(bondUsd.length), rewardUsd: zeros(validatorIds.length), memory };
  let held = strikesOf(memory).filter(([, at]) => (epoch - at) * epochSeconds < strikesLast);
  const slashedUsd = floats(bondUsd.length);
  const rewardUsd = floats(validatorIds.length);
  for (const [j, n] of fresh) {
    const own = held.filter(([operator]) => operator === j);
    const total = own.reduce((all, [, , checks]) => all + checks, n);
    const times = Math.floor(total / strikes);
    held = times > 0 ? held.filter(([operator]) => operator !== j) : held;
    const left = times > 0 ? total % strikes : n;
    if (left > 0) held = [...held, [j, epoch, left]];
    slashedUsd[j] = bondUsd[j]! * (1 - (1 - part) ** times);
    const found = finders.get(j)!;
    for (const i of found) rewardUsd[i]! += (rewardShare * slashedUsd[j]!) / found.length;
  }
  return { slashedUsd, rewardUsd, memory: held.flat() };
}
