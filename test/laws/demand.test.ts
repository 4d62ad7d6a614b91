import { fc } from "./seeded.ts";
import { describe, expect, it } from "vitest";
import { sum } from "../../sim/core/matrix.ts";
import { demand } from "../../sim/demand/index.ts";
import { copyOf, everyKind } from "./kinds.ts";

const segments = [
  {
    id: "hobby",
    requests: "20000 requests/day",
    sensitivity: 500,
    belief: 0.6,
    best: "0.012 USD/request",
    useless: 0.2,
  },
  {
    ...{ id: "business", requests: "15000 requests/day", growth: 0.3, sensitivity: 300, usdPerSecond: 0.0001 },
    ...{ belief: 0.9, best: "0.03 USD/request", useless: 0.4, curvature: 2 },
  },
];
const cloud = { usdPerRequest: "0.018 USD/request", quality: 0.98 };

const kinds = everyKind(demand, {
  constant: [{ requests: "1000 requests/day", worth: { best: "0.02 USD/request", useless: 0.1 }, learning: "7 days" }],
  logit: [
    { segments, cloud, learning: "28 days" },
    { segments, cloud, learning: "0 s", trial: 0 },
  ],
  none: [{}],
});

const fraction = fc.double({ min: 0, max: 1, noNaN: true });

describe.each(kinds)("demand $kind $parameters", ({ rule }) => {
  const n = rule.segments.length;
  const perSegment = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: n, maxLength: n });
  const beliefs = perSegment(fraction).map((values) => Float64Array.from(values));
  const offers = fc.record({
    beliefs,
    usdPerRequest: fc.double({ min: 0, max: 1, noNaN: true }),
    latencySeconds: fc.double({ min: 0, max: 1e6, noNaN: true }),
    day: fc.double({ min: 0, max: 3650, noNaN: true }),
    epochDays: fc.constantFrom(1, 7, 30),
  });
  const bySegment = ({ requests, networkShare, cloudShare, nothingShare }: ReturnType<typeof rule.wanted>) =>
    Array.from({ length: n }, (_, k) => [requests[k]!, networkShare[k]!, cloudShare[k]!, nothingShare[k]!] as const);

  it("opens with a belief in [0, 1] for each segment", () => {
    expect(rule.openingBeliefs).toHaveLength(n);
    for (const belief of rule.openingBeliefs) expect(belief >= 0 && belief <= 1).toBe(true);
  });

  it("divides each market into shares that sum to 1, and wants 0 or more requests", () => {
    fc.assert(
      fc.property(offers, (offer) => {
        const copy = copyOf(offer);
        const wanted = bySegment(rule.wanted(offer));
        expect(offer).toEqual(copy);
        for (const [requests, ...shares] of wanted) {
          expect(sum(shares)).toBeCloseTo(1, 12);
          expect(Math.min(...shares)).toBeGreaterThanOrEqual(0);
          expect(requests).toBeGreaterThanOrEqual(0);
          expect(Number.isFinite(requests)).toBe(true);
        }
      }),
    );
  });

  it("never wants less when more quality is believed in, and less or the same when dearer or slower", () => {
    fc.assert(
      fc.property(offers, fraction, fraction, (offer, gain, loss) => {
        const here = rule.wanted(offer).requests;
        const better = rule.wanted({ ...offer, beliefs: offer.beliefs.map((b) => b + gain * (1 - b)) }).requests;
        const dearer = rule.wanted({ ...offer, usdPerRequest: offer.usdPerRequest + loss }).requests;
        const slower = rule.wanted({ ...offer, latencySeconds: offer.latencySeconds + 1e4 * loss }).requests;
        for (let k = 0; k < n; k++) {
          const rounding = 1e-9 * here[k]!;
          expect(better[k]!).toBeGreaterThanOrEqual(here[k]! - rounding);
          expect(dearer[k]!).toBeLessThanOrEqual(here[k]! + rounding);
          expect(slower[k]!).toBeLessThanOrEqual(here[k]! + rounding);
        }
      }),
    );
  });

  it("learns only what it was served: beliefs stay in [0, 1], between the belief before and the experience", () => {
    const served = perSegment(fc.oneof(fc.constant(0), fc.double({ min: 1e-9, max: 1e6, noNaN: true })));
    fc.assert(
      fc.property(beliefs, served, fraction, (before, requests, experienced) => {
        const copies = copyOf([before, requests]);
        const after = rule.learn(before, Float64Array.from(requests), experienced);
        expect([before, requests]).toEqual(copies);
        expect(after).toHaveLength(n);
        after.forEach((belief, k) => {
          const [low, high] = [Math.min(before[k]!, experienced), Math.max(before[k]!, experienced)];
          if (requests[k] === 0) expect(belief).toBe(before[k]);
          expect(belief >= low - 1e-12 && belief <= high + 1e-12).toBe(true);
        });
      }),
    );
  });

  it("keeps its beliefs when nothing was served, although the experience is unknown", () => {
    fc.assert(
      fc.property(beliefs, (before) => void expect(rule.learn(before, new Float64Array(n), NaN)).toEqual(before)),
    );
  });

  it("values better answers no less, and useless ones at nothing", () => {
    fc.assert(
      fc.property(fraction, fraction, (a, b) => {
        for (let k = 0; k < n; k++) {
          expect(rule.value(k, Math.max(a, b))).toBeGreaterThanOrEqual(rule.value(k, Math.min(a, b)));
          expect(rule.value(k, 0)).toBe(0);
          expect(rule.value(k, 1)).toBeGreaterThan(0);
        }
      }),
    );
  });
});
