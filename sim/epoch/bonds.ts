import { floats } from "../core/arrays.ts";
import { rateForStep } from "../core/clock.ts";
import { isNothing, plus, times, zeros } from "../core/columns.ts";
import { sum } from "../core/matrix.ts";
import { status } from "../membership/contract.ts";
import type { Rules } from "../rules.ts";
import type { Audited } from "../verification/contract.ts";
import type { World } from "../world.ts";
import type { Plan } from "./plan.ts";
import type { Served } from "./serve.ts";

/** What verification takes from operators. All [operators]. */
export interface Charges {
  /** USD of audits that miners pay for, their appeals, and proofs of the answers they gave */
  readonly minerUsd: Float64Array;
  readonly proofUsd: Float64Array;
}

/** USD that operators owe for the checks of an epoch: audits charged to them, and a proof with every answer. */
export function chargesOf({ verification }: Rules, { minerUsd }: Audited, { routed }: Served): Charges {
  const proofUsd = times(verification.proving?.usdPerAnswer ?? 0, routed.served);
  return { minerUsd: plus(minerUsd, proofUsd), proofUsd };
}

/** USD per available hour that membership adds to costs. [operators] */
export interface Upkeep {
  /** what serving costs on top: the mean charge of those who served, and the return that the bond could have */
  readonly perHour: Float64Array;
  /** what the operator lost of its bond */
  readonly slashedPerHour: Float64Array;
}

/**
 * What verification costs a serving hour, as operators see it who stay, return or come.
 *
 *   sum of charges / sum of hours served  +  r_Delta x bond / hours of the epoch
 *
 * Charges fall on miners by lot, so the mean is what each may expect.
 * Source: docs/economy.md, equation 77.
 */
export function upkeepOf(rules: Rules, plan: Plan, charges: Charges, { slashedUsd }: Audited): Upkeep {
  const { hardware } = rules.roster.operators;
  const hours = sum(plan.hours);
  const mean = hours > 0 ? sum(charges.minerUsd) / hours : 0;
  const asked = rateForStep(rules.discountRate, rules.clock.epochDays) * (rules.verification.bondUsd ?? 0);
  const { units, hoursPerEpoch } = hardware;
  const n = units.length;
  const perHour = mean === 0 && asked === 0 ? zeros(n) : floats(n);
  if (!isNothing(perHour)) for (let o = 0; o < n; o++) perHour[o] = mean + asked / (units[o]! * hoursPerEpoch[o]!);
  const slashedPerHour = isNothing(slashedUsd) ? slashedUsd : floats(n);
  if (!isNothing(slashedUsd))
    for (let o = 0; o < n; o++) slashedPerHour[o] = plan.hours[o]! > 0 ? slashedUsd[o]! / plan.hours[o]! : 0;
  return { perHour, slashedPerHour };
}

/** USD that validator v received for faults it found: a part of bonds, and jackpots of planted ones. */
export const foundUsd = ({ rewardUsd, jackpotUsd }: Audited, v: number): number => rewardUsd[v]! + jackpotUsd[v]!;

/** Bonds after an epoch. All [operators] USD. */
export interface Bonds {
  readonly heldUsd: Float64Array;
  readonly postedUsd: Float64Array;
  readonly returnedUsd: Float64Array;
}

/**
 * Who serves in the coming epoch holds the bond in full, who does not gets back what is left of it.
 *
 *   posted = max(0, bond - (held - slashed)),   returned = max(0, held - slashed - bond);   bond = 0 where not serving
 *
 * Source: docs/economy.md, equation 76.
 */
export function bondsAfter(
  { verification }: Rules,
  { operators }: World,
  { slashedUsd }: Audited,
  standings: Uint8Array,
): Bonds {
  const bond = verification.bondUsd ?? 0;
  const { bondUsd } = operators;
  const n = bondUsd.length;
  if (bond === 0 && sum(bondUsd) === 0) return { heldUsd: zeros(n), postedUsd: zeros(n), returnedUsd: zeros(n) };
  const heldUsd = floats(n);
  const postedUsd = floats(n);
  const returnedUsd = floats(n);
  for (let o = 0; o < n; o++) {
    const left = Math.max(0, bondUsd[o]! - slashedUsd[o]!);
    const due = standings[o] === status.serving ? bond : 0;
    heldUsd[o] = due;
    postedUsd[o] = Math.max(0, due - left);
    returnedUsd[o] = Math.max(0, left - due);
  }
  return { heldUsd, postedUsd, returnedUsd };
}
