import { floats } from "../core/arrays.ts";
import { z } from "zod";
import { emaWeight, rateForStep } from "../core/clock.ts";
import { mechanism, type Fault } from "../core/slot.ts";
import { duration, fraction, positive } from "../units.ts";
import { awarenessSchema, spread, type Awareness } from "./awareness.ts";
import { nestedChoice, plainChoice, type Choice, type Nests } from "./choice.ts";
import type { Demand, DemandInput, Wanted } from "./contract.ts";
import { cloudSchema, namedCloudSchema, outsideOf, rivalSchema, type Outside } from "./outside.ts";
import { segmentSchema, sensitivityOf, type Segment } from "./segment.ts";
import { learnBeliefs, worth } from "./value.ts";

const dissimilarity = positive.max(1, { error: () => "expected a number above 0, at most 1" });

const nestsSchema = z.strictObject({
  networks: dissimilarity.describe("l: how unlike networks are to each other; 1: as unlike as a network and a cloud"),
  clouds: dissimilarity.describe("l: how unlike clouds are to each other"),
});

/**
 * Customers choose between the network, other networks, clouds and nothing.
 *
 *   U_net = alpha (v(b) - P - c L)     U_cloud = alpha (v(q_c) - P_c - c L_c)     U_nothing = 0
 *   share = e^U / sum e^U, surplus = ln(sum e^U) / alpha, and a share `trial` of the market tries the network whatever it believes
 *
 * Source: docs/economy.md, "Demand", and docs/customers.md, "Choice"; closed forms `logit-shares`, `nested-logit`.
 */
export const logit = mechanism(
  "logit",
  "Segments of customers choose between the network, other networks, clouds and nothing by logit, nested where `nests` are given: U = alpha (v(b) - P - c L), with a belief b of quality that follows what they were really served. Source: docs/economy.md, Demand, and docs/customers.md.",
  {
    segments: z.array(segmentSchema).min(1).describe("segments of customers"),
    cloud: cloudSchema.optional().describe("the one cloud there is"),
    clouds: z.array(namedCloudSchema).min(1).optional().describe("several clouds, in place of `cloud`"),
    rivals: z.array(rivalSchema).optional().describe("other networks"),
    nests: nestsSchema.optional().describe("nests of networks and of clouds; left out: none"),
    awareness: awarenessSchema
      .optional()
      .describe("how the network becomes known, to each segment; left out: everybody knows it"),
    unmet: z
      .enum(["lost", "cloud"])
      .default("lost")
      .describe("where requests go that the network refuses for lack of capacity"),
    learning: duration.prefault("28 days").describe("time constant of beliefs about quality"),
    trial: fraction
      .default(0.01)
      .describe("share of the market that tries the network anyway, so that leavers can learn"),
  },
  ({ segments, cloud, clouds, rivals, nests, awareness, unmet, learning, trial }, { clock }): Demand => {
    const market: Market = {
      segments,
      alpha: segments.map(sensitivityOf),
      clouds: clouds?.map(outsideOf) ?? [cloud!],
      rivals: rivals ?? [],
      nests,
      awareness,
      trial,
    };
    const lambda = emaWeight(clock.epochSeconds, learning);
    return {
      segments: segments.map((s) => s.id),
      openingBeliefs: Float64Array.from(segments, (s) => s.belief),
      ...(awareness && {
        openingCustomers: () => ({ awareness: floats(segments.length).fill(awareness.opening) }),
      }),
      ignoresWait: segments.every((s) => s.usdPerSecond === 0),
      unmet,
      wanted: (input) => wantedOf(market, input),
      learn: (lived) => ({
        beliefs: learnBeliefs(lived, lambda),
        customers: awareness
          ? { awareness: lived.customers["awareness"]!.map((share) => spreadOf(awareness, share, lived).share) }
          : lived.customers,
      }),
      value: (k, quality) => worth(segments[k]!, quality),
    };
  },
  [],
  ({ cloud, clouds }): Fault[] =>
    (cloud === undefined) === (clouds === undefined)
      ? [{ path: "cloud", message: "expected either cloud, or clouds" }]
      : [],
);

interface Market {
  readonly segments: readonly Segment[];
  readonly alpha: readonly number[];
  readonly clouds: readonly Outside[];
  readonly rivals: readonly Outside[];
  readonly nests: Nests | undefined;
  readonly awareness: Awareness | undefined;
  readonly trial: number;
}

function wantedOf(market: Market, input: DemandInput): Wanted {
  const { segments, alpha, trial, awareness } = market;
  const n = segments.length;
  const wanted = {
    requests: floats(n),
    networkShare: floats(n),
    cloudShare: floats(n),
    nothingShare: floats(n),
    rivalShare: floats(n),
    surplusUsd: floats(n),
    ...(awareness && { awareness: floats(n) }),
  };
  for (let k = 0; k < n; k++) {
    const s = segments[k]!;
    const { network, clouds, rivals, nothing, worth: inAll } = choice(market, k, input);
    wanted.networkShare[k] = trial + (1 - trial) * network;
    wanted.cloudShare[k] = (1 - trial) * clouds;
    wanted.rivalShare[k] = (1 - trial) * rivals;
    wanted.nothingShare[k] = (1 - trial) * nothing;
    const known = awareness ? spreadOf(awareness, input.customers["awareness"]![k]!, input).mean : 1;
    if (wanted.awareness) wanted.awareness[k] = known;
    const grown = 1 + rateForStep(s.growth, input.day + input.epochDays / 2);
    const size = s.requests * grown * input.epochDays * input.marketFactor * known;
    wanted.requests[k] = size * wanted.networkShare[k]!;
    wanted.surplusUsd[k] = size * (inAll / alpha[k]!);
  }
  return wanted;
}

const spreadOf = (awareness: Awareness, share: number, { subsidyMultiplier, epochDays }: DemandInput) =>
  spread(awareness, share, subsidyMultiplier, epochDays);

/** What segment k chooses. */
function choice({ segments, alpha, clouds, rivals, nests }: Market, k: number, input: DemandInput): Choice {
  const s = segments[k]!;
  const utility = (believed: number, usd: number, seconds: number) =>
    alpha[k]! * (worth(s, believed) - usd - s.usdPerSecond * seconds);
  const utilities = {
    network: utility(input.beliefs[k]!, input.usdPerRequest, input.latencySeconds),
    rivals: rivals.map((one) => utility(one.quality, one.usdPerRequest, one.latency)),
    clouds: clouds.map((one) => utility(one.quality, one.usdPerRequest * input.cloudPriceFactor, one.latency)),
  };
  return nests ? nestedChoice(utilities, nests) : plainChoice(utilities);
}
