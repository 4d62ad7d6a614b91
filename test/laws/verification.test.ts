import { fc } from "./seeded.ts";
import { describe, expect, it } from "vitest";
import { sum } from "../../sim/core/matrix.ts";
import type { Evidence } from "../../sim/task/contract.ts";
import type { AuditPlan, JudgeInput } from "../../sim/verification/contract.ts";
import { verification } from "../../sim/verification/index.ts";
import { copyOf, dailyContext, everyKind } from "./kinds.ts";

const bonded = { usdPerAudit: "0.02 USD", bond: "40 USD", slash: 0.5, strikes: 2 };
const kinds = everyKind(verification, {
  none: [{}],
  rerun: [{ usdPerAudit: "0.02 USD" }, { every: "3 days", usdPerAudit: "0.02 USD", finality: "1 h" }],
  sampled: [
    { usdPerAudit: "0.02 USD", p: 0.5 },
    { ...bonded, p: 1, every: "6 hours", check: "answers", payer: "miner", appeal: "0.3 USD", questions: "public" },
  ],
  redundant: [
    { usdPerAudit: "0.02 USD", every: "2 days" },
    { ...bonded, replicas: 5, payer: "miner" },
  ],
  optimistic: [
    { usdPerAudit: "0.02 USD", bond: "3 USD" },
    { ...bonded, checkRate: 0.7, every: "5 hours", watchers: ["validator"], faultRate: 0.1, jackpot: "2 USD" },
  ],
  committee: [
    { usdPerAudit: "0.02 USD", p: 0.6 },
    { ...bonded, members: 5, p: 1, appeal: "0 USD" },
  ],
  zk: [{ every: "1 day", answers: 3600, usdPerHour: "0.869565217391304 USD/h", latency: "40 s" }],
  tee: [{}],
});

const validatorIds = Array.from({ length: 5 }, (_, i) => `validator/${i}`);
const operatorIds = Array.from({ length: 30 }, (_, j) => `miner/${j}`);
const world = fc.record({
  seed: fc.nat(1000),
  epoch: fc.nat(100),
  auditors: fc.subarray(validatorIds.map((_, i) => i)).map((list) => Int32Array.from(list)),
  serving: fc.subarray(operatorIds.map((_, j) => j)).map((list) => Int32Array.from(list)),
});
type View = { seed: number; epoch: number; auditors: Int32Array; serving: Int32Array };

const { clock: daily } = dailyContext;
/** A day cut into so many epochs. */
const shorter = (parts: number) => ({
  tempo: daily.tempo / parts,
  epochs: daily.epochs * parts,
  epochSeconds: daily.epochSeconds / parts,
  epochDays: daily.epochDays / parts,
  epochHours: daily.epochHours / parts,
});

/** What audits see of miners that are honest but for those of `cheats`. */
function evidenceOf({ miners }: AuditPlan, cheats: (j: number) => boolean): Evidence {
  const seen = (value: number) => Float64Array.from(miners, (j) => (cheats(j) ? value : 0));
  const nothing = new Float64Array(miners.length).fill(NaN);
  return {
    difference: seen(0.5),
    disagreeing: seen(0.2),
    unlike: seen(0.1),
    outvoted: seen(0.3),
    gain: nothing,
    assignedGain: nothing,
  };
}

describe.each(kinds)("verification $kind $parameters", ({ kind, rule, exempt, parameters }) => {
  const planned = (view: View, ids = operatorIds) => rule.plan({ ...view, validatorIds, operatorIds: ids });
  const judged = (view: View, quality: number, cheats: (j: number) => boolean = () => false, more: object = {}) => {
    const plan = planned(view);
    const input: JudgeInput = {
      seed: view.seed,
      epoch: view.epoch,
      plan,
      found: new Float64Array(plan.miners.length).fill(quality),
      ...(plan.looksAt && { evidence: evidenceOf(plan, cheats) }),
      validatorIds,
      operatorIds,
      serving: Uint8Array.from(operatorIds, (_, j) => Number(view.serving.includes(j))),
      working: Uint8Array.from(validatorIds, () => 1),
      bondUsd: new Float64Array(operatorIds.length).fill(rule.bondUsd ?? 0),
      memory: [],
      ...more,
    };
    const copy = copyOf(input);
    const result = rule.judge(input);
    expect(input).toEqual(copy);
    return { plan, result };
  };
  const checksOf = (plan: AuditPlan) => (plan.checks ? sum(plan.checks) : plan.miners.length);

  it("plans only auditors on serving miners, each pair once, for one check or more", () => {
    fc.assert(
      fc.property(world, (view) => {
        const plan = planned(view);
        const { validators, miners, checks } = plan;
        const pairs = Array.from(miners, (j, k) => `${validators[k]}/${j}`);
        expect(new Set(pairs).size).toBe(pairs.length);
        expect(validators.length).toBe(miners.length);
        if (checks) expect([checks.length, checks.every((n) => n >= 1)]).toEqual([miners.length, true]);
        miners.forEach((j, k) => {
          expect(view.serving.includes(j)).toBe(true);
          expect(view.auditors.includes(validators[k]!)).toBe(true);
        });
        expect(planned(copyOf(view))).toEqual(plan);
      }),
    );
  });

  it("learns only of serving miners, flags what is no better than a guess, charges every check to who pays for it", () => {
    fc.assert(
      fc.property(world, fc.constantFrom(-0.1, 0, 0.4), (view, quality) => {
        const { plan, result } = judged(view, quality);
        const known = Array.from(result.estimates.data.keys()).filter((k) => !Number.isNaN(result.estimates.data[k]));
        for (const k of known) expect(view.serving.includes(k % operatorIds.length)).toBe(true);
        expect(sum(result.flags)).toBe(quality <= 0 ? plan.miners.length : 0);
        const usd = kind === "tee" ? 0 : 0.02;
        const byMiners = parameters["payer"] === "miner";
        expect(sum(byMiners ? result.minerUsd : result.costUsd)).toBeCloseTo(checksOf(plan) * usd, 9);
        expect(sum(byMiners ? result.costUsd : result.minerUsd)).toBe(0);
        if (kind !== "none") expect(result.checks).toBe(checksOf(plan));
        expect(result.finalitySeconds).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it("fails no honest miner, and takes nothing from one", () => {
    fc.assert(
      fc.property(world, (view) => {
        const { plan, result } = judged(view, 0.7);
        expect([sum(result.failed), sum(result.failedAudits), sum(result.slashedUsd), sum(result.rewardUsd)]).toEqual([
          0, 0, 0, 0,
        ]);
        expect([result.failed.length, result.memory.length]).toEqual([plan.miners.length, 0]);
      }),
    );
  });

  it("takes at most what a bond holds, pays at most that as rewards, and lets no failure pass as quality", () => {
    const cheats = (j: number) => j % 3 === 0;
    fc.assert(
      fc.property(world, fc.array(fc.nat(60), { minLength: 30, maxLength: 30 }), fc.nat(9), (view, bonds, strikes) => {
        const bondUsd = Float64Array.from(bonds);
        const memory = strikes > 0 && view.serving.length > 0 ? [view.serving[0]!, view.epoch - 1, strikes] : [];
        const { plan, result } = judged(view, 0.7, cheats, { bondUsd, memory });
        result.slashedUsd.forEach((usd, j) =>
          expect(usd <= bondUsd[j]! && usd >= 0 && (cheats(j) || usd === 0)).toBe(true),
        );
        expect(sum(result.rewardUsd)).toBeLessThanOrEqual(sum(result.slashedUsd) * (1 + 1e-12));
        const caught = kind !== "none" && kind !== "rerun";
        plan.miners.forEach((j, k) => {
          expect(result.failed[k]).toBe(Number(caught && cheats(j)));
          const estimate = result.estimates.data[plan.validators[k]! * operatorIds.length + j];
          if (result.failed[k] === 1) expect(estimate).toBe(0);
        });
      }),
    );
  });

  it("draws nothing anew for the others when a miner joins", () => {
    const view = { seed: 1, epoch: 4, auditors: Int32Array.of(0, 3), serving: Int32Array.of(2, 5, 7) };
    const pairs = (serving: Int32Array, ids: string[]) => {
      const { validators, miners, checks } = planned({ ...view, serving }, ids);
      return Array.from(miners, (j, k) => `${validatorIds[validators[k]!]} on ${ids[j]} x ${checks?.[k]}`).filter(
        (p) => !p.includes("new"),
      );
    };
    const longer = ["new", ...operatorIds];
    const [before, after] = [pairs(view.serving, operatorIds).sort(), pairs(Int32Array.of(0, 3, 6, 8), longer).sort()];
    if (!exempt.includes("independent")) return expect(after).toEqual(before);
    // Who is asked in place of another one: at most one an auditor.
    expect(before.filter((pair) => !after.includes(pair)).length).toBeLessThanOrEqual(view.auditors.length);
    expect(after.filter((pair) => !before.includes(pair))).toEqual([]);
  });

  it("audits as much in a day of four epochs as in one", () => {
    const each = [1, 4].map((parts) => {
      const [again] = everyKind(
        { ...verification, kinds: verification.kinds.filter((one) => one.kind === kind) },
        {
          [kind]: [parameters],
        },
        { clock: { ...daily, ...shorter(parts) }, seed: 1 },
      );
      const days = 200;
      let usd = 0;
      for (let epoch = 0; epoch < days * parts; epoch++) {
        const view = {
          seed: 7,
          epoch,
          auditors: Int32Array.of(0, 1, 2, 3, 4),
          serving: Int32Array.from(operatorIds, (_, j) => j),
        };
        const plan = again!.rule.plan({ ...view, validatorIds, operatorIds });
        const { costUsd, minerUsd } = again!.rule.judge({
          ...view,
          plan,
          found: new Float64Array(plan.miners.length).fill(0.7),
          ...(plan.looksAt && { evidence: evidenceOf(plan, () => false) }),
          validatorIds,
          operatorIds,
          serving: new Uint8Array(operatorIds.length).fill(1),
          working: new Uint8Array(validatorIds.length).fill(1),
          bondUsd: new Float64Array(operatorIds.length),
          memory: [],
        });
        usd += sum(costUsd) + sum(minerUsd);
      }
      return usd / days;
    });
    // Every moment of an audit is the same; `rerun` draws anew in each epoch, so that only its mean is.
    if (kind === "rerun") expect(Math.abs(each[1]! / each[0]! - 1)).toBeLessThan(0.05);
    else expect(each[1]).toBeCloseTo(each[0]!, 9);
  });

  if (kind === "none") {
    it("believes every claim of quality 1", () => {
      const view = { seed: 1, epoch: 0, auditors: Int32Array.of(), serving: Int32Array.of(0, 2) };
      const { data } = judged(view, 0).result.estimates;
      expect([data[0], data[1], data[2], data[30], data[32]]).toEqual([1, NaN, 1, 1, 1]);
    });
  }
});
