import { sum } from "../core/matrix.ts";
import { rootOfRising } from "../core/root.ts";
import { weightedMean } from "../core/stats.ts";
import type { Wanted } from "../demand/contract.ts";
import type { Routed } from "../market/contract.ts";
import type { Rules } from "../rules.ts";
import type { Work } from "../task/contract.ts";
import type { World } from "../world.ts";
import type { Plan } from "./plan.ts";

/** What customers asked for, got and made of it. */
export interface Served {
  readonly wanted: Wanted;
  readonly routed: Routed;
  /** USD that customers pay on top of the market's price */
  readonly surchargeUsd: number;
  /** [segments] */
  readonly servedBySegment: Float64Array;
  readonly valueUsd: Float64Array;
  readonly beliefs: Float64Array;
  /** mean quality of the answers; NaN when there were none */
  readonly experienced: number;
}

/**
 * Customers choose by what they believe, are routed by what the network says (reputation) and live with what the miners
 * really serve. Unmet requests fall on segments in proportion to what they sent.
 *
 *   Y = sum_k sum_j served_kj v_k(quality served by j);   b' follows the mean quality that was really served
 *
 * Source: docs/economy.md, "Demand" and "Market".
 */
export function serve(
  rules: Rules,
  world: World,
  plan: Plan,
  work: Work,
  finalitySeconds: number,
  subsidyMultiplier: number,
): Served {
  const { demand } = rules;
  const { wanted, routed, surchargeUsd } = meet(rules, world, plan, finalitySeconds, subsidyMultiplier);
  const requests = sum(wanted.requests);
  const quality = work.servedQuality.map((q) => Math.min(1, Math.max(0, q)));
  const experienced = weightedMean(quality, routed.served);
  const answered = requests > 0 ? sum(routed.served) / requests : 0;
  const servedBySegment = wanted.requests.map((r) => r * answered);
  const valueOf = (k: number) =>
    weightedMean(
      quality.map((q) => demand.value(k, q)),
      routed.served,
    );
  return {
    wanted,
    routed,
    surchargeUsd,
    servedBySegment,
    experienced,
    valueUsd: servedBySegment.map((served, k) => (served > 0 ? served * valueOf(k) : 0)),
    beliefs: demand.learn(world.beliefs, servedBySegment, experienced),
  };
}

/** USD that customers paid for the requests of the epoch. */
export const revenueOf = ({ routed, surchargeUsd }: Pick<Served, "routed" | "surchargeUsd">): number =>
  sum(routed.revenueUsd) + surchargeUsd;

/** Relative width at which the search for the wait stops: far below what any customer notices. */
const WAIT_TOLERANCE = 1e-9;

/**
 * Demand and capacity meet at the wait that customers expect and get: the fixed point L = wait(wanted(L)) of the epoch. A
 * longer wait never brings more requests, and waits are bounded since queues are, so there is one.
 * With last epoch's wait in its place demand would swing from epoch to epoch whenever queues are long.
 */
function meet(
  rules: Rules,
  world: World,
  plan: Plan,
  finalitySeconds: number,
  subsidyMultiplier: number,
): Pick<Served, "wanted" | "routed" | "surchargeUsd"> {
  const { demand, market, clock, settlement } = rules;
  const surcharge = settlement.surcharge(world.settlementMemory);
  const { capacity, serviceSeconds, usdCost } = plan;
  const offer = {
    reputation: world.subnets[0]!.reputation,
    capacity,
    servers: rules.roster.operators.hardware.units,
    serviceSeconds,
    usdCost,
    subsidyMultiplier,
    memory: world.marketMemory,
    epochDays: clock.epochDays,
  };
  const at = (wait: number) => {
    const wantedAt = (usdPerRequest: number) =>
      demand.wanted({
        beliefs: world.beliefs,
        usdPerRequest: usdPerRequest + surcharge,
        latencySeconds: wait + finalitySeconds,
        day: world.epoch * clock.epochDays,
        epochDays: clock.epochDays,
      });
    const routed = market.route({ ...offer, requests: (usd) => sum(wantedAt(usd).requests) });
    return { wanted: wantedAt(routed.usdPerRequest), routed, surchargeUsd: surcharge * sum(routed.served) };
  };
  const excess = (wait: number) => wait - (at(wait).routed.waitSeconds || 0);
  let longest = at(0).routed.waitSeconds || 0;
  while (excess(longest) < 0) longest *= 2;
  return at(rootOfRising(excess, 0, longest, WAIT_TOLERANCE));
}
