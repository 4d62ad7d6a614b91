/** A cut of a schedule that looks at issuance. Source: docs/theory.md, equation 28; closed form `taper-on-issuance-schedule`. */
import { amount, fraction } from "./domain.ts";

/** Emission that closes a constant share of the gap to the cap, E = k (Smax - S), and keeps a factor of it from some time on. */
export interface TaperedIssuance {
  /** k, per unit of time */
  readonly rate: number;
  /** Smax: tokens */
  readonly cap: number;
  /** S(0), no more than the cap */
  readonly start: number;
  readonly taperFrom: number;
  /** what is minted of what the schedule says, fraction */
  readonly factor: number;
}

/**
 * Issuance where the schedule sees what was really minted: what is not minted remains to be minted.
 *
 *   S(t) = Smax - (Smax - S(0)) e^(-k min(t, T)) e^(-f k max(0, t - T))
 *
 * @param at t, 0 or more
 * @throws RangeError for amounts below 0, a factor outside 0..1 and a start beyond the cap
 */
export function issuanceOnActual(schedule: TaperedIssuance, at: number): number {
  const { rate, cap, start, taperFrom, factor } = checked("issuanceOnActual", schedule, at);
  const time = Math.min(at, taperFrom) + factor * Math.max(0, at - taperFrom);
  return cap - (cap - start) * Math.exp(-rate * time);
}

/**
 * Issuance where the schedule sees a shadow that was never cut: a factor of what the shadow mints is minted.
 *
 *   S(t) = S(T) + f (shadow(t) - S(T)),   shadow(t) = Smax - (Smax - S(0)) e^(-k t)
 *
 * @throws RangeError as `issuanceOnActual`
 */
export function issuanceOnShadow(schedule: TaperedIssuance, at: number): number {
  const { taperFrom, factor } = checked("issuanceOnShadow", schedule, at);
  const before = untaperedIssuance(schedule, Math.min(at, taperFrom));
  return before + factor * (untaperedIssuance(schedule, at) - before);
}

/** Issuance without a cut.   Smax - (Smax - S(0)) e^(-k t) @throws RangeError as `issuanceOnActual` */
export function untaperedIssuance(schedule: TaperedIssuance, at: number): number {
  const { rate, cap, start } = checked("untaperedIssuance", schedule, at);
  return cap - (cap - start) * Math.exp(-rate * at);
}

function checked(where: string, schedule: TaperedIssuance, at: number): TaperedIssuance {
  const { rate, cap, start, taperFrom, factor } = schedule;
  for (const [name, value] of Object.entries({ rate, cap, start, taperFrom, at })) amount(where, name, value);
  fraction(where, "factor", factor);
  if (start > cap) throw new RangeError(`${where}: start is ${start}; expected no more than cap, ${cap}`);
  return schedule;
}
