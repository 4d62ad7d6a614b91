import { describe, expect, it } from "vitest";
import { clock, SECONDS_PER_DAY } from "../../sim/core/clock.ts";
import { mean } from "../../sim/core/stats.ts";
import type { Evidence, TaskContext, Work, WorkPlan } from "../../sim/task/contract.ts";
import { curve } from "../../sim/task/curve.ts";

const ids = ["honest", "int8", "student", "half", "relay", "relayed", "public", "flipped", "copier", "idle"];
const at = Object.fromEntries(ids.map((id, j) => [id, j]));
const VALIDATORS = 40;
const looksAt = ["outputs", "votes", "training"] as const;

const context = (tempo = 7200): TaskContext => ({
  clock: clock(12, tempo, 3650 * SECONDS_PER_DAY),
  seed: 5,
  operatorIds: ids,
  validatorIds: Array.from({ length: VALIDATORS }, (_, v) => `v${v}`),
  referenceSteps: tempo / 72,
  environment: {},
});

function planOf(epoch: number, tempo = 7200, change: Partial<WorkPlan["audits"]> = { looksAt }): WorkPlan {
  const n = ids.length;
  const one = (id: string, value: number, rest = 0) => ids.map((other) => (other === id ? value : rest));
  return {
    epoch,
    day: epoch + 1,
    serving: new Uint8Array(n).fill(1),
    steps: Int32Array.from(ids, (id) => (["copier", "idle"].includes(id) ? 0 : tempo / 72)),
    serves: Int32Array.from(ids, (id, j) => ({ relay: at["half"]!, copier: at["honest"]! })[id] ?? j),
    substitution: {
      form: ids.map((id) =>
        id === "int8" || id === "student" ? id : id === "half" ? "int4" : id === "relay" ? "answers" : "honest",
      ),
      share: Float64Array.from(one("half", 0.5), (value, j) =>
        ["int8", "student", "relay"].includes(ids[j]!) ? 1 : value,
      ),
      epochsOld: new Int32Array(n),
    },
    lessons: ids.map((id) => (id === "public" || id === "flipped" ? id : "own")),
    audits: {
      validators: Int32Array.from({ length: VALIDATORS * n }, (_, k) => Math.floor(k / n)),
      miners: Int32Array.from({ length: VALIDATORS * n }, (_, k) => k % n),
      ...change,
    },
  };
}

/** Work of the last of some epochs at 0.9 to start with. */
async function workAfter(epochs: number, tempo = 7200, change?: Partial<WorkPlan["audits"]>): Promise<Work> {
  const rule = curve.schema.parse({ kind: "curve", opening: 0.9, noise: 0 });
  const learner = await curve.build(rule, context(tempo)).start("keep");
  let work: Work | undefined;
  for (let epoch = 0; epoch < epochs; epoch++) work = await learner.perform(planOf(epoch, tempo, change));
  return work!;
}

const of = (column: Float64Array, id: string) => [...column].filter((_, k) => k % ids.length === at[id]);
const meanOf = ({ evidence }: Work, column: keyof Evidence, id: string) => mean(of(evidence![column], id));

describe("evidence on the curve", () => {
  it("of outputs is nothing where the model itself answers, and grows with what is served instead", async () => {
    const work = await workAfter(3);
    const { difference, disagreeing } = work.evidence!;
    for (const id of ["honest", "relayed", "copier", "public", "flipped", "idle"]) {
      expect(of(difference, id).every((value) => value === 0)).toBe(true);
      expect(of(disagreeing, id).every((value) => value === 0)).toBe(true);
    }
    expect(new Set(of(difference, "int8"))).toEqual(new Set([0.13]));
    expect(new Set(of(difference, "student"))).toEqual(new Set([5.4]));
    expect(meanOf(work, "disagreeing", "int8")).toBeLessThan(0.01);
    // 40 audits of 48 answers: a standard error of 0.006.
    expect(meanOf(work, "disagreeing", "student")).toBeCloseTo(0.068, 1.5);
    expect(meanOf(work, "disagreeing", "half")).toBeLessThan(meanOf(work, "disagreeing", "student"));
    expect(meanOf(work, "unlike", "student")).toBeGreaterThan(0.07);
  });

  it("of votes is the same for who passes answers on as for who gave them, and is higher for worse models", async () => {
    const work = await workAfter(60);
    const { outvoted } = work.evidence!;
    expect(of(outvoted, "relay")).toEqual(of(outvoted, "half"));
    expect(of(outvoted, "relay")).not.toEqual(of(outvoted, "relayed"));
    expect(meanOf(work, "outvoted", "honest")).toBeGreaterThan(0.05);
    expect(meanOf(work, "outvoted", "idle")).toBeGreaterThan(2 * meanOf(work, "outvoted", "honest"));
    expect(meanOf(work, "outvoted", "flipped")).toBe(1);
  });

  it("of training is a gain for who trains, larger on its own shard, and none for who does not", async () => {
    const first = await workAfter(1);
    expect(of(first.evidence!.gain, "honest").every(Number.isNaN)).toBe(true);
    const work = await workAfter(5);
    const edge = (id: string) => meanOf(work, "assignedGain", id) - meanOf(work, "gain", id);
    expect(meanOf(work, "gain", "honest")).toBeGreaterThan(0);
    expect(edge("honest")).toBeCloseTo(0.25 * -Math.expm1(-0.3), 9);
    expect([edge("public"), edge("flipped"), edge("copier"), edge("idle")]).toEqual([0, 0, 0, 0]);
    expect(meanOf(work, "gain", "flipped")).toBeLessThan(0);
    expect(meanOf(work, "gain", "idle")).toBe(0);
  });

  it("is only what the plan looks at, and leaves all else as it was", async () => {
    const all = await workAfter(3);
    const [none, votes] = [await workAfter(3, 7200, {}), await workAfter(3, 7200, { looksAt: ["votes"] })];
    expect(none).not.toHaveProperty("evidence");
    const { evidence: seen, ...rest } = all;
    expect(none).toEqual(rest);
    expect(votes.evidence!.outvoted).toEqual(seen!.outvoted);
    for (const column of ["difference", "disagreeing", "unlike", "gain", "assignedGain"] as const)
      expect(votes.evidence![column].every(Number.isNaN), column).toBe(true);
  });
});

describe("lessons on the curve", () => {
  it("from public questions are found better there than they are, and are worse elsewhere", async () => {
    const [own, open] = [await workAfter(60, 7200, {}), await workAfter(60, 7200, { publicQuestions: true })];
    expect(open.quality).toEqual(own.quality);
    const found = ({ found: all }: Work, id: string) => of(all, id)[0]!;
    const [honest, learnt] = [own.quality[at["honest"]!]!, own.quality[at["public"]!]!];
    expect(learnt).toBeLessThan(honest);
    expect(found(own, "public")).toBe(learnt);
    expect(found(open, "public")).toBeGreaterThan(honest);
    expect(found(open, "honest")).toBe(honest);
  });

  it("with wrong targets lead below the baseline", async () => {
    expect((await workAfter(60)).quality[at["flipped"]!]).toBeLessThan(0);
  });

  it("are the same for daily and weekly epochs", async () => {
    const [daily, weekly] = [await workAfter(28), await workAfter(4, 50_400)];
    for (const id of ["honest", "public", "flipped", "idle"])
      expect(daily.quality[at[id]!]).toBeCloseTo(weekly.quality[at[id]!]!, 12);
  });
});
