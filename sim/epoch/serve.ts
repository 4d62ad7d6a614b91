import { floats } from "../core/arrays.ts";
import { sum } from "../core/matrix.ts";
import { rootOfRising } from "../core/root.ts";
import { weightedMean } from "../core/stats.ts";
import type { Customers, Demand, DemandInput, Wanted } from "../demand/contract.ts";
import type { Offer, Routed } from "../market/contract.ts";
import type { Row } from "../record.ts";
import { exogenousDay, type Rules } from "../rules.ts";
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
  readonly customers: Customers;
  /** mean quality of the answers; NaN when there were none */
  readonly experienced: number;
}

/**
 * Customers choose by what they believe, are routed by what the network says (reputation) or by what they learnt themselves,
 * and live with what the miners really serve. Unmet requests fall on segments in proportion to what they sent.
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
  const met = meet(rules, world, plan, finalitySeconds, subsidyMultiplier);
  const { wanted, routed } = met;
  const requests = sum(wanted.requests);
  const quality = clamped(work.servedQuality);
  const experienced = weightedMean(quality, routed.served);
  const answered = requests > 0 ? met.answered / requests : 0;
  const servedBySegment = wanted.requests.map((r) => r * answered);
  return {
    wanted,
    routed,
    surchargeUsd: met.surchargeUsd,
    servedBySegment,
    experienced,
    valueUsd: servedBySegment.map((served, k) =>
      served > 0 ? served * meanValue(demand, k, quality, routed.served) : 0,
    ),
    ...demand.learn({
      served: servedBySegment,
      experienced,
      answered: routed.served,
      quality,
      ...met.chosenBy,
    }),
  };
}

/** [operators] quality from 0 to 1, as customers see it; NaN where nobody serves. */
function clamped(quality: Float64Array): Float64Array {
  const seen = floats(quality.length);
  for (let j = 0; j < seen.length; j++) {
    const own = quality[j]!;
    seen[j] = own < 0 ? 0 : own > 1 ? 1 : own;
  }
  return seen;
}

/** Mean of v(q) over what was served. */
function meanValue(demand: Demand, segment: number, quality: Float64Array, served: Float64Array): number {
  let total = 0;
  let weight = 0;
  for (let j = 0; j < served.length; j++) {
    if (!(served[j]! > 0)) continue;
    total += demand.value(segment, quality[j]!) * served[j]!;
    weight += served[j]!;
  }
  return total / weight;
}

/** USD that customers paid for the requests of the epoch. */
export const revenueOf = ({ routed, surchargeUsd }: Pick<Served, "routed" | "surchargeUsd">): number =>
  sum(routed.revenueUsd) + surchargeUsd;

/** Columns of segment k on what it chose beside the network, and where refused requests went. */
export function choiceColumns({ unmet }: Demand, { wanted, servedBySegment }: Served, k: number): Row {
  const refused = wanted.requests[k]! - servedBySegment[k]!;
  return {
    rivalShare: wanted.rivalShare?.[k] ?? 0,
    awareness: wanted.awareness?.[k] ?? NaN,
    refused,
    refusedToCloud: unmet === "cloud" ? refused : 0,
  };
}

/** Relative width at which the search for the wait stops: far below what any customer notices. */
const WAIT_TOLERANCE = 1e-9;

/** What customers and market agree on. */
interface Met extends Pick<Served, "wanted" | "routed" | "surchargeUsd"> {
  /** requests */
  readonly answered: number;
  readonly chosenBy: DemandInput;
}

/**
 * Demand and capacity meet at the wait that customers expect and get: the fixed point L = wait(wanted(L)) of the epoch. A
 * longer wait never brings more requests, and waits are bounded since queues are, so there is one.
 * With last epoch's wait in its place demand would swing from epoch to epoch whenever queues are long.
 * PERF: where nobody minds waiting there is nothing to search; else the market is asked for the wait alone where it can tell.
 */
function meet(rules: Rules, world: World, plan: Plan, finalitySeconds: number, subsidyMultiplier: number): Met {
  const { demand, market, settlement } = rules;
  const surcharge = settlement.surcharge(world.settlementMemory);
  const offer = offerOf(rules, world, plan, subsidyMultiplier);
  const asked = askedOf(rules, world, plan, subsidyMultiplier);
  const inputAt = (wait: number, usdPerRequest: number): DemandInput =>
    offered(asked, usdPerRequest + surcharge, wait + finalitySeconds);
  const at = (wait: number): Met => {
    // What is wanted at a price is asked for again once the price is found.
    let known: { readonly usd: number; readonly wanted: Wanted } | undefined;
    const wantedAt = (usd: number): Wanted => {
      if (known?.usd !== usd) known = { usd, wanted: demand.wanted(inputAt(wait, usd)) };
      return known.wanted;
    };
    const routed = market.route({
      requests: (usd) => sum(wantedAt(usd).requests),
      preference: (usd) => wantedAt(usd).preference,
      ...offer,
    });
    const wanted = wantedAt(routed.usdPerRequest);
    // The wait that customers chose by is the one that they got, but for what the search leaves open.
    const chosenBy = inputAt(demand.ignoresWait ? routed.waitSeconds || 0 : wait, routed.usdPerRequest);
    const answered = sum(routed.served);
    return { wanted, routed, answered, surchargeUsd: surcharge * answered, chosenBy };
  };
  if (demand.ignoresWait) return at(0);
  const posted = market.waits?.(offer);
  const waitAt = posted
    ? (wait: number) => posted.waitSeconds(sum(demand.wanted(inputAt(wait, posted.usdPerRequest)).requests))
    : (wait: number) => at(wait).routed.waitSeconds;
  return at(expectedWait((wait) => waitAt(wait) || 0));
}

/** The wait that is met where it is expected. @param waitAt the wait that is met when another is expected; it never rises */
function expectedWait(waitAt: (wait: number) => number): number {
  const found = new Map<number, number>();
  const excess = (wait: number): number => {
    const known = found.get(wait) ?? wait - waitAt(wait);
    found.set(wait, known);
    return known;
  };
  let longest = -excess(0);
  while (excess(longest) < 0) longest *= 2;
  return rootOfRising(excess, 0, longest, WAIT_TOLERANCE);
}

function offerOf({ roster, clock }: Rules, world: World, plan: Plan, subsidyMultiplier: number): Offer {
  return {
    reputation: world.subnets[0]!.reputation,
    capacity: plan.capacity,
    servers: roster.operators.hardware.units,
    serviceSeconds: plan.serviceSeconds,
    usdCost: plan.usdCost,
    subsidyMultiplier,
    memory: world.marketMemory,
    epochDays: clock.epochDays,
  };
}

/** What customers go by. PERF: field by field, as a spread took a tenth of all that customers do in an epoch. */
const offered = (asked: Asked, usdPerRequest: number, latencySeconds: number): DemandInput => ({
  usdPerRequest,
  latencySeconds,
  beliefs: asked.beliefs,
  customers: asked.customers,
  epoch: asked.epoch,
  day: asked.day,
  epochDays: asked.epochDays,
  subsidyMultiplier: asked.subsidyMultiplier,
  marketFactor: asked.marketFactor,
  cloudPriceFactor: asked.cloudPriceFactor,
  providers: asked.providers,
});

type Asked = Omit<DemandInput, "usdPerRequest" | "latencySeconds">;

/** What customers go by but for price and wait. */
function askedOf(rules: Rules, world: World, plan: Plan, subsidyMultiplier: number): Asked {
  const { clock, shocks, roster } = rules;
  const day = exogenousDay(rules, world.epoch * clock.epochDays);
  return {
    beliefs: world.beliefs,
    customers: world.customers,
    epoch: world.epoch,
    day,
    epochDays: clock.epochDays,
    subsidyMultiplier,
    marketFactor: shocks.factor("demand", day),
    cloudPriceFactor: shocks.factor("cloudPrice", day),
    providers: { ids: roster.operators.ids, capacity: plan.capacity },
  };
}
