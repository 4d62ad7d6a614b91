import { floats } from "../core/arrays.ts";
import { sum } from "../core/matrix.ts";
import { rootOfRising } from "../core/root.ts";
import { mechanism } from "../core/slot.ts";
import { usdPerRequest } from "../units.ts";
import type { Market, RouteInput, Routed } from "./contract.ts";
import { meanWait, preferred, routed } from "./routing.ts";
import { CLEARING_TOLERANCE, maxUtilisation, theta } from "./shared.ts";

/**
 * What customers spend is a pot that all who serve share in proportion to reputation^theta x capacity, and the price is
 * the one at which demand fills the network. Where customers route their requests themselves, strength is what they ask of each.
 *
 *   P: requests(P) = rhoMax x sum_j capacity_j      least <= P <= most
 *   revenue_j = P x served x strength_j / sum strength      strength_j = reputation_j^theta x capacity_j
 *
 * Source: docs/economy.md, "Market".
 */
export const proportional = mechanism(
  "proportional",
  "Customers' spend is a pot shared in proportion to reputation^theta x capacity; the price clears demand against the capacity that may be filled, within bounds. Source: docs/economy.md, Market.",
  {
    least: usdPerRequest.describe("price that holds where demand does not fill the network even at it"),
    most: usdPerRequest.describe("price that holds where demand cannot be met even at it"),
    theta,
    maxUtilisation,
  },
  ({ least, most, theta, maxUtilisation }): Market => ({
    opening: [],
    route: (input) => route(input, least, most, theta, maxUtilisation),
  }),
  [],
  ({ least, most }) =>
    least <= most ? [] : [{ path: "most", message: `expected at least the price least, ${least} USD/request` }],
);

function route(input: RouteInput, least: number, most: number, theta: number, fullest: number): Routed {
  const { capacity } = input;
  const room = fullest * sum(capacity);
  const price = rootOfRising((usd) => room - input.requests(usd), least, most, CLEARING_TOLERANCE);
  const requests = input.requests(price);
  const strength = preferred(input.preference?.(price), input) ?? strengthOf(input, theta);
  const served = routed(requests, strength, capacity, fullest);
  const answered = sum(served);
  const total = sum(strength);
  const pot = price * answered;
  return {
    served,
    revenueUsd: strength.map((own) => (pot > 0 ? (pot * own) / total : 0)),
    grantUsd: floats(served.length),
    usdPerRequest: price,
    unmet: Math.max(0, requests - answered),
    waitSeconds: meanWait(served, input),
    memory: [],
  };
}

/** [operators] claim on the pot: reputation^theta x capacity; capacity alone where nobody who serves has a reputation yet. */
function strengthOf({ reputation, capacity }: RouteInput, theta: number): Float64Array {
  const strength = capacity.map((c, j) => (c > 0 ? c * reputation[j]! ** theta : 0));
  return strength.some((own) => own > 0) ? strength : capacity;
}
