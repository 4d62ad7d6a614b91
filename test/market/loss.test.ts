/** A posted price where nobody waits: closed form `loss-system`, and a simulation of busy servers. */
import { expect, it } from "vitest";
import { draw } from "../../sim/core/random.ts";
import { form } from "../support/closedForms.ts";
import { built, offer } from "../support/offers.ts";

const { parameters, expected } = form("loss-system");
const market = built({ kind: "posted", usdPerRequest: "0.01 USD/request", queue: "loss" });

/** Share of requests refused by one operator of some servers, a thousand services of a server an epoch. */
function refused(servers: number, load: number): number {
  const requests = 1000 * load;
  const column = (value: number) => Float64Array.of(value);
  const input = offer({ capacity: column(1000 * servers), servers: column(servers), requests });
  const { served, unmet, waitSeconds } = market.route(input);
  expect(waitSeconds).toBe(1);
  expect(served[0]! + unmet).toBeCloseTo(requests, 9);
  return unmet / requests;
}

it("refuses the share of Erlang B", () => {
  parameters.servers.forEach((servers: number, k: number) =>
    expect(Math.abs(refused(servers, parameters.offeredLoad) / expected.lostShare[k]! - 1)).toBeLessThan(1e-9),
  );
});

it("refuses what finds all servers busy, where requests come at random and service is constant", () => {
  const [servers, load, arrivals] = [4, parameters.offeredLoad, 100_000];
  const freeAt = new Float64Array(servers);
  let now = 0;
  let lost = 0;
  for (let k = 0; k < arrivals; k++) {
    now -= Math.log(1 - draw(1, "arrival", 0, "customer", k)) / load;
    const free = freeAt.findIndex((until) => until <= now);
    if (free < 0) lost += 1;
    else freeAt[free] = now + 1;
  }
  expect(Math.abs(lost / arrivals / refused(servers, load) - 1)).toBeLessThan(0.05);
});

it("refuses nobody where a queue waits instead", () => {
  const waiting = built({ kind: "posted", usdPerRequest: "0.01 USD/request" });
  const input = offer({ capacity: Float64Array.of(5000), servers: Float64Array.of(5), requests: 4000 });
  expect(waiting.route(input).unmet).toBeLessThan(1e-9);
  expect(waiting.route(input).waitSeconds).toBeGreaterThan(1);
});
