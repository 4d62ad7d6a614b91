import type { Fault } from "../core/slot.ts";
import { duration, fraction, notNegative, usdPerRequest } from "../units.ts";
import { z } from "zod";
import { worth, worthSchema, type Worth } from "./value.ts";

/**
 * How requests answer to an offer: with one elasticity to all that an answer costs, money and waiting, per USD that it is
 * believed to be worth.
 *
 *   r(P, L, b) = ( (P + c L) / P0 x v(b0) / v(b) )^-eps        trial <= r <= most
 *
 * At the price P0, without a wait and at the opening belief b0, r is 1.
 * Source: docs/customers.md, equation 1.
 */
export interface Response {
  readonly elasticity: number;
  readonly usdPerRequest: number;
  readonly usdPerSecond: number;
  readonly worth: Worth;
  readonly belief: number;
  readonly most: number;
  readonly trial: number;
}

export const responseShape = {
  elasticity: notNegative.describe("eps: requests fall by so many percent when an answer costs one percent more"),
  usdPerRequest: usdPerRequest
    .refine((usd) => usd > 0, { error: () => "expected a price above 0 USD/request" })
    .describe("P0: price at which demand is as stated"),
  usdPerSecond: notNegative.default(0).describe("c: USD that a second of waiting costs a customer, per request"),
  worth: worthSchema.describe("what an answer is worth to the customer"),
  belief: fraction.describe("b0: quality believed in at the start, at which demand is as stated"),
  most: z
    .number({ error: () => "expected a number, 1 or more" })
    .min(1, { error: () => "expected 1 or more" })
    .default(10)
    .describe("how many times the stated demand there is at most, however cheap an answer"),
  trial: fraction
    .default(0.01)
    .describe("share of the stated demand that tries the network anyway, so that leavers can learn"),
  learning: duration.prefault("28 days").describe("time constant of beliefs about quality"),
};

/** Demand cannot be stated at a belief that makes answers worthless. */
export const responseFaults = ({ worth: value, belief }: Pick<Response, "worth" | "belief">): Fault[] =>
  worth(value, belief) > 0
    ? []
    : [
        {
          path: "belief",
          message: `expected more than worth.useless, ${value.useless}, and an answer worth something`,
        },
      ];

/** Requests as a multiple of those stated, trial to most. */
export function response(r: Response, price: number, latencySeconds: number, belief: number): number {
  if (r.elasticity === 0) return 1;
  const believed = worth(r.worth, belief);
  if (believed === 0) return r.trial;
  const cost = ((price + r.usdPerSecond * latencySeconds) / r.usdPerRequest) * (worth(r.worth, r.belief) / believed);
  return Math.min(r.most, Math.max(r.trial, cost ** -r.elasticity));
}
