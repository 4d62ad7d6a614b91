import { sum, type Vec } from "./matrix.ts";

export function mean(values: Vec): number {
  return values.length === 0 ? NaN : sum(values) / values.length;
}

/** Mean of `values` weighted by `weights`; NaN when no weight is positive. */
export function weightedMean(values: Vec, weights: Vec): number {
  let total = 0;
  let weight = 0;
  for (let i = 0; i < values.length; i++) {
    if (!(weights[i]! > 0)) continue;
    total += values[i]! * weights[i]!;
    weight += weights[i]!;
  }
  return weight > 0 ? total / weight : NaN;
}
