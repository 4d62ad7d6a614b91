import { sum } from "../core/matrix.ts";
import { mechanism } from "../core/slot.ts";
import { usdPerRequest } from "../units.ts";
import type { Market, RouteInput, Routed } from "./contract.ts";
import { meanWait, pull, routed } from "./routing.ts";
import { maxUtilisation, theta } from "./shared.ts";

/**
 * One price for all, posted by the network; requests go to miners in proportion to reputation^theta.
 *
 *   served_j = share_j x requests, at most rhoMax x capacity_j; what one cannot take goes to the others, at last to those that attract none
 *   wait_j   = s_j + the wait in a queue with constant service time before its c units (M/D/c)
 *
 * Source: docs/economy.md, "Market"; closed form `queue-wait`.
 */
export const posted = mechanism(
  "posted",
  "One posted price; requests are routed to miners in proportion to reputation^theta, up to a share of their capacity; waits are those of M/D/c queues, c units a miner. Source: docs/economy.md, Market.",
  { usdPerRequest: usdPerRequest.describe("P: what a customer pays for an answer"), theta, maxUtilisation },
  ({ usdPerRequest: price, theta, maxUtilisation }): Market => ({
    opening: [],
    route: (input) => route(input, price, theta, maxUtilisation),
  }),
);

function route(input: RouteInput, price: number, theta: number, most: number): Routed {
  const { capacity } = input;
  const requests = input.requests(price);
  const served = routed(requests, pull(input, theta), capacity, most);
  return {
    served,
    revenueUsd: served.map((answered) => answered * price),
    grantUsd: new Float64Array(served.length),
    usdPerRequest: price,
    unmet: Math.max(0, requests - sum(served)),
    waitSeconds: meanWait(served, input),
    memory: [],
  };
}
