import { mechanism } from "../core/slot.ts";
import { count, fraction, positiveDuration, tokens } from "../units.ts";
import type { Emission } from "./contract.ts";

/**
 * Emission that falls by a constant fraction each period, evenly within a period.   E_t = E1 (1 - d)^(t - 1), t = 1 .. n
 * Source: docs/economy.md, "Emission"; io.net documentation, "Token Emission Schedule" (2024).
 */
export const geometric = mechanism(
  "geometric",
  "Emission that falls by a constant fraction each period: E_t = E1 (1 - d)^(t - 1) in period t, until period n. " +
    "Source: docs/economy.md, Emission.",
  {
    firstTokens: tokens.describe("E1: tokens minted in the first period"),
    period: positiveDuration.prefault("1 hour").describe("length of a period"),
    disinflation: fraction
      .refine((d) => d > 0 && d < 1, { error: () => "expected a fraction above 0 and below 1" })
      .describe("d: fraction by which a period mints less than the one before"),
    periods: count.optional().describe("n: periods after which minting stops; it goes on for ever when left out"),
  },
  ({ firstTokens, period, disinflation, periods = Infinity }, { clock: { blockSeconds } }): Emission => {
    const logKept = Math.log1p(-disinflation);
    const inPeriod = (k: number) => (k < periods ? firstTokens * Math.exp(logKept * k) : 0);
    /** Periods [a, b) whole. */
    const whole = (a: number, b: number) =>
      (inPeriod(a) * -Math.expm1(logKept * (Math.min(b, periods) - a))) / disinflation;
    return {
      mint: (from, to) => {
        const [start, end] = [(from * blockSeconds) / period, (to * blockSeconds) / period];
        const [a, b] = [Math.ceil(start), Math.floor(end)];
        if (a > b) return inPeriod(b) * (end - start);
        return inPeriod(a - 1) * (a - start) + (a < periods ? whole(a, b) : 0) + inPeriod(b) * (end - b);
      },
      follows: "time",
      cap: whole(0, periods),
    };
  },
);
