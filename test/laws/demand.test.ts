import { fc } from "./seeded.ts";
import { describe, expect, it } from "vitest";
import { sum } from "../../sim/core/matrix.ts";
import { demand } from "../../sim/demand/index.ts";
import { asked, lived, operators } from "../support/customers.ts";
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
const usdPerRequest = "0.01 USD/request";
const cloud = { usdPerRequest: "0.018 USD/request", quality: 0.98 };

const responds = {
  ...{ elasticity: 1.1, usdPerRequest: "0.01 USD/request", belief: 0.8 },
  worth: { best: "0.02 USD/request", useless: 0.1 },
};
const group = { requests: "1000 requests/day", budget: "8 USD/day", belief: 0.8, best: "0.03 USD/request" };
const groups = [
  { id: "shops", count: 2, ...group, useless: 0.1 },
  { id: "labs", count: 1, ...group, patience: "0 s", usdPerSecond: 0.00001, curvature: 2 },
];

const kinds = everyKind(demand, {
  agents: [
    { groups, cloud },
    { groups, choice: "ucb", noise: 0, memory: "0 s" },
    {
      groups,
      choice: "thompson",
      clouds: [{ id: "aws", listed: "aws-p5-h100-2025", requestsPerHour: 300, quality: 0.98 }],
    },
  ],
  bass: [
    {
      ...{ customers: 500, requestsPerCustomer: "20 requests/day", opening: 0.1, innovation: "0.03 /year" },
      ...{ imitation: "0.38 /year", subsidyFactor: 3 },
      ...responds,
    },
    {
      ...{ customers: 500, requestsPerCustomer: "20 requests/day", innovation: "0 /day", imitation: "0 /day" },
      ...{ ...responds, elasticity: 0, usdPerSecond: 0.001 },
    },
  ],
  constant: [{ requests: "1000 requests/day", worth: { best: "0.02 USD/request", useless: 0.1 }, learning: "7 days" }],
  elastic: [
    { requests: "9000 requests/day", ...responds },
    { requests: "9000 requests/day", growth: 0.5, ...responds, usdPerSecond: 0.0001, most: 3, trial: 0 },
  ],
  logistic: [
    { ceiling: "9000 requests/day", rate: "0.01 /day", midpoint: "1 year", ...responds, usdPerSecond: 0.0001 },
  ],
  logit: [
    { segments, cloud, learning: "28 days" },
    { segments, cloud, learning: "0 s", trial: 0 },
    {
      segments: [
        { ...segments[1]!, sensitivity: undefined, calibration: { elasticity: 1.1, usdPerRequest, share: 0.3 } },
      ],
      clouds: [
        { id: "aws", listed: "aws-p5-h100-2025", requestsPerHour: 400, quality: 0.98 },
        { id: "other", ...cloud },
      ],
      rivals: [{ id: "rival", usdPerRequest, quality: 0.7 }],
      nests: { networks: 0.5, clouds: 0.7 },
      awareness: { opening: 0.1, innovation: "0.1 /year", imitation: "0.5 /year", subsidyFactor: 2 },
      unmet: "cloud",
    },
  ],
  none: [{}],
});

const fraction = fc.double({ min: 0, max: 1, noNaN: true });

const N = 3;
const providers = operators(N);

describe.each(kinds)("demand $kind $parameters", ({ kind, rule, exempt }) => {
  /** Agents choose operators themselves. */
  const choosesOperators = kind === "agents";
  const n = rule.segments.length;
  const perSegment = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: n, maxLength: n });
  const beliefs = perSegment(fraction).map((values) => Float64Array.from(values));
  const offers = fc
    .record({
      beliefs,
      usdPerRequest: fc.double({ min: 0, max: 1, noNaN: true }),
      latencySeconds: fc.double({ min: 0, max: 1e6, noNaN: true }),
      epoch: fc.nat(3650),
      day: fc.double({ min: 0, max: 3650, noNaN: true }),
      epochDays: fc.constantFrom(1, 7, 30),
      subsidyMultiplier: fraction,
      marketFactor: fc.double({ min: 0.1, max: 3, noNaN: true }),
      cloudPriceFactor: fc.double({ min: 0.1, max: 3, noNaN: true }),
    })
    .map((wish) => asked(rule, { ...wish, providers }));
  const bySegment = ({
    requests,
    networkShare,
    cloudShare,
    rivalShare,
    nothingShare,
  }: ReturnType<typeof rule.wanted>) =>
    Array.from(
      { length: n },
      (_, k) => [requests[k]!, networkShare[k]!, cloudShare[k]!, nothingShare[k]!, rivalShare?.[k] ?? 0] as const,
    );

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

  /** Beliefs after an epoch in which each operator answered a part of what the segments were served. */
  const after = (before: Float64Array, requests: readonly number[], experienced: number) => {
    const total = sum(requests);
    return rule.learn({
      ...asked(rule, { beliefs: before, providers }),
      served: Float64Array.from(requests),
      experienced,
      answered: new Float64Array(N).fill(total / N),
      quality: new Float64Array(N).fill(experienced),
    }).beliefs;
  };
  const served = perSegment(fc.oneof(fc.constant(0), fc.double({ min: 1e-9, max: 1e6, noNaN: true })));

  it("keeps beliefs in [0, 1], and leaves what it is given as it was", () => {
    fc.assert(
      fc.property(beliefs, served, fraction, (before, requests, experienced) => {
        const copies = copyOf([before, requests]);
        const learnt = after(before, requests, experienced);
        expect([before, requests]).toEqual(copies);
        expect(learnt).toHaveLength(n);
        for (const belief of learnt) expect(belief >= 0 && belief <= 1).toBe(true);
      }),
    );
  });

  /** A law of which kinds may be exempt; those must break it. */
  const law = (
    name: string,
    says: string,
    holds: (before: Float64Array, requests: number[], got: number) => boolean,
  ) => {
    const property = fc.property(beliefs, served, fraction, holds);
    if (!exempt.includes(name)) it(says, () => fc.assert(property));
    else it(`is exempt, and breaks it: ${says}`, () => expect(fc.check(property).failed).toBe(true));
    return name;
  };

  const laws = [
    law(
      "moves by what was served",
      "learns only what it was served: beliefs lie between the belief before and the experience",
      (before, requests, experienced) =>
        after(before, requests, experienced).every((belief, k) => {
          if (requests[k] === 0) return belief === before[k];
          const [low, high] = [Math.min(before[k]!, experienced), Math.max(before[k]!, experienced)];
          return belief >= low - 1e-12 && belief <= high + 1e-12;
        }),
    ),
    law(
      "keeps beliefs unserved",
      "keeps its beliefs when nothing was served, although the experience is unknown",
      (before) => {
        const kept = after(
          before,
          Array.from({ length: n }, () => 0),
          NaN,
        );
        return kept.every((belief, k) => belief === before[k]);
      },
    ),
  ];

  it("is exempt from laws that there are", () => expect(exempt.filter((name) => !laws.includes(name))).toEqual([]));

  it("writes to nothing that it is given when it learns, and keeps plain finite numbers", () => {
    const input = lived(rule, asked(rule, { providers }), [0.2, 0.5, 0.9]);
    const copy = copyOf(input);
    const { customers } = rule.learn(input);
    expect(input).toEqual(copy);
    expect(Object.keys(customers)).toEqual(Object.keys(input.customers));
    for (const [name, values] of Object.entries(customers)) {
      expect(values).toHaveLength(input.customers[name]!.length);
      expect(values.every(Number.isFinite)).toBe(true);
    }
  });

  it("wants in proportion to the market, when a shock makes it larger", () => {
    fc.assert(
      fc.property(offers, (offer) => {
        const here = rule.wanted(offer).requests;
        const more = rule.wanted({ ...offer, marketFactor: 2 * offer.marketFactor }).requests;
        for (let k = 0; k < n; k++) expect(more[k]!).toBeCloseTo(2 * here[k]!, 6);
      }),
    );
  });

  it("spreads its requests over those who serve, if it chooses them itself", () => {
    const capacity = Float64Array.of(10, 0, 10);
    const { preference } = rule.wanted(asked(rule, { providers: { ...providers, capacity } }));
    expect(preference !== undefined).toBe(choosesOperators);
    if (preference === undefined) return;
    expect(sum(preference)).toBeCloseTo(1, 12);
    expect(preference[1]).toBe(0);
  });

  it("ignores the wait where it says so", () => {
    if (rule.ignoresWait !== true) return;
    fc.assert(
      fc.property(offers, (offer) => {
        const later = rule.wanted({ ...offer, latencySeconds: offer.latencySeconds + 1e5 });
        expect(later.requests).toEqual(rule.wanted(offer).requests);
      }),
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
