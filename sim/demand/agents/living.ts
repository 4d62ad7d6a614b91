import { copyOf, floats } from "../../core/arrays.ts";
import { emaWeight, SECONDS_PER_DAY } from "../../core/clock.ts";
import { drawNormal } from "../../core/random.ts";
import type { Learnt, Lived } from "../contract.ts";
import type { Agent, Crowd } from "./agent.ts";
import { alternativeOf, boughtBy, expectedOf } from "./buying.ts";
import { preferenceOf } from "./preference.ts";

/**
 * What agents make of an epoch. Of each provider that answered what it was asked, an agent learns by what it got:
 *
 *   q_j' = q_j + lambda (got - q_j)        got = quality served by j + noise z / sqrt(answers)
 *   lambda = 1 - e^(-days min(1, answers a day) / memory)
 *
 * An agent whose expected worth of the network is below its price, or below what a cloud leaves it, for its patience leaves;
 * one that is away comes back once the network has looked better for as long, by the share of its requests that tries it.
 * Source: docs/customers.md, equations 10 and 11.
 */
export function livedThrough(crowd: Crowd, lived: Lived): Learnt {
  const { agents, groups, trial } = crowd;
  const { customers, answered } = lived;
  const estimates = copyOf(customers["estimates"]!);
  const faded = Math.exp(-emaRate(crowd));
  const days = customers["days"]!.map((known) => known * faded);
  const [away, doubt] = [copyOf(customers["away"]!), copyOf(customers["doubt"]!)];
  const choices = agents.map((agent, a) => {
    const best = alternativeOf(agent, crowd.clouds, lived.cloudPriceFactor);
    const { network } = boughtBy(agent, away[a] === 1, best, trial, lived);
    return { agent, best, network, shares: preferenceOf(crowd, agent, a, lived) };
  });
  const asked = floats(answered.length);
  for (const { network, shares } of choices) for (let j = 0; j < asked.length; j++) asked[j]! += network * shares[j]!;
  const rated = asked.map((requests, j) => (requests > 0 ? Math.min(1, answered[j]! / requests) : 0));

  const beliefs = floats(groups.length);
  choices.forEach(({ agent, best, network, shares }, a) => {
    const from = a * asked.length;
    for (let j = 0; j < asked.length; j++) {
      const answers = network * shares[j]! * rated[j]!;
      if (answers > 0) learnOf(crowd, lived, agent, j, answers, from, estimates, days);
    }
    const expected = expectedOf(agent, shares, estimates, a);
    beliefs[agent.segment]! += expected.quality / agent.group.count;
    const { usdPerSecond } = agent.group;
    const usd = expected.worthUsd - lived.usdPerRequest - usdPerSecond * lived.latencySeconds;
    const isOtherBetter = away[a] === 1 ? usd > best.usd : usd < best.usd;
    doubt[a] = isOtherBetter ? doubt[a]! + lived.epochDays : 0;
    if (doubt[a]! === 0 || doubt[a]! * SECONDS_PER_DAY < agent.group.patience * (1 - 1e-9)) return;
    away[a] = 1 - away[a]!;
    doubt[a] = 0;
  });
  return { beliefs: beliefs.map(withinOne), customers: { estimates, days, away, doubt } };
}

const withinOne = (belief: number): number => Math.min(1, Math.max(0, belief));

/** Epochs of memory: what is left of what was known after an epoch is e to minus this. */
const emaRate = ({ clock, memory }: Crowd): number => (memory === 0 ? Infinity : clock.epochSeconds / memory);

/** Writes what an agent learnt of provider j into its estimate and the days that it knows it. */
function learnOf(
  { seed, clock, memory, noise }: Crowd,
  { epoch, epochDays, providers, quality }: Lived,
  { id }: Agent,
  j: number,
  answers: number,
  from: number,
  estimates: Float64Array,
  days: Float64Array,
): void {
  const part = Math.min(1, answers / epochDays);
  const z = noise === 0 ? 0 : drawNormal(seed, `answers to ${id}`, epoch, providers.ids[j]!);
  const got = quality[j]! + (noise * z) / Math.sqrt(answers);
  const before = estimates[from + j]!;
  estimates[from + j] = withinOne(before + emaWeight(part * clock.epochSeconds, memory) * (got - before));
  days[from + j]! += part * epochDays;
}
