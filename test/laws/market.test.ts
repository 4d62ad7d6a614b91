import { fc } from "./seeded.ts";
import { describe, expect, it } from "vitest";
import { sum } from "../../sim/core/matrix.ts";
import type { RouteInput } from "../../sim/market/contract.ts";
import { market } from "../../sim/market/index.ts";
import { copyOf, everyKind } from "./kinds.ts";

const usdPerRequest = "0.01 USD/request";
/** Bidders expect costs from 0.002 to 0.015 USD; those of the inputs reach beyond, at either end. */
const auction = (more: Record<string, unknown>) => ({
  low: "0.002 USD/request",
  high: "0.015 USD/request",
  reserve: "0.03 USD/request",
  ...more,
});
const kinds = everyKind(market, {
  posted: [
    { usdPerRequest },
    { usdPerRequest, theta: 0, maxUtilisation: 0.5 },
    { usdPerRequest, theta: 3, maxUtilisation: 0.99 },
    { usdPerRequest, queue: "loss" },
  ],
  proportional: [
    { least: "0.001 USD/request", most: "0.02 USD/request" },
    { least: "0 USD/request", most: "0.5 USD/request", theta: 2, maxUtilisation: 0.6 },
    { least: usdPerRequest, most: usdPerRequest, theta: 0 },
  ],
  reverseAuction: [
    auction({}),
    auction({ pays: "uniform" }),
    auction({ reserve: "0.01 USD/request", maxUtilisation: 0.99 }),
    auction({ pays: "uniform", reserve: "0.01 USD/request" }),
    auction({ tenantAsk: "0.004 USD/request", pool: "2 USD/day" }),
  ],
});

const N = 6;
const floats = (one: fc.Arbitrary<number>) =>
  fc.array(one, { minLength: N, maxLength: N }).map((values) => Float64Array.from(values));
const someZero = (max: number) => fc.oneof(fc.constant(0), fc.double({ min: 1e-6, max, noNaN: true }));
/** Customers who send fewer requests at a higher price. */
const inputs = fc
  .record({
    most: someZero(1e4),
    sensitivity: fc.double({ min: 0, max: 200, noNaN: true }),
    reputation: floats(someZero(1)),
    capacity: floats(someZero(1e3)),
    servers: floats(fc.integer({ min: 1, max: 9 })),
    serviceSeconds: floats(fc.double({ min: 0.01, max: 100, noNaN: true })),
    usdCost: floats(fc.double({ min: 0.0005, max: 0.05, noNaN: true })),
    subsidyMultiplier: someZero(1),
  })
  .map(({ most, sensitivity, ...rest }) => ({
    ...rest,
    requests: (usdPerRequest: number) => most * Math.exp(-sensitivity * usdPerRequest),
    epochDays: 7,
  }));

describe.each(kinds)("market $kind $parameters", ({ kind, rule, exempt, parameters }) => {
  const most = parameters["queue"] === "loss" ? 1 : ((parameters["maxUtilisation"] as number | undefined) ?? 0.9);

  it("serves nobody beyond its room, and nobody without capacity serves", () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const { served } = rule.route({ ...input, memory: rule.opening });
        served.forEach((requests, j) => {
          expect(requests).toBeGreaterThanOrEqual(0);
          expect(requests).toBeLessThanOrEqual(input.capacity[j]! * most * (1 + 1e-12));
          if (input.capacity[j] === 0) expect(requests).toBe(0);
        });
      }),
    );
  });

  it("answers every request or counts it as unmet", () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const { served, unmet, usdPerRequest } = rule.route({ ...input, memory: rule.opening });
        expect(unmet).toBeGreaterThanOrEqual(0);
        expect(sum(served) + unmet).toBeCloseTo(input.requests(usdPerRequest), 5);
      }),
    );
  });

  /** A law of which kinds may be exempt; those must break it. */
  const law = (name: string, says: string, holds: (input: RouteInput) => boolean) => {
    const property = fc.property(inputs, (input) => holds({ ...input, memory: rule.opening }));
    if (!exempt.includes(name)) it(says, () => fc.assert(property));
    else it(`is exempt, and breaks it: ${says}`, () => expect(fc.check(property, { numRuns: 1000 }).failed).toBe(true));
    return name;
  };

  const laws = [
    law("refuses only when full", "refuses requests only when everybody who serves is full", (input) => {
      const { served, unmet } = rule.route(input);
      const full = (requests: number, j: number) => Math.abs(requests / (input.capacity[j]! * most) - 1) <= 1e-9;
      return !(unmet > 1e-6) || served.every((requests, j) => input.capacity[j] === 0 || full(requests, j));
    }),

    law("routes by reputation", "never serves a better reputed miner of the same capacity less", (input) => {
      const { reputation } = input;
      const alike = { capacity: new Float64Array(N).fill(300), servers: new Float64Array(N).fill(3) };
      const { served } = rule.route({ ...input, ...alike });
      return served.every((less, k) =>
        served.every((more, j) => !(reputation[j]! > reputation[k]!) || more + 1e-9 >= less),
      );
    }),
  ];

  it("is exempt from laws that there are", () => expect(exempt.filter((name) => !laws.includes(name))).toEqual([]));

  it("has customers pay the price that it names on average, each miner for what it served, grants on top", () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const { served, revenueUsd, grantUsd, usdPerRequest } = rule.route({ ...input, memory: rule.opening });
        expect(Number.isFinite(usdPerRequest) && usdPerRequest >= 0).toBe(true);
        expect(sum(revenueUsd)).toBeCloseTo(usdPerRequest * sum(served), 6);
        served.forEach((requests, j) => {
          expect(Math.min(revenueUsd[j]!, grantUsd[j]!)).toBeGreaterThanOrEqual(0);
          if (requests === 0) expect([revenueUsd[j], grantUsd[j]]).toEqual([0, 0]);
        });
      }),
    );
  });

  it("waits at least as long as the quickest server needs, for a finite time, and not at all when nothing is served", () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const { served, waitSeconds } = rule.route({ ...input, memory: rule.opening });
        const seconds = input.serviceSeconds.filter((_, j) => served[j]! > 0);
        if (seconds.length === 0) return void expect(waitSeconds).toBeNaN();
        expect(waitSeconds).toBeGreaterThanOrEqual(Math.min(...seconds) * (1 - 1e-12));
        expect(Number.isFinite(waitSeconds)).toBe(true);
      }),
    );
  });

  it("gets no cheaper when one of several alike leaves, costs being what bidders expect", () => {
    fc.assert(
      fc.property(inputs, fc.nat(N - 1), (input, leaver) => {
        const usdCost = input.usdCost.map((cost) => Math.min(0.015, cost));
        const priceOf = (capacity: Float64Array) =>
          rule.route({ ...input, usdCost, capacity, memory: rule.opening }).usdPerRequest;
        const all = new Float64Array(N).fill(300);
        const fewer = all.map((c, j) => (j === leaver ? 0 : c));
        expect(priceOf(fewer)).toBeGreaterThanOrEqual(priceOf(all) * (1 - 1e-9));
      }),
    );
  });

  it("tells the wait of a number of requests as it routes them, where it tells it apart", () => {
    fc.assert(
      fc.property(inputs, fc.constantFrom(1, 20), (input, copies) => {
        // Many alike in a row count as one queue of theirs: the same wait, but for rounding.
        const many = (column: Float64Array) =>
          Float64Array.from({ length: N * copies }, (_, j) => column[Math.floor(j / copies)]!);
        const { reputation, capacity, servers, serviceSeconds, usdCost } = input;
        const columns = { reputation, capacity, servers, serviceSeconds, usdCost };
        const wide = Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, many(column)]));
        const offer = { ...input, ...wide, memory: rule.opening };
        const posted = rule.waits?.(offer);
        if (posted === undefined) return;
        // In this order, since a question may start from the answer to the one before.
        for (const part of [0.3, 1, 0.01, 1]) {
          const requests = copies * part * input.requests(posted.usdPerRequest);
          const { waitSeconds, usdPerRequest } = rule.route({ ...offer, requests: () => requests });
          expect(posted.usdPerRequest).toBe(usdPerRequest);
          const told = posted.waitSeconds(requests);
          if (Number.isNaN(waitSeconds)) expect(told).toBeNaN();
          else expect(Math.abs(told / waitSeconds - 1)).toBeLessThan(copies === 1 ? 1e-15 : 1e-10);
        }
      }),
    );
  });

  it("routes as customers ask who choose for themselves, or does not look at it", () => {
    const ask = Float64Array.of(0, 1, 0, 3, 0, 0).map((part) => part / 4);
    const input = {
      ...{ reputation: new Float64Array(N).fill(1 / N), capacity: new Float64Array(N).fill(1e3) },
      ...{ servers: new Float64Array(N).fill(40), serviceSeconds: new Float64Array(N).fill(1) },
      ...{ usdCost: new Float64Array(N).fill(0.003), subsidyMultiplier: 0, memory: rule.opening, epochDays: 1 },
      requests: () => 100,
    };
    const without = rule.route(input).served;
    const { served } = rule.route({ ...input, preference: () => ask });
    if (kind === "reverseAuction") return void expect(served).toEqual(without);
    expect(served).not.toEqual(without);
    expect(served[3]! / served[1]!).toBeCloseTo(3, 6);
    expect(served[0]).toBe(0);
    const nobody = rule.route({ ...input, preference: () => new Float64Array(N) });
    expect(nobody.served).toEqual(without);
  });

  it("keeps plain numbers in memory", () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const { memory } = rule.route({ ...input, memory: rule.opening });
        expect(memory).toHaveLength(rule.opening.length);
        expect(memory.every(Number.isFinite)).toBe(true);
      }),
    );
  });

  it("leaves its input as it was", () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const { requests: _, ...arrays } = input;
        const copy = copyOf(arrays);
        rule.route({ ...input, memory: rule.opening });
        expect(arrays).toEqual(copy);
      }),
    );
  });
});
