import { fc } from "./seeded.ts";
import { describe, expect, it } from "vitest";
import { normalize, sum } from "../../sim/core/matrix.ts";
import { settlement } from "../../sim/settlement/index.ts";
import { copyOf, everyKind } from "./kinds.ts";

const kinds = everyKind(settlement, {
  direct: [
    {},
    { validatorShare: 0.3, treasuryShare: 0.2 },
    { validatorShare: 0, treasuryShare: 1 },
    { validatorShare: 1 },
  ],
});

const floats = (n: number, max: number) =>
  fc
    .array(fc.oneof(fc.constant(0), fc.double({ min: 1e-6, max, noNaN: true })), { minLength: n, maxLength: n })
    .map((values) => Float64Array.from(values));
const inputs = fc.record({
  revenueUsd: floats(5, 1e4),
  dividend: floats(3, 1).map(normalize),
  operatorTokens: floats(5, 1e3),
});

describe.each(kinds)("settlement $kind $parameters", ({ rule }) => {
  it("pays out all revenue: operators + validators + treasury, nobody less than nothing", () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const { operatorUsd, validatorUsd, treasuryUsd } = rule.split(input);
        const revenue = sum(input.revenueUsd);
        expect(Math.abs(sum(operatorUsd) + sum(validatorUsd) + treasuryUsd - revenue)).toBeLessThanOrEqual(
          1e-9 * (1 + revenue),
        );
        expect(Math.min(...operatorUsd, ...validatorUsd)).toBeGreaterThanOrEqual(0);
        expect(treasuryUsd).toBeGreaterThanOrEqual(-1e-9 * (1 + revenue));
      }),
    );
  });

  it("names what customers fund and what they do not apart: together they are all of an operator's income", () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const { operatorUsd, customerFundedUsd, netSubsidyTokens } = rule.split(input);
        expect(sum(customerFundedUsd)).toBeLessThanOrEqual(sum(input.revenueUsd) * (1 + 1e-12));
        input.revenueUsd.forEach((_, j) => {
          expect(customerFundedUsd[j]).toBeCloseTo(operatorUsd[j]!, 9);
          expect(netSubsidyTokens[j]).toBeCloseTo(input.operatorTokens[j]!, 9);
        });
      }),
    );
  });

  it("funds nobody from customers where there are none, and subsidises nobody where nothing is minted", () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const unbought = rule.split({ ...input, revenueUsd: new Float64Array(5) });
        expect(sum(unbought.customerFundedUsd)).toBe(0);
        expect(sum(rule.split({ ...input, operatorTokens: new Float64Array(5) }).netSubsidyTokens)).toBe(0);
      }),
    );
  });

  it("gives operators the share of a fee that it says", () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const { operatorUsd } = rule.split(input);
        input.revenueUsd.forEach((fee, j) => expect(operatorUsd[j]).toBeCloseTo(rule.operatorShare * fee, 9));
      }),
    );
  });

  it("leaves its input as it was", () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const copy = copyOf(input);
        rule.split(input);
        expect(input).toEqual(copy);
      }),
    );
  });
});
