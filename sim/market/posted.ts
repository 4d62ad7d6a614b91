import { floats } from "../core/arrays.ts";
import { z } from "zod";
import { mechanism } from "../core/slot.ts";
import { usdPerRequest } from "../units.ts";
import type { Market, Offer, RouteInput, Routed } from "./contract.ts";
import { lossWait, withoutQueue } from "./loss.ts";
import { meanWait, preferred, pull, routed } from "./routing.ts";
import { maxUtilisation, theta } from "./shared.ts";
import { waitsOf } from "./waits.ts";

interface Parameters {
  readonly usdPerRequest: number;
  readonly queue: "wait" | "loss";
  readonly theta: number;
  readonly maxUtilisation: number;
}

/**
 * One price for all, posted by the network; requests go to miners in proportion to reputation^theta, or as customers say who
 * route them themselves.
 *
 *   served_j = share_j x requests, at most rhoMax x capacity_j; what one cannot take goes to the others, at last to those that attract none
 *   wait_j   = s_j + the wait in a queue with constant service time before its c units (M/D/c)
 *
 * With `queue: loss` nobody waits: a request that finds all c units busy is refused.   served_j = asked_j (1 - B(c, a_j))
 *
 * Source: docs/economy.md, "Market", and docs/customers.md, equation 12; closed forms `queue-wait`, `loss-system`.
 */
export const posted = mechanism(
  "posted",
  "One posted price; requests are routed to miners in proportion to reputation^theta (or as customers say who choose for themselves), up to a share of their capacity; waits are those of M/D/c queues, c units a miner, or with queue: loss requests that find all units busy are refused (Erlang B). Source: docs/economy.md, Market.",
  {
    usdPerRequest: usdPerRequest.describe("P: what a customer pays for an answer"),
    queue: z
      .enum(["wait", "loss"])
      .default("wait")
      .describe("what a request does that finds all units of its miner busy: wait, or go elsewhere"),
    theta,
    maxUtilisation,
  },
  (parameters): Market => ({
    opening: [],
    route: (input) => route(input, parameters),
    waits: (offer) => ({
      usdPerRequest: parameters.usdPerRequest,
      waitSeconds: waitSecondsOf(offer, parameters),
    }),
  }),
  [{ law: "refuses only when full", where: { queue: "loss" } }],
);

function waitSecondsOf(offer: Offer, { queue, theta, maxUtilisation }: Parameters): (requests: number) => number {
  const attraction = pull(offer, theta);
  if (queue === "wait") return waitsOf(offer, attraction, maxUtilisation);
  return (requests) => lossWait(withoutQueue(requests, attraction, offer), offer);
}

function route(input: RouteInput, { usdPerRequest: price, queue, theta, maxUtilisation }: Parameters): Routed {
  const requests = input.requests(price);
  const attraction = preferred(input.preference?.(price), input) ?? pull(input, theta);
  const waits = queue === "wait";
  const served = waits
    ? routed(requests, attraction, input.capacity, maxUtilisation)
    : withoutQueue(requests, attraction, input);
  const revenueUsd = floats(served.length);
  let answered = 0;
  for (let j = 0; j < served.length; j++) {
    revenueUsd[j] = served[j]! * price;
    answered += served[j]!;
  }
  return {
    served,
    revenueUsd,
    grantUsd: floats(served.length),
    usdPerRequest: price,
    unmet: Math.max(0, requests - answered),
    waitSeconds: waits ? meanWait(served, input) : lossWait(served, input),
    memory: [],
  };
}
