import type { Arbitrary } from "fast-check";
import { fc } from "./seeded.ts";
import { describe, expect, it } from "vitest";
import { matrix, rowOf, sum, type Matrix } from "../../sim/core/matrix.ts";
import { scoring } from "../../sim/scoring/index.ts";
import { copyOf, everyKind } from "./kinds.ts";

const kinds = everyKind(scoring, {
  proportional: [{}, { memory: "28 days" }],
  softmax: [{}, { temperature: 0.01, memory: "28 days" }],
});

const [VALIDATORS, MINERS] = [3, 4];
const found = fc.oneof(fc.constant(NaN), fc.double({ min: -0.5, max: 1.2, noNaN: true }));
const findings: Arbitrary<Matrix> = fc
  .array(found, { minLength: VALIDATORS * MINERS, maxLength: VALIDATORS * MINERS })
  .map((data) => ({ rows: VALIDATORS, cols: MINERS, data: Float64Array.from(data) }));

describe.each(kinds)("scoring $kind $parameters", ({ rule }) => {
  it("makes rows that sum to 1 or 0, nothing below 0, and 0 for the unknown", () => {
    fc.assert(
      fc.property(findings, findings, (estimates, before) => {
        const { weights, memory } = rule.score(estimates, before);
        for (let i = 0; i < VALIDATORS; i++) {
          const total = sum(rowOf(weights, i));
          expect(total === 0 || Math.abs(total - 1) < 1e-12).toBe(true);
        }
        weights.data.forEach((weight, k) => {
          expect(weight).toBeGreaterThanOrEqual(0);
          const unknown = Number.isNaN(estimates.data[k]) && Number.isNaN(before.data[k]);
          expect(Number.isNaN(memory.data[k])).toBe(unknown);
          if (unknown) expect(weight).toBe(0);
        });
      }),
    );
  });

  it("never gives a better miner less", () => {
    fc.assert(
      fc.property(findings, (estimates) => {
        const { weights } = rule.score(estimates, matrix(VALIDATORS, MINERS, NaN));
        for (let i = 0; i < VALIDATORS; i++) {
          const [quality, weight] = [rowOf(estimates, i), rowOf(weights, i)];
          for (let j = 0; j < MINERS; j++) {
            for (let k = 0; k < MINERS; k++)
              if (quality[j]! > quality[k]!) expect(weight[j]).toBeGreaterThanOrEqual(weight[k]!);
          }
        }
      }),
    );
  });

  it("keeps what it remembers where nothing was found", () => {
    fc.assert(
      fc.property(findings, (before) => {
        const nothing = matrix(VALIDATORS, MINERS, NaN);
        expect(rule.score(nothing, before).memory).toEqual(before);
      }),
    );
  });

  it("leaves its input as it was", () => {
    fc.assert(
      fc.property(findings, findings, (estimates, before) => {
        const copies = copyOf([estimates, before]);
        rule.score(estimates, before);
        expect([estimates, before]).toEqual(copies);
      }),
    );
  });
});
