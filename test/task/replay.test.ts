import { describe, expect, it } from "vitest";
import type { RecordedWork, TaskContext, Work, WorkPlan } from "../../sim/task/contract.ts";
import { columnsFrom } from "../../sim/task/evidence.ts";
import { replay } from "../../sim/task/replay.ts";
import { dailyContext } from "../laws/kinds.ts";

const plan: WorkPlan = {
  epoch: 4,
  day: 5,
  serving: Uint8Array.of(1, 1),
  steps: Int32Array.of(10, 0),
  serves: Int32Array.of(0, 0),
  audits: { validators: Int32Array.of(0, 0), miners: Int32Array.of(0, 1) },
};

const workOf = (quality: number): Work => ({
  quality: Float64Array.of(quality, quality),
  servedQuality: Float64Array.of(quality, quality),
  found: Float64Array.of(quality, quality),
  steps: plan.steps,
  artefact: Uint32Array.of(1, 1),
});

const recorded: RecordedWork = {
  epoch: (arm, epoch) => (epoch === 4 ? { plan, work: workOf(arm === "cut" ? 0.5 : 0.8) } : undefined),
};

const context: TaskContext = {
  ...dailyContext,
  operatorIds: ["miner-a", "miner-b"],
  validatorIds: ["validator-a"],
  referenceSteps: 10,
  environment: { recordedWork: () => recorded },
};

const start = () => replay.build({ run: "runs/first" }, context).start("keep");

describe("replay", () => {
  it("gives recorded work back, arm by arm", async () => {
    const learner = await start();
    expect((await learner.perform(plan)).quality[0]).toBe(0.8);
    const loaded = await replay.build({ run: "runs/first" }, context).load(learner.save(), "cut");
    expect((await loaded.perform(plan)).quality[0]).toBe(0.5);
  });

  it.each<[Partial<WorkPlan>, string]>([
    [{ serving: Uint8Array.of(1, 0) }, "miner miner-b: serving is 0, recorded was 1"],
    [{ steps: Int32Array.of(9, 0) }, "miner miner-a: steps is 9, recorded was 10"],
    [{ serves: Int32Array.of(0, 1) }, "miner miner-b: serves is 1, recorded was 0"],
    [
      { substitution: { form: ["honest", "int4"], share: Float64Array.of(0, 1), epochsOld: new Int32Array(2) } },
      "miner miner-b: form is int4, recorded was honest",
    ],
    [{ lessons: ["own", "public"] }, "miner miner-b: lesson is public, recorded was own"],
    [
      { audits: { ...plan.audits, looksAt: ["outputs", "votes"] } },
      "audits look at outputs and votes, recorded was quality",
    ],
    [{ audits: { ...plan.audits, publicQuestions: true } }, "audits ask public questions, recorded were own ones"],
    [
      { audits: { validators: Int32Array.of(0), miners: Int32Array.of(0) } },
      "miner miner-b: audit 1 is none, recorded was validator-a on miner-b",
    ],
  ])("refuses a plan that differs: %j", async (change, difference) => {
    const learner = await start();
    await expect(learner.perform({ ...plan, ...change })).rejects.toThrow(
      `replay of "runs/first": epoch 4, arm keep, ${difference}; task curve answers other plans`,
    );
  });

  it("gives back what was seen, as far as the plan looks at it", async () => {
    const seen = columnsFrom(() => Float64Array.of(0.1, 0.2));
    const past = { ...plan, audits: { ...plan.audits, looksAt: ["outputs", "votes"] as const } };
    const all: RecordedWork = { epoch: () => ({ plan: past, work: { ...workOf(0.8), evidence: seen } }) };
    const task = replay.build({ run: "runs/first" }, { ...context, environment: { recordedWork: () => all } });
    const learner = await task.start("keep");
    expect(await learner.perform(plan)).toEqual(workOf(0.8));
    const { evidence } = await learner.perform({ ...plan, audits: { ...plan.audits, looksAt: ["votes"] } });
    expect(evidence!.outvoted).toEqual(seen.outvoted);
    expect(evidence!.difference).toEqual(Float64Array.of(NaN, NaN));
    await expect(
      learner.perform({ ...plan, audits: { ...plan.audits, looksAt: ["votes", "training"] } }),
    ).rejects.toThrow("audits look at training, recorded was quality, outputs, votes");
    const nobody = { ...plan.audits, validators: new Int32Array(0), miners: new Int32Array(0) };
    const none: RecordedWork = { epoch: () => ({ plan: { ...plan, audits: nobody }, work: workOf(0.8) }) };
    const quiet = replay.build({ run: "runs/first" }, { ...context, environment: { recordedWork: () => none } });
    await (await quiet.start("keep")).perform({ ...plan, audits: { ...nobody, looksAt: ["training"] } });
  });

  it("refuses an epoch that was not recorded", async () => {
    const learner = await start();
    await expect(learner.perform({ ...plan, epoch: 9 })).rejects.toThrow("epoch 9, arm keep was not recorded");
  });

  it("says when records cannot be read here", () => {
    expect(() => replay.build({ run: "runs/first" }, { ...context, environment: {} })).toThrow(/cannot be read here/);
  });
});
