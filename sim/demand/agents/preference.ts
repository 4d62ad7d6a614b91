import { floats } from "../../core/arrays.ts";
import { SECONDS_PER_DAY } from "../../core/clock.ts";
import { drawNormal } from "../../core/random.ts";
import type { DemandInput } from "../contract.ts";
import type { Agent, Crowd } from "./agent.ts";

/**
 * How an agent spreads its requests over those who serve, [operators], sum 1; all 0 where nobody serves.
 *
 *   softmax    share_j ~ e^(q_j / temperature)
 *   ucb        the same with q_j + curiosity sqrt(ln(1 + days known of all) / (1 + days known of j))
 *   thompson   each day goes to the provider with the largest q_j + curiosity z / sqrt(1 + days known of j)
 *
 * q_j is what the agent learnt, z a normal draw that belongs to agent, provider and day, so that the length of an epoch
 * changes no draw.
 * Source: docs/customers.md, equation 9.
 */
export function preferenceOf(crowd: Crowd, agent: Agent, a: number, input: DemandInput): Float64Array {
  const { capacity } = input.providers;
  const n = capacity.length;
  const estimates = input.customers["estimates"]!.subarray(a * n, (a + 1) * n);
  const days = input.customers["days"]!.subarray(a * n, (a + 1) * n);
  const { choice, temperature, curiosity } = crowd.chooser;
  if (choice === "thompson") return picks(crowd, agent, input, estimates, days);
  if (choice === "softmax") return softmax(estimates, capacity, temperature);
  let all = 0;
  for (let j = 0; j < n; j++) all += days[j]!;
  const hoped = estimates.map((q, j) => q + curiosity * Math.sqrt(Math.log1p(all) / (1 + days[j]!)));
  return softmax(hoped, capacity, temperature);
}

function softmax(scores: Float64Array, capacity: Float64Array, temperature: number): Float64Array {
  const shares = floats(scores.length);
  let top = -Infinity;
  for (let j = 0; j < scores.length; j++) if (capacity[j]! > 0) top = Math.max(top, scores[j]!);
  let total = 0;
  for (let j = 0; j < scores.length; j++) {
    if (!(capacity[j]! > 0)) continue;
    shares[j] = Math.exp((scores[j]! - top) / temperature);
    total += shares[j]!;
  }
  if (total > 0) for (let j = 0; j < shares.length; j++) shares[j]! /= total;
  return shares;
}

/** One provider a day; an epoch shorter than a day has the pick of its day. */
function picks(
  { seed, clock, chooser }: Crowd,
  { id }: Agent,
  { epoch, providers }: DemandInput,
  estimates: Float64Array,
  days: Float64Array,
): Float64Array {
  const shares = floats(estimates.length);
  const start = Math.floor((epoch * clock.epochSeconds) / SECONDS_PER_DAY + 1e-9);
  const picked = Math.max(1, Math.round(clock.epochDays));
  for (let day = start; day < start + picked; day++) {
    let best = -1;
    let most = -Infinity;
    for (let j = 0; j < shares.length; j++) {
      if (!(providers.capacity[j]! > 0)) continue;
      const z = drawNormal(seed, `asks ${id}`, day, providers.ids[j]!);
      const may = estimates[j]! + (chooser.curiosity * z) / Math.sqrt(1 + days[j]!);
      if (may <= most) continue;
      most = may;
      best = j;
    }
    if (best >= 0) shares[best]! += 1 / picked;
  }
  return shares;
}
