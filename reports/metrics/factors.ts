import { logShares } from "../../sim/theory/lossDecomposition.ts";
import { armNames, keepPlayed, type Records } from "../records.ts";
import { horizonsOf } from "./horizons.ts";
import { sumOver, type Window } from "./windows.ts";

/** Parts whose product is the service of a day. */
export interface Factors {
  readonly operators: number;
  /** hours per operator and day */
  readonly hours: number;
  /** requests that an hour can answer */
  readonly rate: number;
  /** requests served per request of capacity */
  readonly utilisation: number;
  /** USD of value per served request */
  readonly value: number;
}

export const factorNames = ["operators", "hours", "rate", "utilisation", "value"] as const;

/** service = operators x hours per operator x capacity per hour x utilisation x value per served request */
function factorsOf(records: Records, arm: string, window: Window): Factors {
  const total = (column: string): number => sumOver(records, arm, column, window);
  const days = window.toDay - window.fromDay;
  const operatorDays = total("serving") * records.manifest.epochDays;
  return {
    operators: operatorDays / days,
    hours: total("hours") / operatorDays,
    rate: total("capacity") / total("hours"),
    utilisation: total("served") / total("capacity"),
    value: total("serviceValueUsd") / total("served"),
  };
}

/**
 * ln(cut / keep) of each factor; they add up to ln of the retention. A factor of an arm that serves nothing is no number.
 * An identity, not a cause: fewer operators are partly offset by fuller ones.
 */
export function logRatios(cut: Factors, keep: Factors): Factors {
  const of = (name: (typeof factorNames)[number]): number => Math.log(cut[name] / keep[name]);
  return {
    operators: of("operators"),
    hours: of("hours"),
    rate: of("rate"),
    utilisation: of("utilisation"),
    value: of("value"),
  };
}

/** Factors of both arms in a window. */
export function armFactors(records: Records, window: Window): { readonly cut: Factors; readonly keep: Factors } {
  const { cut, keep } = armNames(records.manifest);
  return { cut: factorsOf(records, cut, window), keep: factorsOf(records, keep, window) };
}

/** What the loss at the horizon of the verdict is made of. */
export interface Loss {
  readonly horizon: "year" | "quarter";
  readonly window: Window;
  readonly cut: Factors;
  readonly keep: Factors;
  /** ln(cut / keep) of each factor; they add up to the ln of the retention */
  readonly logRatios: Factors;
  /** ln ratio over ln retention, sum 1; null where the retention is so near 1 that shares say nothing */
  readonly shares: Factors | null;
}

/** Without a zero below zero, which plain JSON does not know. */
const unsigned = (factors: Factors): Factors => ({
  operators: factors.operators + 0,
  hours: factors.hours + 0,
  rate: factors.rate + 0,
  utilisation: factors.utilisation + 0,
  value: factors.value + 0,
});

/** Within this of a retention of 1 shares of its logarithm grow beyond all bounds. */
const nearOne = 0.02;

/**
 * Logarithmic shares of operators, hours, capacity per hour, utilisation and value in the loss of service, at the year's
 * window (13 weeks where the run has no year).   share_k = ln(cut_k / keep_k) / ln R
 * @returns the reason where it cannot be told
 * Source: docs/verdict.md, equation 6.
 */
export function lossOf(records: Records): Loss | string {
  const horizon = horizonsOf(records).findLast(({ name, missing }) => name !== "life" && missing === undefined);
  if (horizon === undefined) return "no window after the end of the subsidy lies in the run";
  if (!keepPlayed(records.manifest)) return "only one arm was played";
  const { window } = horizon;
  const { cut, keep } = armFactors(records, window);
  if (![...Object.values(cut), ...Object.values(keep)].every((factor) => factor > 0)) return "an arm served nothing";
  const { retention, logRatios, shares } = logShares({ ...keep }, { ...cut });
  return {
    horizon: horizon.name === "quarter" ? "quarter" : "year",
    window,
    cut,
    keep,
    logRatios: unsigned(logRatios!),
    shares: shares === undefined || Math.abs(retention! - 1) < nearOne ? null : unsigned(shares),
  };
}
