import { z } from "zod";
import { mechanism } from "../core/slot.ts";
import { fraction, positiveDuration, positiveTokens, tokens } from "../units.ts";
import type { Emission } from "./contract.ts";

/** A stretch of time with one rate. */
interface Period {
  readonly start: number;
  readonly end: number;
  readonly perSecond: number;
}

/**
 * Emission from a published list: so many tokens in each period, evenly within it. After the list, with `damping` d, periods
 * as long as its last go on, each with d times the tokens of the one before; without it minting ends. Minting stops for good
 * when the total reaches `cap`.
 * Source: docs/economy.md, "Emission"; rendernetwork/RNPs 001, 006, 015 and 018 for the use with damping.
 */
export const table = mechanism(
  "table",
  "Emission from a published list of periods with their tokens, spread evenly within each; then, with damping d, d times " +
    "as many in each further period; clamped at a total. Source: docs/economy.md, Emission.",
  {
    periods: z
      .array(
        z.strictObject({
          lasts: positiveDuration.describe("length of the period"),
          tokens: tokens.describe("tokens minted in it"),
        }),
      )
      .min(1, { error: () => "expected at least one period" })
      .describe("periods in their order, from the start of the run"),
    damping: fraction
      .refine((d) => d < 1, { error: () => "expected a fraction below 1" })
      .optional()
      .describe("tokens of a period after the list, as a fraction of the period before; minting ends when left out"),
    cap: positiveTokens.optional().describe("total at which minting stops; none when left out"),
  },
  ({ periods, damping = 0, cap = Infinity }, { clock: { blockSeconds } }): Emission => {
    const listed = listedPeriods(periods);
    const last = listed.at(-1)!;
    const lastTokens = periods.at(-1)!.tokens;
    const length = last.end - last.start;
    const sum = periods.reduce((all, { tokens }) => all + tokens, 0);
    const period = (k: number): Period => {
      if (k < listed.length) return listed[k]!;
      const after = k - listed.length;
      const start = last.end + after * length;
      return { start, end: start + length, perSecond: (lastTokens * damping ** (after + 1)) / length };
    };
    const first = (second: number) =>
      second < last.end
        ? listed.findIndex(({ end }) => second < end)
        : listed.length + Math.floor((second - last.end) / length);
    const end = Math.min(capReachedAt(period, listed.length, damping, cap), damping === 0 ? last.end : Infinity);
    return {
      mint: (from, to) => integrate(period, first, from * blockSeconds, Math.min(to * blockSeconds, end)),
      follows: "time",
      cap: Math.min(cap, sum + (lastTokens * damping) / (1 - damping)),
    };
  },
);

function listedPeriods(periods: readonly { lasts: number; tokens: number }[]): readonly Period[] {
  let start = 0;
  return periods.map(({ lasts, tokens }) => {
    const period = { start, end: start + lasts, perSecond: tokens / lasts };
    start = period.end;
    return period;
  });
}

function integrate(
  period: (k: number) => Period,
  firstOf: (second: number) => number,
  from: number,
  to: number,
): number {
  let total = 0;
  if (from >= to) return 0;
  for (let k = firstOf(from); ; k++) {
    const { start, end, perSecond } = period(k);
    if (start >= to) return total;
    total += perSecond * Math.max(0, Math.min(to, end) - Math.max(from, start));
  }
}

/** Second at which the total reaches the cap; Infinity where it never does. */
function capReachedAt(period: (k: number) => Period, listed: number, damping: number, cap: number): number {
  let total = 0;
  for (let k = 0; k < listed; k++) {
    const { start, end, perSecond } = period(k);
    const tokens = perSecond * (end - start);
    if (total + tokens > cap) return start + (cap - total) / perSecond;
    total += tokens;
  }
  const next = period(listed);
  const tokens = next.perSecond * (next.end - next.start);
  // Whole periods before the cap: tokens (1 - d^m) / (1 - d) <= cap - total.
  const unspent = 1 - ((cap - total) * (1 - damping)) / tokens;
  if (tokens === 0 || unspent <= 0) return Infinity;
  const whole = Math.floor(Math.log(unspent) / Math.log(damping));
  const reached = total + (tokens * -Math.expm1(whole * Math.log(damping))) / (1 - damping);
  const { start, perSecond } = period(listed + whole);
  return start + (cap - reached) / perSecond;
}
