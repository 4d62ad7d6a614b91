import { floats } from "../../core/arrays.ts";
import type { DemandInput, Wanted } from "../contract.ts";
import type { Outside } from "../outside.ts";
import { worth } from "../value.ts";
import type { Agent, Crowd } from "./agent.ts";
import { preferenceOf } from "./preference.ts";

/** The best that an agent can have outside the network. */
export interface Alternative {
  /** USD that a request is worth there beyond what it costs; 0 for buying nothing */
  readonly usd: number;
  readonly usdPerRequest: number;
}

const NOTHING: Alternative = { usd: 0, usdPerRequest: 0 };

/** What is best for an agent outside the network: a cloud, or nothing where none is worth its price. */
export function alternativeOf({ group }: Agent, clouds: readonly Outside[], cloudPriceFactor: number): Alternative {
  let best = NOTHING;
  for (const { quality, usdPerRequest, latency } of clouds) {
    const price = usdPerRequest * cloudPriceFactor;
    const usd = worth(group, quality) - price - group.usdPerSecond * latency;
    if (usd > best.usd) best = { usd, usdPerRequest: price };
  }
  return best;
}

/** Requests that an agent buys in an epoch, from the network and from a cloud. */
export interface Bought {
  readonly needed: number;
  readonly network: number;
  readonly cloud: number;
}

/**
 * An agent buys what it needs as far as its budget goes: from the network; once it has left, from the best cloud but for a
 * share `trial`, and nothing where no cloud is worth its price.
 */
export function boughtBy(
  { group }: Agent,
  isAway: boolean,
  best: Alternative,
  trial: number,
  input: DemandInput,
): Bought {
  // A market of another size is as many times the clients, with their needs and their money.
  const clientDays = input.epochDays * input.marketFactor;
  const needed = group.requests * clientDays;
  const budget = group.budget * clientDays;
  const network = affordable(isAway ? trial * needed : needed, budget, input.usdPerRequest);
  if (!isAway || best === NOTHING) return { needed, network, cloud: 0 };
  const left = Math.max(0, budget - network * input.usdPerRequest);
  return { needed, network, cloud: affordable((1 - trial) * needed, left, best.usdPerRequest) };
}

const affordable = (requests: number, usd: number, usdPerRequest: number): number =>
  usdPerRequest > 0 ? Math.min(requests, usd / usdPerRequest) : requests;

/** What all agents want: by group, and spread over operators as each agent wants its own. */
export function wantedOf(crowd: Crowd, input: DemandInput): Wanted {
  const { agents, groups, clouds, trial } = crowd;
  const operators = input.providers.capacity.length;
  const [n, away] = [groups.length, input.customers["away"]!];
  const column = () => floats(n);
  const [needed, network, cloud, surplusUsd] = [column(), column(), column(), column()];
  const preference = floats(operators);
  agents.forEach((agent, a) => {
    const k = agent.segment;
    const best = alternativeOf(agent, clouds, input.cloudPriceFactor);
    const bought = boughtBy(agent, away[a] === 1, best, trial, input);
    const shares = preferenceOf(crowd, agent, a, input);
    const expected = expectedOf(agent, shares, input.customers["estimates"]!, a);
    const usd = expected.worthUsd - input.usdPerRequest - agent.group.usdPerSecond * input.latencySeconds;
    needed[k]! += bought.needed;
    network[k]! += bought.network;
    cloud[k]! += bought.cloud;
    surplusUsd[k]! += bought.network * usd + bought.cloud * best.usd;
    for (let j = 0; j < operators; j++) preference[j]! += bought.network * shares[j]!;
  });
  const total = network.reduce((all, requests) => all + requests, 0);
  if (total > 0) for (let j = 0; j < operators; j++) preference[j]! /= total;
  const shareOf = (requests: Float64Array) => requests.map((of, k) => (needed[k]! > 0 ? of / needed[k]! : 0));
  const [networkShare, cloudShare] = [shareOf(network), shareOf(cloud)];
  return {
    requests: network,
    networkShare,
    cloudShare,
    nothingShare: networkShare.map((share, k) => Math.max(0, 1 - share - cloudShare[k]!)),
    surplusUsd,
    preference,
  };
}

/** What an agent expects of the network: quality, and worth of an answer in USD; what it expects of a stranger where nobody serves. */
export function expectedOf(
  { group }: Agent,
  shares: Float64Array,
  estimates: Float64Array,
  a: number,
): { quality: number; worthUsd: number } {
  let quality = 0;
  let worthUsd = 0;
  let asked = 0;
  const from = a * shares.length;
  for (let j = 0; j < shares.length; j++) {
    const share = shares[j]!;
    if (!(share > 0)) continue;
    asked += share;
    quality += share * estimates[from + j]!;
    worthUsd += share * worth(group, estimates[from + j]!);
  }
  if (asked > 0) return { quality, worthUsd };
  return { quality: group.belief, worthUsd: worth(group, group.belief) };
}
