import { describe, expect, it, test } from "vitest";
import { sum } from "../../sim/core/matrix.ts";
import { checkRateEach } from "../../sim/theory/watchers.ts";
import { verification } from "../../sim/verification/index.ts";
import { expectShare, judge, miners, pairs, planOf, rule, validators } from "./judged.ts";

describe("audits by lot", () => {
  it("reach a share p of the miners in each period, by auditors drawn alike", () => {
    const lot = rule({ kind: "sampled", p: 0.3, every: "5 days" });
    const by = new Float64Array(validators.length);
    for (let epoch = 0; epoch < 500; epoch++) for (const i of planOf(lot, epoch).validators) by[i]! += 1;
    expectShare(sum(by), 100 * miners.length, 0.3);
    for (const n of by) expectShare(n, sum(by), 1 / validators.length);
  });

  it("happen once a period at p = 1, whatever the epoch", () => {
    const lot = rule({ kind: "sampled", p: 1, every: "5 days" });
    const times = new Float64Array(miners.length);
    for (let epoch = 0; epoch < 50; epoch++) planOf(lot, epoch).miners.forEach((j) => (times[j]! += 1));
    expect([...times]).toEqual(miners.map(() => 10));
    const often = planOf(rule({ kind: "sampled", p: 1, every: "6 hours" }), 3);
    expect([...often.checks!]).toEqual(miners.map(() => 4));
  });

  it("see by outputs what answers do not show", () => {
    const int8 = { 2: { difference: 0.1, disagreeing: 0 } };
    const plan = pairs([0, 1], [0, 2]);
    expect([...judge(rule({ kind: "sampled" }), plan, int8).failed]).toEqual([0, 1]);
    expect([...judge(rule({ kind: "sampled", check: "answers" }), plan, int8).failed]).toEqual([0, 0]);
    const int4 = { 2: { difference: 3, disagreeing: 0.03 } };
    expect([...judge(rule({ kind: "sampled", check: "answers" }), plan, int4).failed]).toEqual([0, 1]);
    expect([...judge(rule({ kind: "sampled", check: "answers", allowed: 0.03 }), plan, int4).failed]).toEqual([0, 0]);
  });

  it("tell everybody who works of a failure, and nobody else of a quality", () => {
    const working = Uint8Array.of(1, 1, 0, 1, 1);
    const { estimates } = judge(
      rule({ kind: "sampled" }),
      pairs([0, 1], [1, 2]),
      { 2: { difference: 1 } },
      { working },
    );
    const of = (j: number) => validators.map((_, i) => estimates.data[i * miners.length + j]);
    expect(of(1)).toEqual([0.8, NaN, NaN, NaN, NaN]);
    expect(of(2)).toEqual([0, 0, NaN, 0, 0]);
  });
});

describe("penalties", () => {
  const strict = rule({
    kind: "sampled",
    bond: "100 USD",
    strikes: 3,
    strikesLast: "10 days",
    slash: 0.4,
    rewardShare: 0.25,
  });
  const cheat = { 7: { difference: 1 } };

  it("take a part of the bond at the third failure in time, and share it with those who found it", () => {
    const first = judge(strict, pairs([0, 7]), cheat, { epoch: 1 });
    expect([first.slashedUsd[7], first.memory]).toEqual([0, [7, 1, 1]]);
    const second = judge(strict, pairs([0, 7], [1, 7]), cheat, { epoch: 9, memory: first.memory });
    expect([second.slashedUsd[7], second.memory]).toEqual([40, []]);
    expect([...second.rewardUsd]).toEqual([5, 5, 0, 0, 0]);
  });

  it("forget what is older, and take twice where checks fail twice as often", () => {
    const late = judge(strict, pairs([0, 7], [1, 7]), cheat, { epoch: 12, memory: [7, 2, 1] });
    expect([late.slashedUsd[7], late.memory]).toEqual([0, [7, 12, 2]]);
    const many = judge(strict, { ...pairs([0, 7]), checks: Int32Array.of(7) }, cheat, { epoch: 12 });
    expect(many.slashedUsd[7]).toBeCloseTo(100 * (1 - 0.6 ** 2), 12);
    expect([many.memory, many.failedAudits[7], many.checks]).toEqual([[7, 12, 1], 1, 7]);
  });

  it("are forgotten of who is gone", () => {
    expect(strict.forget!([7, 1, 1, 8, 2, 1, 7, 3, 2], [7, 9])).toEqual([8, 2, 1]);
    expect(strict.forget!([7, 1, 1], [])).toEqual([7, 1, 1]);
  });

  it("hit who is honest only by faulty hardware, and are lifted by an appeal that it pays for", () => {
    const broken = { kind: "sampled", bond: "100 USD", falsePositive: 1 };
    expect(judge(rule(broken), pairs([0, 3])).slashedUsd[3]).toBe(100);
    const appealed = judge(rule({ ...broken, appeal: "2 USD" }), pairs([0, 3], [0, 7]), cheat);
    expect([appealed.slashedUsd[3], appealed.slashedUsd[7]]).toEqual([0, 100]);
    expect([appealed.minerUsd[3], appealed.minerUsd[7], appealed.checks]).toEqual([2, 0, 3]);
    expect([...appealed.failed]).toEqual([0, 1]);
  });

  it("fail honest miners as often as the hardware does", () => {
    const noisy = rule({ kind: "sampled", p: 1, falsePositive: 0.05 });
    let failed = 0;
    for (let epoch = 0; epoch < 100; epoch++) failed += sum(judge(noisy, planOf(noisy, epoch), {}, { epoch }).failed);
    const n = 100 * miners.length;
    expectShare(failed, n, 0.05);
  });
});

describe("redundant answers", () => {
  it("fail who is outvoted by more than allowed, honest or not", () => {
    const plan = pairs([0, 1], [0, 2], [0, 3]);
    const { failed } = judge(rule({ kind: "redundant", allowed: 0.1 }), plan, {
      1: { outvoted: 0.3 },
      2: { outvoted: 0.1 },
    });
    expect([...failed]).toEqual([1, 0, 0]);
    const honest = { 1: { outvoted: 1, difference: 0 } };
    expect(judge(rule({ kind: "redundant" }), plan, honest).failed[0]).toBe(1);
    expect(judge(rule({ kind: "redundant", appeal: "1 USD" }), plan, honest).failed[0]).toBe(0);
  });

  it("come from as many miners as asked, one of whom a newcomer may displace", () => {
    const of = rule({ kind: "redundant", replicas: 4 });
    const asked = (n: number, epoch: number) =>
      planOf(
        of,
        epoch,
        Int32Array.of(0),
        Int32Array.from({ length: n }, (_, j) => j),
      ).miners;
    let displaced = 0;
    for (let epoch = 0; epoch < 60; epoch++) {
      const [before, after] = [asked(10, epoch), asked(11, epoch)];
      expect(before.length === 4 || before.length === 0).toBe(true);
      displaced += before.filter((j) => !after.includes(j)).length;
    }
    expect(displaced).toBeGreaterThan(0);
    expect([asked(3, 0).length, asked(1, 0).length]).toEqual([3, 0]);
  });
});

describe("optimistic claims", () => {
  const stakes = { kind: "optimistic", bond: "100 USD", gain: "5 USD" };

  it("are checked at the rate of the equilibrium, whoever shares the work", () => {
    for (const watchers of [["big"], ["big", "small"]]) {
      const of = rule({ ...stakes, watchers });
      const m = validators.filter((id) => watchers.includes(id.split("/")[0]!)).length;
      let [checks, seen] = [0, 0];
      for (let epoch = 0; epoch < 200; epoch++) {
        const plan = planOf(of, epoch);
        checks += sum(plan.checks!);
        seen += new Set(plan.miners).size;
      }
      const n = 200 * miners.length;
      expectShare(checks, n * m, checkRateEach({ depositUsd: 100, cheatGainUsd: 5 }, m));
      expectShare(seen, n, 5 / 105);
    }
  });

  it("are all checked where planted faults pay for the checks, and jackpots are those of the faults", () => {
    const of = rule({ ...stakes, faultRate: 0.02, jackpot: "0.5 USD", usdPerAudit: "0.01 USD" });
    const plan = planOf(of, 0);
    expect(sum(plan.checks!)).toBe(miners.length * validators.length);
    let won = 0;
    for (let epoch = 0; epoch < 20; epoch++) won += sum(judge(of, plan, {}, { epoch }).jackpotUsd);
    expectShare(won / 0.5, 20 * plan.miners.length, 0.02);
    const cheap = rule({ ...stakes, faultRate: 0.02, jackpot: "0.4 USD", usdPerAudit: "0.01 USD" });
    expect(sum(planOf(cheap, 0).checks!)).toBeLessThan(miners.length);
    expect(sum(judge(rule(stakes), plan).jackpotUsd)).toBe(0);
  });

  it("stand after the window and are believed, a dispute takes its rounds, and a fault is proven to all", () => {
    const of = rule({ ...stakes, window: "2 days", round: "10 minutes", steps: 1_000_000 });
    const quiet = judge(of, pairs([0, 1]));
    expect([quiet.finalitySeconds, quiet.estimates.data[1], quiet.estimates.data[9]]).toEqual([172_800, 1, 1]);
    const loud = judge(of, pairs([0, 1]), { 1: { difference: 1 } });
    expect(loud.finalitySeconds).toBeCloseTo(172_800 + (20 * 600) / miners.length, 9);
    expect(validators.map((_, i) => loud.estimates.data[i * miners.length + 1])).toEqual([0, 0, 0, 0, 0]);
    expect([loud.slashedUsd[1], loud.rewardUsd[0]]).toEqual([100, 50]);
  });
});

describe("proven answers", () => {
  it("take the published overhead, or the one that is given", () => {
    const of = (written: Record<string, unknown>) => rule(written).proving?.slowdown;
    expect([of({ kind: "zk" }), of({ kind: "zk", preset: "high" }), of({ kind: "zk", slowdown: 50 })]).toEqual([
      1000, 10_000, 50,
    ]);
    expect(of({ kind: "tee" })).toBeCloseTo(1 / 0.92, 12);
    expect(judge(rule({ kind: "zk", preset: "high" }), pairs([0, 0])).finalitySeconds).toBe(43);
  });

  it("cannot be replaced by any others, in any epoch", () => {
    const of = rule({ kind: "tee" });
    const plan = planOf(of, 12);
    expect(plan.miners.length).toBe(miners.length * validators.length);
    const { failedAudits, estimates } = judge(of, plan, { 4: { difference: 0.03 }, 5: { difference: 1e-4 } });
    expect([failedAudits[4], failedAudits[5], estimates.data[4], estimates.data[5]]).toEqual([5, 0, 0, 0.8]);
  });
});

test.each<[Readonly<Record<string, unknown>>, string]>([
  [{ kind: "sampled", p: 1.2 }, "from 0 to 1"],
  [{ kind: "sampled", falsePositive: -0.1 }, "from 0 to 1"],
  [{ kind: "sampled", strikes: 2 }, "bond above 0 USD"],
  [{ kind: "sampled", payer: "owner" }, "expected validator or miner"],
  [{ kind: "redundant", replicas: 1 }, "2 or more"],
  [{ kind: "optimistic", window: "0 s" }, "longer than 0 s"],
  [{ kind: "optimistic", bond: "1 USD", gain: "2 USD" }, "at least gain"],
  [{ kind: "optimistic", watchers: [] }, "at least one group"],
  [{ kind: "optimistic", faultRate: 0.1 }, "more than 0 USD with a faultRate"],
  [{ kind: "optimistic", jackpotFrom: "nobody" }, "grants or investors"],
  [{ kind: "zk", slowdown: 0.5 }, "expected 1 or more"],
  [{ kind: "committee", members: 0 }, "1 or more"],
])("refuses %o", (written, message) => {
  const result = verification.schema.safeParse(written);
  expect(result.error?.issues.map((issue) => issue.message).join("; ")).toContain(message);
});
