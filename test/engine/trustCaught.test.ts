/** Who is caught, and by whom, against the closed forms of sim/theory: fixed seeds, exact 99% intervals. */
import { describe, expect, it } from "vitest";
import { caughtOver, honestHitOver } from "../../sim/theory/detection.ts";
import { majorityWrong } from "../../sim/theory/majority.ts";
import { cheating, chanceAbove, expectShare, HONEST, ofGroup, playTrust, verifying } from "../support/trust.ts";

describe("who is caught at least once", () => {
  /** Miners of a group that failed an audit at least once, over runs of some seeds. */
  async function caught(group: string, weeks: number, overrides: readonly string[]) {
    let [hits, of] = [0, 0];
    for (const seed of [1, 2, 3, 4]) {
      const rows = await playTrust(`seed=${seed}`, `duration=${weeks} weeks`, ...overrides);
      const own = ofGroup(rows["miners"]!, group);
      hits += new Set(own.filter((row) => Number(row["failedAudits"]) > 0).map((row) => row["id"])).size;
      of += new Set(own.map((row) => row["id"])).size;
    }
    return { hits, of };
  }

  /** p, q and d of one audited week; d is worked out from the odds that the curve gives to a single answer. */
  const settings: [string, number, number, number, number, string[]][] = [
    [
      "one answer, run again",
      20,
      0.1,
      0.2,
      1,
      [verifying("kind: sampled, p: 0.1"), cheating("form: int8, share: 0.2"), "task.auditSize=1"],
    ],
    [
      "one answer, of which only the class is seen",
      12,
      0.3,
      0.5,
      0.4,
      [
        verifying("kind: sampled, p: 0.3, check: answers"),
        cheating("form: int4, share: 0.5"),
        "task.auditSize=1",
        "task.int4Apart=[3.2, 0.4, 0.003]",
      ],
    ],
    [
      "48 classes of a model in 8 bits, as measured",
      10,
      0.5,
      1,
      1 - 0.998 ** 48,
      [verifying("kind: sampled, p: 0.5, check: answers"), cheating("form: int8")],
    ],
    [
      "20 classes of a student, of which two may differ",
      6,
      0.4,
      1,
      chanceAbove(2, 20, 0.1),
      [
        verifying("kind: sampled, p: 0.4, check: answers, allowed: 0.1"),
        cheating("form: student"),
        "task.auditSize=20",
        "task.studentApart=[5.4, 0.1, 0.108]",
      ],
    ],
    [
      "48 answers of which few are cheated",
      15,
      0.2,
      1,
      1 - 0.99 ** 48,
      [verifying("kind: sampled, p: 0.2"), cheating("form: int8, share: 0.01")],
    ],
    [
      "one answer and faulty hardware",
      12,
      0.25,
      1,
      0.3 + 0.7 * 0.15,
      [
        verifying("kind: sampled, p: 0.25, falsePositive: 0.15"),
        cheating("form: int8, share: 0.3"),
        "task.auditSize=1",
      ],
    ],
    [
      "three watchers",
      8,
      1 - 0.95 ** 3,
      1,
      1,
      [verifying("kind: optimistic, checkRate: 0.05"), cheating("form: int8"), "participants.validator.count=3"],
    ],
    [
      "votes of 40 of the 200 miners, which two auditors ask",
      3,
      1 - (1 - 40 / 200) ** 2,
      1,
      chanceAbove(14, 48, 1 - 0.95 * 0.4),
      [
        verifying("kind: redundant, replicas: 40, allowed: 0.3"),
        cheating("form: int3"),
        "participants.validator.count=2",
      ],
    ],
  ];

  it.each(settings)("with %s: 1 - (1 - p d q)^n", async (_, weeks, p, q, d, overrides) => {
    const { hits, of } = await caught("cheat", weeks, overrides);
    expect(of).toBe(4 * HONEST);
    expectShare(hits, of, caughtOver(weeks, q, p, d));
  });

  it.each([
    [20, 0.1, 0.05],
    [10, 1, 0.02],
    [40, 0.02, 0.5],
    [26, 0.3, 0.004],
    [6, 0.6, 0.3],
  ])("though honest, in %i weeks at p %d and f %d: 1 - (1 - p f)^n", async (weeks, p, f) => {
    const { hits, of } = await caught("honest", weeks, [verifying(`kind: sampled, p: ${p}, falsePositive: ${f}`)]);
    expectShare(hits, of, honestHitOver(weeks, p, f));
  });

  it("though honest, where a week has seven audits: each counts", async () => {
    const daily = "verification={kind: sampled, every: 1 day, p: 0.2, falsePositive: 0.03}";
    const { hits, of } = await caught("honest", 5, [daily]);
    expectShare(hits, of, honestHitOver(35, 0.2, 0.03));
  });
});

describe("a committee drawn from 200 validators of whom a share colludes", () => {
  /** Verdicts of ten weeks in which each miner is checked, and how many were wrong. */
  async function wrong(members: number, colluding: number) {
    const shady = Math.round(200 * colluding);
    const participants = [
      "{id: honest, role: miner, count: 40, hardware: a100-colo}",
      "{id: cheat, role: miner, count: 40, hardware: a100-colo, behaviour: {kind: substitutor, form: int8}}",
      `{id: fair, role: validator, count: ${200 - shady}, stake: 10, patience: 520 weeks}`,
      `{id: shady, role: validator, count: ${shady}, stake: 10, patience: 520 weeks}`,
    ];
    const { miners } = await playTrust(
      "maxUids=300",
      `participants=[${participants.join(", ")}]`,
      `verification={kind: committee, every: 7 days, p: 1, members: ${members}, colluding: [shady]}`,
    );
    const failed = (group: string) => ofGroup(miners!, group).filter((row) => Number(row["failedAudits"]) > 0).length;
    return { honest: failed("honest"), cheats: 400 - failed("cheat") };
  }

  it.each([
    [3, 0.2],
    [5, 0.2],
    [3, 0.4],
    [7, 0.4],
    [9, 0.4],
  ])("of %i members, share %d, fails the honest and clears cheats as often as colluders are most", async (k, a) => {
    const { honest, cheats } = await wrong(k, a);
    expectShare(honest, 400, majorityWrong(k, a));
    expectShare(cheats, 400, majorityWrong(k, a));
  });
});
