import type { Arbitrary } from "fast-check";
import { fc } from "./seeded.ts";
import { describe, expect, it } from "vitest";
import { rowOf, sum, tabulate, type Matrix } from "../../sim/core/matrix.ts";
import type { Scoring, ScoringInput } from "../../sim/scoring/contract.ts";
import { scoring } from "../../sim/scoring/index.ts";
import { nothing, opening, rowsOf, score, seeing } from "../scoring/seen.ts";
import { copyOf, everyKind } from "./kinds.ts";

const kinds = everyKind(scoring, {
  proportional: [{}, { memory: "28 days" }],
  softmax: [{}, { temperature: 0.01, memory: "28 days" }],
  winRate: [{}, { findings: "own", floor: 0.18, memory: "28 days", weightMemory: "10 days" }],
  rank: [{}, { topShare: 0.5, memory: "28 days" }],
  winnerTakesAll: [{}, { findings: "own", margin: 0.1, memory: "28 days" }],
  gauntlet: [{}, { payout: { kind: "squared", most: 2 } }, { window: "2 days", payout: { kind: "ramp", gather: 1 } }],
  credibility: [{}, { passAbove: 0.3, memory: "0 days" }],
  logprobAudit: [{}, { tolerated: 0.3, steepness: 0.8, memory: "28 days" }],
  auctionBurn: [{ mostPerMiner: "20 tokens/day" }, { mostPerMiner: "40 tokens/day", passAbove: 0, memory: "28 days" }],
});

const [VALIDATORS, MINERS, TEMPO] = [3, 4, 7200];
const grid = (value: Arbitrary<number>): Arbitrary<Matrix> =>
  fc
    .array(value, { minLength: VALIDATORS * MINERS, maxLength: VALIDATORS * MINERS })
    .map((data) => ({ rows: VALIDATORS, cols: MINERS, data: Float64Array.from(data) }));
const maybe = (value: Arbitrary<number>) => fc.oneof(fc.constant(NaN), value);
const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const findings = grid(maybe(between(-0.5, 1.2)));
const column = (value: Arbitrary<number>) => fc.array(value, { minLength: MINERS, maxLength: MINERS });

/** What an epoch may show of miners, beside quality; the second epoch of a run. */
const shown = fc
  .record({
    gain: grid(maybe(between(-0.1, 0.3))),
    assignedGain: grid(maybe(between(-0.1, 0.3))),
    unlike: grid(maybe(fc.constantFrom(0, 0.2, 0.5))),
    servedSince: column(fc.constantFrom(NaN, 0, 3600, TEMPO)),
    capacity: column(fc.constantFrom(0, 10, 20)),
    steps: column(fc.constantFrom(0, 50, 100)),
    poolTokens: fc.constantFrom(0, 30, 100),
  })
  .map(({ gain, assignedGain, unlike, ...others }) => ({
    ...others,
    evidence: { gain, assignedGain, unlike },
    block: 2 * TEMPO,
  }));

/** Memory after a first epoch in which something was found. */
const after = (rule: Scoring, estimates: Matrix) => {
  const gain = { ...estimates, data: estimates.data.map((x) => x / 10) };
  const unlike = { ...estimates, data: estimates.data.map((x) => (Number.isNaN(x) ? NaN : 0)) };
  return score(rule, estimates, { evidence: { gain, assignedGain: estimates, unlike } }).memory;
};

/** The same world with miners listed in another order. */
function reordered(input: ScoringInput, order: readonly number[]): ScoringInput {
  const columns = (m: Matrix): Matrix => ({
    ...m,
    data: tabulate(m.data.length, (k) => m.data[k - (k % m.cols) + order[k % m.cols]!]!),
  });
  const each = <T extends Readonly<Record<string, Matrix>>>(all: T): T =>
    Object.fromEntries(Object.entries(all).map(([name, m]) => [name, columns(m)])) as T;
  const miners = (values: ArrayLike<number>) => tabulate(values.length, (j) => values[order[j]!]!);
  return {
    ...input,
    estimates: columns(input.estimates),
    memory: each(input.memory),
    ...(input.evidence && { evidence: each(input.evidence) }),
    servedSince: miners(input.servedSince),
    capacity: miners(input.capacity),
    steps: miners(input.steps),
  };
}

const expectNear = (found: Matrix, expected: Matrix) =>
  found.data.forEach((value, k) => {
    if (Number.isNaN(expected.data[k])) expect(value).toBeNaN();
    else expect(value).toBeCloseTo(expected.data[k]!, 9);
  });

describe.each(kinds)("scoring $kind $parameters", ({ rule, exempt }) => {
  it("makes rows that sum to 1 or 0, and nothing below 0", () => {
    fc.assert(
      fc.property(findings, findings, shown, (estimates, before, given) => {
        const input = seeing(rule, estimates, { ...given, memory: after(rule, before) });
        const { weights, burned } = rule.score(input);
        for (let i = 0; i < VALIDATORS; i++) {
          const total = sum(rowOf(weights, i));
          expect(total === 0 || Math.abs(total - 1) < 1e-12).toBe(true);
        }
        for (const weight of weights.data) expect(weight).toBeGreaterThanOrEqual(0);
        for (const share of burned ?? []) expect(Number.isNaN(share) || (share >= 0 && share <= 1)).toBe(true);
      }),
    );
  });

  if (!exempt.includes("own"))
    it("gives 0 to whom a validator knows nothing of", () => {
      fc.assert(
        fc.property(findings, findings, shown, (estimates, before, given) => {
          const input = seeing(rule, estimates, { ...given, memory: after(rule, before) });
          const seen = [estimates, ...Object.values(input.memory), ...Object.values(input.evidence ?? {})];
          rule.score(input).weights.data.forEach((weight, k) => {
            if (seen.every(({ data }) => Number.isNaN(data[k]))) expect(weight).toBe(0);
          });
        }),
      );
    });
  else
    it("gives weight to whom only another validator knows, as its exemption says", () => {
      const { weights } = score(rule, rowsOf([NaN, 0.3], [0.9, NaN], [NaN, NaN]));
      for (let i = 0; i < VALIDATORS; i++) expect(weights.data[2 * i]).toBe(1);
    });

  it("keeps what it says it keeps, and knows a quality once it was found", () => {
    fc.assert(
      fc.property(findings, findings, shown, (estimates, before, given) => {
        const memory = after(rule, before);
        const next = score(rule, estimates, { ...given, memory }).memory;
        expect(Object.keys(next).sort()).toEqual([...rule.keeps].sort());
        for (const { rows, cols } of Object.values(next)) expect([rows, cols]).toEqual([VALIDATORS, MINERS]);
        next["quality"]?.data.forEach((value, k) => {
          const unknown = Number.isNaN(estimates.data[k]) && Number.isNaN(before.data[k]);
          expect(Number.isNaN(value)).toBe(unknown);
        });
      }),
    );
  });

  it("gives the same to each miner in whatever order they are listed", () => {
    const orders = fc.shuffledSubarray([...Array(MINERS).keys()], { minLength: MINERS });
    fc.assert(
      fc.property(findings, findings, shown, orders, (estimates, before, given, order) => {
        const input = seeing(rule, estimates, { ...given, memory: after(rule, before) });
        const [listed, other] = [rule.score(input), rule.score(reordered(input, order))];
        const expected = reordered({ ...input, estimates: listed.weights, memory: listed.memory }, order);
        expectNear(other.weights, expected.estimates);
        for (const name of rule.keeps) expectNear(other.memory[name]!, expected.memory[name]!);
        expect(other.burned).toEqual(listed.burned);
      }),
    );
  });

  /** Equal in all else, a better miner gets no less: better by who gives the weight, or by all where findings are pooled. */
  const betterGetsNoLess = (estimates: Matrix) => {
    const unlike = { ...estimates, data: estimates.data.map((x) => (Number.isNaN(x) ? NaN : 0)) };
    const { weights } = score(rule, estimates, { evidence: { unlike } });
    const rows = Array.from({ length: VALIDATORS }, (_, i) => rowOf(estimates, i));
    for (let i = 0; i < VALIDATORS; i++) {
      const weight = rowOf(weights, i);
      const judges = exempt.includes("own") ? rows : [rows[i]!];
      for (let j = 0; j < MINERS; j++)
        for (let k = 0; k < MINERS; k++)
          if (judges.every((quality) => quality[j]! > quality[k]!))
            expect(weight[j]).toBeGreaterThanOrEqual(weight[k]! - 1e-12);
    }
  };

  if (!exempt.includes("quality"))
    it("never gives a better miner less", () => fc.assert(fc.property(findings, betterGetsNoLess)));
  else
    it("gives a better miner less, as its exemption says", () => {
      const better = rowsOf([0.9, 0.8, 0.7, 0.6], [0.9, 0.8, 0.7, 0.6], [0.9, 0.8, 0.7, 0.6]);
      let memory = opening(rule, better);
      const gain = { ...better, data: better.data.map((quality) => -quality) };
      const assignedGain = { ...better, data: better.data.map(() => 1) };
      for (let day = 1; day <= 60; day++)
        ({ memory } = score(rule, better, { memory, block: day * TEMPO, evidence: { gain, assignedGain } }));
      const { weights } = score(rule, better, { memory, block: 61 * TEMPO, evidence: { gain, assignedGain } });
      expect(weights.data[3]).toBeGreaterThan(weights.data[0]!);
    });

  it("keeps what it remembers where nothing was found", () => {
    fc.assert(
      fc.property(findings, (found) => {
        const memory = after(rule, found);
        expect(score(rule, nothing(VALIDATORS, MINERS), { memory }).memory).toEqual(memory);
      }),
    );
  });

  it("leaves its input as it was", () => {
    fc.assert(
      fc.property(findings, findings, shown, (estimates, before, given) => {
        const input = seeing(rule, estimates, { ...given, memory: after(rule, before) });
        const copy = copyOf(input);
        rule.score(input);
        expect(input).toEqual(copy);
      }),
    );
  });

  it("refuses memory that is missing or of another shape", () => {
    const estimates = nothing(VALIDATORS, MINERS);
    const [name] = rule.keeps as [string, ...string[]];
    const { [name]: _, ...others } = opening(rule, estimates);
    expect(() => score(rule, estimates, { memory: others })).toThrow(
      `scoring: memory has no ${name}; expected a matrix of 3 x 4`,
    );
    expect(() => score(rule, estimates, { memory: { ...others, [name]: nothing(2, 4) } })).toThrow(
      `scoring: estimates are 3 x 4, memory ${name} is 2 x 4`,
    );
  });

  if (rule.looksAt)
    it("refuses an epoch without the looks that it asks for", () => {
      const { evidence, ...others } = seeing(rule, nothing(VALIDATORS, MINERS));
      expect(evidence).toBeDefined();
      expect(() => rule.score(others)).toThrow(/scoring: no evidence; expected \w+ of every planned audit/);
    });
});
