import { mechanism } from "../core/slot.ts";
import { positive, requestsPerDay } from "../units.ts";
import { awarenessShape, spread } from "./awareness.ts";
import type { Demand, DemandInput } from "./contract.ts";
import { responseFaults, responseShape } from "./response.ts";
import { stated } from "./stated.ts";

/**
 * Customers who adopt the network by themselves or from each other, faster while it is subsidised, and stay adopters.
 *
 *   N' = (p s + q N / m)(m - N)        s = 1 + (subsidyFactor - 1) x multiplier of the taper
 *   requests = N x requestsPerCustomer x response
 *
 * Source: docs/customers.md, equations 1 and 4 to 6; closed form `three-arms-bass`.
 */
export const bass = mechanism(
  "bass",
  "Customers adopt by themselves or from each other (Bass), N' = (p s + q N/m)(m - N), s times as fast by themselves while the subsidy is paid; each sends requests by an elastic response to price, wait and believed quality. Source: docs/customers.md.",
  {
    customers: positive.describe("m: customers there could be"),
    requestsPerCustomer: requestsPerDay.describe("requests a day of an adopter, at the price P0, without a wait"),
    ...awarenessShape,
    ...responseShape,
  },
  (parameters, { clock }): Demand => {
    const { customers: all, requestsPerCustomer, opening } = parameters;
    const over = ({ customers, subsidyMultiplier, epochDays }: DemandInput) =>
      spread(parameters, customers["awareness"]![0]!, subsidyMultiplier, epochDays);
    const rule = stated(parameters, clock, (input) => all * over(input).mean * requestsPerCustomer * input.epochDays);
    return {
      openingCustomers: () => ({ awareness: Float64Array.of(opening) }),
      ...rule,
      wanted: (input) => ({ awareness: Float64Array.of(over(input).mean), ...rule.wanted(input) }),
      learn: (lived) => ({ ...rule.learn(lived), customers: { awareness: Float64Array.of(over(lived).share) } }),
    };
  },
  [],
  responseFaults,
);
