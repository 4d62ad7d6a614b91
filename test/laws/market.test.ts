import { fc } from "./seeded.ts";
import { describe, expect, it } from "vitest";
import { sum } from "../../sim/core/matrix.ts";
import { market } from "../../sim/market/index.ts";
import { copyOf, everyKind } from "./kinds.ts";

const usdPerRequest = "0.01 USD/request";
const kinds = everyKind(market, {
  posted: [
    { usdPerRequest },
    { usdPerRequest, theta: 0, maxUtilisation: 0.5 },
    { usdPerRequest, theta: 3, maxUtilisation: 0.99 },
  ],
});

const N = 6;
const floats = (one: fc.Arbitrary<number>) =>
  fc.array(one, { minLength: N, maxLength: N }).map((values) => Float64Array.from(values));
const someZero = (max: number) => fc.oneof(fc.constant(0), fc.double({ min: 1e-6, max, noNaN: true }));
const inputs = fc.record({
  requests: someZero(1e4),
  reputation: floats(someZero(1)),
  capacity: floats(someZero(1e3)),
  serviceSeconds: floats(fc.double({ min: 0.01, max: 100, noNaN: true })),
});

describe.each(kinds)("market $kind $parameters", ({ rule, parameters }) => {
  const most = (parameters["maxUtilisation"] as number | undefined) ?? 0.9;

  it("serves nobody beyond its room, and nobody without capacity serves", () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const { served } = rule.route(input);
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
        const { served, unmet } = rule.route(input);
        expect(unmet).toBeGreaterThanOrEqual(0);
        expect(sum(served) + unmet).toBeCloseTo(input.requests, 6);
      }),
    );
  });

  it("refuses requests only when everybody who serves is full", () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const { served, unmet } = rule.route(input);
        if (!(unmet > 1e-9 * input.requests)) return;
        served.forEach((requests, j) => {
          const room = input.capacity[j]! * most;
          if (input.capacity[j]! > 0) expect(requests / room).toBeCloseTo(1, 9);
        });
      }),
    );
  });

  it("charges the price that it asks, 0 or more", () => {
    fc.assert(fc.property(inputs, (input) => void expect(rule.route(input).usdPerRequest).toBe(rule.askUsdPerRequest)));
    expect(rule.askUsdPerRequest).toBeGreaterThanOrEqual(0);
  });

  it("waits at least as long as the quickest server needs, for a finite time, and not at all when nothing is served", () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const { served, waitSeconds } = rule.route(input);
        const seconds = input.serviceSeconds.filter((_, j) => served[j]! > 0);
        if (seconds.length === 0) return void expect(waitSeconds).toBeNaN();
        expect(waitSeconds).toBeGreaterThanOrEqual(Math.min(...seconds) * (1 - 1e-12));
        expect(Number.isFinite(waitSeconds)).toBe(true);
      }),
    );
  });

  it("never serves a better reputed miner of the same capacity less", () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const { served } = rule.route({ ...input, capacity: new Float64Array(N).fill(300) });
        for (let j = 0; j < N; j++)
          for (let k = 0; k < N; k++)
            if (input.reputation[j]! > input.reputation[k]!)
              expect(served[j]! + 1e-9).toBeGreaterThanOrEqual(served[k]!);
      }),
    );
  });

  it("leaves its input as it was", () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const copy = copyOf(input);
        rule.route(input);
        expect(input).toEqual(copy);
      }),
    );
  });
});
