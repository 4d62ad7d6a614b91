/** Trust where models really train and answer: what audits see of them is measured, not drawn. */
import { describe, expect, it } from "vitest";
import { catalog } from "../../cli/catalog.ts";
import type { Row } from "../../sim/record.ts";
import { majorityWrong } from "../../sim/theory/majority.ts";
import { expectShare, numbersOf, playFirst, totalOf } from "../support/trust.ts";

const play = (...overrides: string[]): Promise<Record<string, Row[]>> =>
  playFirst("test/support/digits.yaml", ["taper={kind: never}", "membership={kind: fixed}", ...overrides], catalog, {
    backend: "wasm",
  });

const members = (id: string, count: number, behaviour = "{kind: honest}") =>
  `{id: ${id}, role: miner, count: ${count}, hardware: a100-colo, trainShare: 0.3, behaviour: ${behaviour}}`;
const auditors = (count: number) =>
  `{id: validator, role: validator, count: ${count}, stake: 1000, patience: 520 weeks}`;
const substitutor = (form: string) => `{kind: substitutor, form: ${form}}`;
const auditsOf = (rows: Record<string, Row[]>, group: string): Row[] =>
  rows["audits"]!.filter((row) => String(row["miner"]).startsWith(`${group}/`));

describe("digits answered by something cheaper", () => {
  /** Share of the audits of each group that failed in eight weeks; the first is left out, in which nobody has incentive to be asked. */
  async function failing(verification: string): Promise<Record<string, number>> {
    const rows = await play(
      "duration=8 weeks",
      "task={kind: digits, hidden: 16, learningRate: 0.003, initialSteps: 300, driftDegreesPerYear: 0, auditPool: 800, auditSize: 400}",
      "work.stepsPerReferenceHour=0.5",
      `verification={every: 7 days, ${verification}}`,
      `participants=[${[
        members("honest", 5),
        members("int8", 1, substitutor("int8")),
        members("int3", 1, substitutor("int3")),
        members("relay", 1, substitutor("answers")),
        auditors(2),
      ].join(", ")}]`,
    );
    const share = (group: string) => {
      const own = auditsOf(rows, group).filter((row) => Number(row["epoch"]) > 0);
      expect(own.length).toBeGreaterThan(6);
      return totalOf(own, "failed") / own.length;
    };
    return Object.fromEntries(["honest", "int8", "int3", "relay"].map((group) => [group, share(group)]));
  }

  it("is found by outputs, whatever it is", async () => {
    expect(await failing("kind: sampled, p: 1")).toEqual({ honest: 0, int8: 1, int3: 1, relay: 1 });
  });

  it("is missed in 8 bits where only answers are seen, and found where it changes more of them", async () => {
    const seen = await failing("kind: sampled, p: 1, check: answers, allowed: 0.04");
    expect(seen).toEqual({ honest: 0, int8: 0, int3: 1, relay: 1 });
  });

  it("is missed by votes where the answers of another miner are passed on, and found in 3 bits", async () => {
    const seen = await failing("kind: redundant, replicas: 8, allowed: 0.1");
    expect(seen["relay"]).toBe(0);
    expect(seen["int3"]).toBeGreaterThan(0.9);
    expect(seen["honest"]).toBeLessThan(0.1);
  });
});

describe("votes of miners of whom a share learnt the same wrong answers", () => {
  /** Votes of ten weeks and 40 auditors, and those in which an honest miner failed or a poisoner passed. */
  async function wrongVotes(replicas: number): Promise<{ wrong: number; of: number }> {
    const rows = await play(
      "duration=10 weeks",
      "task={kind: digits, hidden: 16, learningRate: 0.003, initialSteps: 150, driftDegreesPerYear: 0, auditPool: 1000, auditSize: 25}",
      `verification={kind: redundant, every: 7 days, replicas: ${replicas}, allowed: 0.5}`,
      `participants=[${members("honest", 18)}, ${members("poison", 12, "{kind: poisoner}")}, ${auditors(40)}]`,
    );
    const votes = new Map<string, boolean>();
    for (const { epoch, validator, miner, failed } of rows["audits"]!) {
      const key = `${epoch} ${validator}`;
      const right = (failed === 1) === String(miner).startsWith("poison/");
      votes.set(key, votes.get(key) === true || !right);
    }
    expect(numbersOf(rows["audits"]!, "outvoted").every(Number.isFinite)).toBe(true);
    return { wrong: [...votes.values()].filter((wrong) => wrong).length, of: votes.size };
  }

  // Miners are drawn without replacement: of 30 with 12 poisoners the exact chances are 0.347 and 0.304, not 0.352 and 0.317.
  it.each([3, 5])("are wrong as often as these are most of %i", async (replicas) => {
    const { wrong, of } = await wrongVotes(replicas);
    expect(of).toBe(400);
    expectShare(wrong, of, majorityWrong(replicas, 0.4));
  });
});
