import { fc } from "./seeded.ts";
import { describe, expect, it } from "vitest";
import { sum } from "../../sim/core/matrix.ts";
import { minerBehaviour } from "../../sim/minerBehaviour/index.ts";
import { validatorBehaviour } from "../../sim/validatorBehaviour/index.ts";
import { copyOf, everyKind } from "./kinds.ts";

const N = 6;
const operatorIds = Array.from({ length: N }, (_, j) => `miner-${j}`);
const operatorGroups = ["a", "a", "b", "b", "c", "c"];
const fractions = fc
  .array(fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1, noNaN: true })), { minLength: N, maxLength: N })
  .map((values) => Float64Array.from(values));
const flags = fc.array(fc.nat(1), { minLength: N, maxLength: N }).map((values) => Uint8Array.from(values));

const miners = everyKind(minerBehaviour, {
  copier: [{}],
  honest: [{}],
  lazy: [{}, { effort: 0.4 }],
  substitutor: [
    { form: "int8" },
    { form: "int4", share: 0.5 },
    { form: "int3", compute: 0.1 },
    { form: "student", effort: 0.3 },
    { form: "stale", age: "3 days" },
    { form: "answers" },
  ],
});

describe.each(miners)("minerBehaviour $kind $parameters", ({ kind, parameters, rule }) => {
  const views = fc.record({ self: fc.nat(N - 1), epoch: fc.nat(9), incentive: fractions, serving: flags });

  it("chooses an effort in [0, 1] and serves its own model or that of a serving miner", () => {
    fc.assert(
      fc.property(views, (view) => {
        const input = { ...view, seed: 1, operatorIds };
        const copy = copyOf(input);
        const { effort, serves, substitute } = rule.choose(input);
        expect(input).toEqual(copy);
        expect(effort).toBeGreaterThanOrEqual(0);
        expect(effort).toBeLessThanOrEqual(1);
        expect(serves === view.self || view.serving[serves] === 1).toBe(true);
        if (!substitute) return;
        const { form, share, compute, epochsOld } = substitute;
        expect(Math.min(share, compute)).toBeGreaterThanOrEqual(0);
        expect(Math.max(share, compute)).toBeLessThanOrEqual(1);
        expect(form === "stale" ? epochsOld >= 1 : epochsOld === 0).toBe(true);
      }),
    );
  });

  const seen = { self: 0, seed: 1, epoch: 3, operatorIds, serving: Uint8Array.of(1, 1, 0, 1, 1, 1) };
  const choose = (...incentive: number[]) => rule.choose({ ...seen, incentive: Float64Array.from(incentive) });

  if (kind === "copier") {
    it("serves the best paid other miner that serves, and its own model until there is one", () => {
      expect(choose(0.9, 0.2, 0.8, 0.3, 0.3, 0)).toEqual({ effort: 0, serves: 3 });
      expect(choose(1, 0, 0, 0, 0, 0)).toEqual({ effort: 0, serves: 0 });
    });
  } else if (parameters["form"] === "answers") {
    it("passes on the answers of the best paid other miner that serves, and answers itself until there is one", () => {
      const substitute = { form: "answers", share: 1, epochsOld: 0, compute: 0 };
      expect(choose(0.9, 0.2, 0.8, 0.3, 0.3, 0)).toEqual({ effort: 1, serves: 3, substitute });
      expect(choose(1, 0, 0, 0, 0, 0)).toEqual({ effort: 1, serves: 0 });
    });
  } else {
    it("serves its own model", () => expect(choose(0, 1, 0, 0, 0, 0).serves).toBe(0));
  }
});

const validators = everyKind(validatorBehaviour, {
  cabal: [{ favours: ["b", "c"] }],
  honest: [{}],
  weightCopier: [{}],
});

describe.each(validators)("validatorBehaviour $kind", ({ kind, rule }) => {
  const decide = (consensusWeight: Float64Array, serving: Uint8Array) => {
    const view = { self: 1, epoch: 2, consensusWeight, serving, operatorIds, operatorGroups };
    const copy = copyOf(view);
    const policy = rule.decide(view);
    expect(view).toEqual(copy);
    return policy;
  };

  it("sets a row that sums to 1 or 0, or leaves it to scoring when it audits", () => {
    fc.assert(
      fc.property(fractions, flags, (consensusWeight, serving) => {
        const { audits, row } = decide(consensusWeight, serving);
        expect(row === null).toBe(audits);
        const weights = row ?? [];
        const total = sum(weights);
        expect(weights.length === N || row === null).toBe(true);
        expect(Math.min(0, ...weights)).toBe(0);
        expect(total === 0 || Math.abs(total - 1) < 1e-12).toBe(true);
      }),
    );
  });

  if (kind === "cabal") {
    it("gives all weight to the serving miners it favours", () => {
      const { row } = decide(new Float64Array(N), Uint8Array.of(1, 1, 1, 0, 1, 0));
      expect([...row!]).toEqual([0, 0, 0.5, 0, 0.5, 0]);
    });
  }
  if (kind === "weightCopier") {
    it("sets the published consensus, and nothing before there is any", () => {
      expect([...decide(Float64Array.of(1, 0, 3, 0, 0, 0), new Uint8Array(N)).row!]).toEqual([0.25, 0, 0.75, 0, 0, 0]);
      expect(sum(decide(new Float64Array(N), new Uint8Array(N).fill(1)).row!)).toBe(0);
    });
  }
});
