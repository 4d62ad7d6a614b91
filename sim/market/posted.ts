import { sum } from "../core/matrix.ts";
import { mechanism } from "../core/slot.ts";
import { fraction, notNegative, usdPerRequest } from "../units.ts";
import type { Market, RouteInput, Routed } from "./contract.ts";

/**
 * One price for all, posted by the network; requests go to miners in proportion to reputation^theta.
 *
 *   served_j = share_j x requests, at most rhoMax x capacity_j; what one cannot take goes to the others, at last to those that attract none
 *   wait_j   = s_j (1 + rho_j / (2 (1 - rho_j)))          a queue with constant service time (M/D/1)
 *
 * Source: docs/economy.md, "Market"; closed form `queue-wait`.
 */
export const posted = mechanism(
  "posted",
  "One posted price; requests are routed to miners in proportion to reputation^theta, up to a share of their capacity; waits are those of M/D/1 queues. Source: docs/economy.md, Market.",
  {
    usdPerRequest: usdPerRequest.describe("P: what a customer pays for an answer"),
    theta: notNegative
      .default(1)
      .describe("how strongly reputation attracts requests; 0 spreads them evenly over all who serve"),
    maxUtilisation: fraction
      .lt(1, { error: () => "expected a fraction below 1, or queues have no end" })
      .default(0.9)
      .describe("share of capacity that is filled before requests are refused, so that queues stay finite"),
  },
  ({ usdPerRequest: price, theta, maxUtilisation }): Market => ({
    askUsdPerRequest: price,
    route: (input) => route(input, price, theta, maxUtilisation),
  }),
);

function route(input: RouteInput, price: number, theta: number, maxUtilisation: number): Routed {
  const { requests, capacity, serviceSeconds } = input;
  const room = capacity.map((c) => c * maxUtilisation);
  const asked = fill(requests, pull(input, theta), room);
  const free = room.map((most, j) => most - asked[j]!);
  const spilled = fill(requests - sum(asked), capacity, free);
  const served = asked.map((a, j) => a + spilled[j]!);
  let answered = 0;
  let waiting = 0;
  for (let j = 0; j < served.length; j++) {
    if (!(served[j]! > 0)) continue;
    const load = served[j]! / capacity[j]!;
    answered += served[j]!;
    waiting += served[j]! * serviceSeconds[j]! * (1 + load / (2 * (1 - load)));
  }
  return {
    served,
    usdPerRequest: price,
    unmet: Math.max(0, requests - answered),
    waitSeconds: answered > 0 ? waiting / answered : NaN,
  };
}

/** How strongly each available miner attracts requests: reputation^theta; capacity alone where nobody has a reputation yet. */
function pull({ reputation, capacity }: RouteInput, theta: number): Float64Array {
  const attraction = capacity.map((c, j) => (c > 0 ? reputation[j]! ** theta : 0));
  return attraction.some((a) => a > 0) ? attraction : capacity;
}

/** `amount` shared in proportion to `pull`, nobody above `room`; what one cannot take goes to the others. */
function fill(amount: number, pull: Float64Array, room: Float64Array): Float64Array {
  const filled = new Float64Array(room.length);
  const open = pull.map((p, j) => (room[j]! > 0 ? p : 0));
  let left = amount;
  for (;;) {
    let total = 0;
    for (const p of open) total += p;
    if (!(total > 0) || !(left > 0)) return filled;
    let overflowed = false;
    const perPull = left / total;
    for (let j = 0; j < open.length; j++) {
      if (open[j]! > 0 && perPull * open[j]! >= room[j]!) {
        filled[j] = room[j]!;
        left -= room[j]!;
        open[j] = 0;
        overflowed = true;
      }
    }
    if (overflowed) continue;
    for (let j = 0; j < open.length; j++) if (open[j]! > 0) filled[j] = perPull * open[j]!;
    return filled;
  }
}
