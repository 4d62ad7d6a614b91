import { z } from "zod";
import { fraction, perDay, positive } from "../units.ts";

/**
 * How a network becomes known (Bass): newcomers hear of it by themselves or from those who know it, and nobody forgets.
 *
 *   A' = (p s + q A)(1 - A)        s = 1 + (subsidyFactor - 1) x multiplier of the taper
 *
 * While the subsidy is paid the network is heard of s times as often; what was learnt then outlives it.
 * Source: docs/customers.md, equations 4 to 6; closed form `three-arms-bass`.
 */
export interface Awareness {
  /** share that knows the network at the start */
  readonly opening: number;
  /** p and q, per day */
  readonly innovation: number;
  readonly imitation: number;
  readonly subsidyFactor: number;
}

export const awarenessShape = {
  opening: fraction.default(0).describe("share of the market that knows the network at the start"),
  innovation: perDay.describe("p: rate at which a customer hears of the network by itself, without a subsidy"),
  imitation: perDay.describe("q: rate at which a customer hears of it from others, were all the others to know it"),
  subsidyFactor: positive.default(1).describe("how many times as high p is while the subsidy is paid in full"),
};

export const awarenessSchema = z.strictObject(awarenessShape);

/** Who knows the network at the end of an epoch, and on average over it. */
export interface Spread {
  readonly share: number;
  readonly mean: number;
}

/**
 * The step of an epoch, exact while the multiplier of the taper stands still, so that days and weeks agree:
 *
 *   A(d) = (p + q A - p (1 - A) D) / (p + q A + q (1 - A) D)        D = e^(-(p + q) d), with p s for p
 *   mean = 1 + ln(1 - q (1 - A)(1 - D) / (p + q)) / (q d)            q = 0: 1 - (1 - A)(1 - D) / (p d)
 *
 * @param share A, who knows the network at the start of the epoch
 * @param days  length of the epoch
 */
export function spread(
  { innovation, imitation: q, subsidyFactor }: Awareness,
  share: number,
  subsidyMultiplier: number,
  days: number,
): Spread {
  const p = innovation * (1 + (subsidyFactor - 1) * subsidyMultiplier);
  if (p + q * share === 0) return { share, mean: share };
  const unaware = 1 - share;
  const gone = -Math.expm1(-(p + q) * days);
  const known = p + q * share;
  const left = unaware * (1 - gone);
  return {
    share: (known - p * left) / (known + q * left),
    mean: q > 0 ? 1 + Math.log1p((-q * unaware * gone) / (p + q)) / (q * days) : 1 - (unaware * gone) / (p * days),
  };
}
