import { fc } from "./seeded.ts";
import { describe, expect, it } from "vitest";
import { sum } from "../../sim/core/matrix.ts";
import { verification } from "../../sim/verification/index.ts";
import { copyOf, everyKind } from "./kinds.ts";

const kinds = everyKind(verification, {
  none: [{}],
  rerun: [{ usdPerAudit: "0.02 USD" }, { every: "3 days", usdPerAudit: "0.02 USD", finality: "1 h" }],
});

const validatorIds = Array.from({ length: 5 }, (_, i) => `validator-${i}`);
const operatorIds = Array.from({ length: 30 }, (_, j) => `miner-${j}`);
const world = fc.record({
  seed: fc.nat(1000),
  epoch: fc.nat(100),
  auditors: fc.subarray(validatorIds.map((_, i) => i)).map((list) => Int32Array.from(list)),
  serving: fc.subarray(operatorIds.map((_, j) => j)).map((list) => Int32Array.from(list)),
});

describe.each(kinds)("verification $kind $parameters", ({ kind, rule }) => {
  const planned = (
    view: { seed: number; epoch: number; auditors: Int32Array; serving: Int32Array },
    ids = operatorIds,
  ) => rule.plan({ ...view, validatorIds, operatorIds: ids });
  const judged = (
    view: { seed: number; epoch: number; auditors: Int32Array; serving: Int32Array },
    quality: number,
  ) => {
    const plan = planned(view);
    const input = {
      plan,
      found: new Float64Array(plan.miners.length).fill(quality),
      validators: validatorIds.length,
      operators: operatorIds.length,
      serving: Uint8Array.from(operatorIds, (_, j) => Number(view.serving.includes(j))),
      working: Uint8Array.from(validatorIds, () => 1),
    };
    const copy = copyOf(input);
    const result = rule.judge(input);
    expect(input).toEqual(copy);
    return { plan, result };
  };

  it("plans only auditors on serving miners, each pair once", () => {
    fc.assert(
      fc.property(world, (view) => {
        const { validators, miners } = planned(view);
        const pairs = Array.from(miners, (j, k) => `${validators[k]}/${j}`);
        expect(new Set(pairs).size).toBe(pairs.length);
        miners.forEach((j, k) => {
          expect(view.serving.includes(j)).toBe(true);
          expect(view.auditors.includes(validators[k]!)).toBe(true);
        });
      }),
    );
  });

  it("learns only of serving miners, flags what is no better than a guess, charges who audits", () => {
    fc.assert(
      fc.property(world, fc.constantFrom(-0.1, 0, 0.4), (view, quality) => {
        const { plan, result } = judged(view, quality);
        const known = Array.from(result.estimates.data.keys()).filter((k) => !Number.isNaN(result.estimates.data[k]));
        for (const k of known) expect(view.serving.includes(k % operatorIds.length)).toBe(true);
        expect(sum(result.flags)).toBe(quality <= 0 ? plan.miners.length : 0);
        expect(sum(result.costUsd)).toBeCloseTo(plan.miners.length * 0.02, 9);
        expect(result.finalitySeconds).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it("draws nothing anew for the others when a miner joins", () => {
    const view = { seed: 1, epoch: 4, auditors: Int32Array.of(0, 3), serving: Int32Array.of(2, 5, 7) };
    const pairs = (serving: Int32Array, ids: string[]) => {
      const { validators, miners } = planned({ ...view, serving }, ids);
      return Array.from(miners, (j, k) => `${validatorIds[validators[k]!]} on ${ids[j]}`).filter(
        (p) => !p.endsWith("new"),
      );
    };
    const longer = ["new", ...operatorIds];
    expect(pairs(Int32Array.of(0, 3, 6, 8), longer).sort()).toEqual(pairs(view.serving, operatorIds).sort());
  });

  if (kind === "none") {
    it("believes every claim of quality 1", () => {
      const view = { seed: 1, epoch: 0, auditors: Int32Array.of(), serving: Int32Array.of(0, 2) };
      const { data } = judged(view, 0).result.estimates;
      expect([data[0], data[1], data[2], data[30], data[32]]).toEqual([1, NaN, 1, 1, 1]);
    });
  }
});
