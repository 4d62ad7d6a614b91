import { fc } from "./seeded.ts";
import { describe, expect, it } from "vitest";
import { sum } from "../../sim/core/matrix.ts";
import { departs } from "../../sim/minerBehaviour/contract.ts";
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
  adaptive: [
    { effort: 0.2 },
    { form: "int4", memory: "0 s" },
    { form: "student", share: 0.5, effort: 0, audits: 0.1 },
    { form: "stale", age: "3 days", detection: 0 },
    { form: "answers" },
  ],
  copier: [{}],
  freeRider: [{}],
  honest: [{}],
  lazy: [{}, { effort: 0.4 }],
  overfitter: [{}],
  poisoner: [{}],
  substitutor: [
    { form: "int8" },
    { form: "int4", share: 0.5 },
    { form: "int3", compute: 0.1 },
    { form: "student", effort: 0.3 },
    { form: "stale", age: "3 days" },
    { form: "answers" },
  ],
  sybil: [{}],
});

const usd = fc.double({ min: 0, max: 100, noNaN: true });
const belief = fc.double({ min: 0, max: 1, noNaN: true });

describe.each(miners)("minerBehaviour $kind $parameters", ({ kind, parameters, rule }) => {
  const views = fc.record({
    self: fc.nat(N - 1),
    epoch: fc.nat(9),
    incentive: fractions,
    serving: flags,
    stakes: fc.record({
      trainingUsd: usd,
      servingUsd: usd,
      incomeUsd: fc.oneof(fc.constant(NaN), usd),
      bondUsd: usd,
    }),
    beliefs: fc.record({ audits: belief, detection: belief }),
  });

  it("chooses an effort in [0, 1] and serves its own model or that of a serving miner", () => {
    fc.assert(
      fc.property(views, (view) => {
        const input = { ...view, seed: 1, operatorIds, operatorGroups };
        const copy = copyOf(input);
        const choice = rule.choose(input);
        const { effort, serves, substitute, lessons } = choice;
        expect(input).toEqual(copy);
        expect(rule.choose(copy)).toEqual(choice);
        expect(["own", "public", "flipped"]).toContain(lessons ?? "own");
        expect(kind === "honest" && departs(choice, view.self)).toBe(false);
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

  it("is unmoved only where it chooses the same whatever it sees", () => {
    if (!rule.unmoved) return;
    fc.assert(
      fc.property(views, views, (one, other) => {
        const choose = (view: typeof one) =>
          rule.choose({ ...view, self: one.self, seed: 1, operatorIds, operatorGroups });
        expect(choose(other)).toEqual(choose(one));
      }),
    );
  });

  it("keeps beliefs that are fractions", () => {
    const { experience } = rule;
    if (!experience) return;
    const lived = fc.record({ audited: fc.boolean(), cheated: fc.boolean(), failed: fc.boolean() });
    fc.assert(
      fc.property(fc.array(lived), (epochs) => {
        const { audits, detection } = epochs.reduce((held, epoch) => experience.learn(held, epoch), experience.opening);
        expect(Math.min(audits, detection)).toBeGreaterThanOrEqual(0);
        expect(Math.max(audits, detection)).toBeLessThanOrEqual(1);
      }),
    );
  });

  const seen = {
    self: 0,
    seed: 1,
    epoch: 3,
    operatorIds,
    operatorGroups,
    serving: Uint8Array.of(1, 1, 0, 1, 1, 1),
    stakes: { trainingUsd: 1, servingUsd: 2, incomeUsd: NaN, bondUsd: 0 },
    beliefs: { audits: 1, detection: 1 },
  };
  const choose = (...incentive: number[]) => rule.choose({ ...seen, incentive: Float64Array.from(incentive) });

  if (kind === "copier") {
    it("serves the best paid other miner that serves, and its own model until there is one", () => {
      expect(choose(0.9, 0.2, 0.8, 0.3, 0.3, 0)).toEqual({ effort: 0, serves: 3 });
      expect(choose(1, 0, 0, 0, 0, 0)).toEqual({ effort: 0, serves: 0 });
    });
  } else if (kind === "sybil") {
    it("trains in the first serving member of its group alone, whose model the others serve", () => {
      const incentive = new Float64Array(N);
      const of = (self: number) => rule.choose({ ...seen, self, incentive });
      expect([0, 1, 2, 3, 4, 5].map((self) => of(self).serves)).toEqual([0, 0, 3, 3, 4, 4]);
      expect([0, 1, 2, 3, 4, 5].map((self) => of(self).effort)).toEqual([1, 0, 0, 1, 1, 0]);
    });
  } else if (kind === "substitutor" && parameters["form"] === "answers") {
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
  bribed: [
    { briber: "b", bribe: "1 USD/day" },
    { briber: "c", bribe: "1 USD/day", share: 0.3 },
  ],
  cabal: [{ favours: ["b", "c"] }],
  honest: [{}],
  lazy: [{}, { weights: "random" }],
  nonRevealer: [{}],
  weightCopier: [{}],
});

const validatorIds = ["judge-0", "judge-1", "judge-2"];

describe.each(validators)("validatorBehaviour $kind $parameters", ({ kind, parameters, rule }) => {
  const decide = (consensusWeight: Float64Array, serving: Uint8Array) => {
    const view = { self: 1, epoch: 2, validatorIds, consensusWeight, serving, operatorIds, operatorGroups };
    const copy = copyOf(view);
    const policy = rule.decide(view);
    expect(view).toEqual(copy);
    expect(rule.decide(copy)).toEqual(policy);
    return policy;
  };

  it("sets a row that sums to 1 or 0, or leaves it to scoring when it audits", () => {
    fc.assert(
      fc.property(fractions, flags, (consensusWeight, serving) => {
        const { audits, row, bribe } = decide(consensusWeight, serving);
        expect(row === null || bribe !== undefined).toBe(audits);
        expect(bribe === undefined || (bribe.share >= 0 && bribe.share <= 1 && bribe.usd >= 0)).toBe(true);
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
  if (kind === "lazy") {
    it(`gives serving miners weights that are ${String(parameters["weights"] ?? "constant")}`, () => {
      const weights = [...decide(new Float64Array(N), Uint8Array.of(1, 1, 0, 1, 0, 1)).row!];
      expect(weights.map((weight) => weight > 0)).toEqual([true, true, false, true, false, true]);
      expect(new Set(weights.filter((weight) => weight > 0)).size).toBe(parameters["weights"] === "random" ? 4 : 1);
    });
  }
  if (kind === "nonRevealer") {
    it("shows nothing", () => expect(decide(new Float64Array(N), new Uint8Array(N).fill(1)).reveals).toBe(false));
  }
});
