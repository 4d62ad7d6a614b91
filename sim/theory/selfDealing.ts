/** Operators who buy from themselves, where pay follows volume. Source: docs/economy.md, "Trust". */
import { amount, fraction, positive } from "./domain.ts";

/**
 * What a request to oneself brings: the fee comes back but for the take.   e p - (tau P + c)
 *
 * @param rewardUsd      e p: subsidy for one request
 * @param price          P, USD per request
 * @param takeRate       tau: fraction of the fee that does not come back
 * @param serviceCostUsd c: compute of one request
 * @throws RangeError for amounts below 0 and a take outside 0..1
 */
export function fakeRequestGain(rewardUsd: number, price: number, takeRate: number, serviceCostUsd: number): number {
  amount("fakeRequestGain", "rewardUsd", rewardUsd);
  return rewardUsd - costOfFake("fakeRequestGain", price, takeRate, serviceCostUsd);
}

/** A fixed pool of subsidy, shared by requests served. USD and requests per epoch. */
export interface VolumePool {
  /** p E */
  readonly poolUsd: number;
  /** P, USD per request */
  readonly price: number;
  /** tau */
  readonly takeRate: number;
  /** c, USD per request */
  readonly serviceCostUsd: number;
  /** D_real */
  readonly realRequests: number;
}

export interface SelfDealing {
  readonly totalRequests: number;
  readonly fakeRequests: number;
  /** all fees, as if customers had paid them */
  readonly apparentFeesUsd: number;
  readonly realFeesUsd: number;
  /** fees / (fees + pool), of gross spend; NaN where there is neither */
  readonly apparentFeeShare: number;
  readonly trueFeeShare: number;
}

/**
 * Fakes enter a pool shared by volume until one more does not pay.
 *
 *   p E / D = tau P + c   ->   D_fake = max(0, p E / (tau P + c) - D_real)
 *
 * @throws RangeError for amounts below 0, a take outside 0..1, and fakes that cost nothing: there is then no end to them
 * Closed form `self-dealing`.
 */
export function selfDealing({ poolUsd, price, takeRate, serviceCostUsd, realRequests }: VolumePool): SelfDealing {
  amount("selfDealing", "poolUsd", poolUsd);
  amount("selfDealing", "realRequests", realRequests);
  const cost = costOfFake("selfDealing", price, takeRate, serviceCostUsd);
  positive("selfDealing", "takeRate x price + serviceCostUsd", cost);
  const totalRequests = Math.max(realRequests, poolUsd / cost);
  const apparentFeesUsd = price * totalRequests;
  const realFeesUsd = price * realRequests;
  return {
    totalRequests,
    fakeRequests: totalRequests - realRequests,
    apparentFeesUsd,
    realFeesUsd,
    apparentFeeShare: apparentFeesUsd / (apparentFeesUsd + poolUsd),
    trueFeeShare: realFeesUsd / (realFeesUsd + poolUsd),
  };
}

function costOfFake(where: string, price: number, takeRate: number, serviceCostUsd: number): number {
  amount(where, "price", price);
  amount(where, "serviceCostUsd", serviceCostUsd);
  fraction(where, "takeRate", takeRate);
  return takeRate * price + serviceCostUsd;
}
