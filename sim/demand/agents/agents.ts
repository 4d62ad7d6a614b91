import { floats } from "../../core/arrays.ts";
import { z } from "zod";
import { mechanism, type Fault } from "../../core/slot.ts";
import { duration, fraction, notNegative } from "../../units.ts";
import type { Customers, Demand } from "../contract.ts";
import { cloudSchema, namedCloudSchema, outsideOf } from "../outside.ts";
import { worth } from "../value.ts";
import { agentsOf, chooserShape, groupSchema, type Crowd } from "./agent.ts";
import { wantedOf } from "./buying.ts";
import { livedThrough } from "./living.ts";

/**
 * Client agents that buy for themselves: each knows a worth of quality, a need and a budget, learns every provider's quality
 * from the answers that it got, chooses whom to ask by that, and leaves the network when it is not worth its price.
 * Consensus does not route them.
 * Source: docs/customers.md, "Agents".
 */
export const agents = mechanism(
  "agents",
  "Client agents that learn each operator's quality from what they were really served (a bandit), spread their own requests by it, spend no more than their budgets, and leave for a cloud when the network is not worth its price. Consensus does not route them where the market is posted or proportional. Source: docs/customers.md.",
  {
    groups: z.array(groupSchema).min(1).describe("groups of like agents; each is a segment of the record"),
    cloud: cloudSchema.optional().describe("the one cloud there is"),
    clouds: z.array(namedCloudSchema).min(1).optional().describe("several clouds, in place of `cloud`"),
    ...chooserShape,
    memory: duration.prefault("28 days").describe("time constant of what an agent learnt of a provider"),
    noise: notNegative.default(0.5).describe("standard deviation of the quality of one answer, as the agent sees it"),
    trial: fraction.default(0.02).describe("share of its requests by which an agent that left tries the network"),
    unmet: z.enum(["lost", "cloud"]).default("lost").describe("where requests go that the network refuses"),
  },
  ({ groups, cloud, clouds, memory, noise, trial, unmet, ...chooser }, { clock, seed }): Demand => {
    const crowd: Crowd = {
      seed,
      clock,
      groups,
      agents: agentsOf(groups),
      clouds: clouds?.map(outsideOf) ?? (cloud ? [cloud] : []),
      chooser,
      memory,
      noise,
      trial,
    };
    return {
      segments: groups.map((group) => group.id),
      openingBeliefs: Float64Array.from(groups, (group) => group.belief),
      openingCustomers: (operators) => opening(crowd, operators),
      ignoresWait: true,
      unmet,
      wanted: (input) => wantedOf(crowd, input),
      learn: (lived) => livedThrough(crowd, lived),
      value: (k, quality) => worth(groups[k]!, quality),
    };
  },
  // Beliefs of the record are what agents know of single operators; nothing learns from the belief of a segment.
  ["moves by what was served", "keeps beliefs unserved"],
  ({ groups, cloud, clouds, unmet }): Fault[] => [
    ...(cloud && clouds ? [{ path: "clouds", message: "expected either cloud, or clouds" }] : []),
    ...(!cloud && !clouds && unmet === "cloud"
      ? [{ path: "unmet", message: "expected lost, as there is no cloud" }]
      : []),
    ...(new Set(groups.map((group) => group.id)).size < groups.length
      ? [{ path: "groups", message: "expected each id once, as what an agent draws belongs to it" }]
      : []),
  ],
);

/** Nothing is known of any provider, and nobody has left. `estimates` and `days` are [agents, operators], row-major. */
function opening({ agents: all }: Crowd, operators: number): Customers {
  const estimates = floats(all.length * operators);
  all.forEach(({ group }, a) => estimates.fill(group.belief, a * operators, (a + 1) * operators));
  return {
    estimates,
    days: floats(estimates.length),
    away: floats(all.length),
    doubt: floats(all.length),
  };
}
