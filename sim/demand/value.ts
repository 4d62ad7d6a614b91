import { z } from "zod";
import { fraction, positive, usdPerRequest } from "../units.ts";
import type { Learnt, Lived } from "./contract.ts";

/**
 * What an answer of quality q is worth.   v(q) = v1 max(0, (q - q0)/(1 - q0))^gamma   USD per request
 * Source: docs/economy.md, "Demand".
 */
export interface Worth {
  readonly best: number;
  readonly useless: number;
  readonly curvature: number;
}

export const worthShape = {
  best: usdPerRequest.describe("v1: worth of a perfect answer"),
  useless: fraction
    .lt(1, { error: () => "expected a fraction below 1" })
    .default(0)
    .describe("q0: quality at which an answer is worth nothing"),
  curvature: positive.default(1).describe("gamma: above 1 the last bit of quality matters most"),
};

export const worthSchema = z.strictObject(worthShape);

/** PERF: a power costs more than the rest of an operator's part in an epoch of customers, and mostly it is the first. */
export function worth({ best, useless, curvature }: Worth, quality: number): number {
  const useful = Math.max(0, (quality - useless) / (1 - useless));
  return curvature === 1 ? best * useful : best * useful ** curvature;
}

/** Each belief moved towards the experienced quality by lambda, where anything was served. */
export function learnBeliefs({ beliefs, served, experienced }: Lived, lambda: number): Float64Array {
  return beliefs.map((b, k) => (served[k]! > 0 ? b + lambda * (experienced - b) : b));
}

/** Learning of customers who keep nothing but beliefs. */
export const beliefsAlone = (lived: Lived, lambda: number): Learnt => ({
  beliefs: learnBeliefs(lived, lambda),
  customers: lived.customers,
});
