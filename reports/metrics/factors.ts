import { armNames, type Records } from "../records.ts";
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
