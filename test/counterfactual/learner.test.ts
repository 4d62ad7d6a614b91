import { describe, expect, it } from "vitest";
import { armOf, type Stand } from "../../sim/counterfactual/contract.ts";
import { heldArms } from "../../sim/counterfactual/heldArms.ts";
import { filledIn, frozenLearner, learnersFrom } from "../../sim/counterfactual/learner.ts";
import { decide } from "../../sim/epoch/decide.ts";
import type { Task } from "../../sim/task/contract.ts";
import { SMALL, total } from "../support/play.ts";
import { gathered, playedFile } from "./played.ts";

describe("who was not measured", () => {
  it("is taken to be like its group, or like all where nobody of it was", () => {
    const column = Float64Array.of(0.8, NaN, 0.6, NaN, NaN);
    const groups = ["a", "a", "a", "b", "a"];
    const { quality } = filledIn({ quality: column, servedQuality: column }, groups);
    [0.8, 0.7, 0.6, 0.7, 0.7].forEach((q, o) => expect(quality[o]).toBeCloseTo(q, 12));
  });

  it("answers with nothing of worth where nobody ever was", () => {
    const none = Float64Array.of(NaN, NaN);
    expect([...filledIn({ quality: none, servedQuality: none }, ["a", "b"]).quality]).toEqual([0, 0]);
  });
});

describe("a task that really trains", async () => {
  const run = await playedFile(SMALL, ["duration=40 weeks", "taper.at=30 weeks"]);
  const cut = armOf(run.arms, "cut");
  let performed = 0;
  /** The curve, called otherwise, and watched. */
  const task: Task = {
    ...cut.rules.task,
    backend: "trained",
    async load(state, arm) {
      const learner = await cut.rules.task.load(state, arm);
      return {
        ...learner,
        save: () => learner.save(),
        dispose: () => learner.dispose(),
        perform: (plan) => (performed++, learner.perform(plan)),
      };
    },
  };
  const trained = { ...cut, rules: { ...cut.rules, task } };

  it("serves at the quality measured last, and audits find it", async () => {
    const { world, work } = run.fork!;
    const learner = await (await learnersFrom(trained, run.fork))();
    const plan = decide(cut.rules, world).work;
    const found = await learner.perform(plan);
    plan.serving.forEach((serves, o) => {
      if (serves === 1 && !Number.isNaN(work!.quality[o]!)) expect(found.quality[o]).toBe(work!.quality[o]);
      if (serves !== 1) expect([found.quality[o], found.artefact[o]]).toEqual([NaN, 0]);
    });
    plan.audits.miners.forEach((o, k) => expect(found.found[k]).toBe(found.quality[o]));
    expect(performed).toBe(0);
  });

  it("is measured once more where nothing was handed on", async () => {
    const { work: _, ...fork } = run.fork!;
    const stand: Stand = fork;
    const learners = await learnersFrom(trained, stand);
    const plan = decide(cut.rules, fork.world).work;
    const real = await (await cut.rules.task.load(fork.learner, "cut")).perform(plan);
    expect((await (await learners()).perform(plan)).quality).toEqual(real.quality);
    expect(performed).toBe(1);
  });

  it("is not trained again sixteen times", async () => {
    performed = 0;
    const arms = { ...run.arms, arms: run.arms.arms.map((arm) => ({ ...arm, rules: { ...arm.rules, task } })) };
    const rows = (await gathered(heldArms({ ...run, arms })))["counterfactuals"]!;
    expect(performed).toBe(0);
    const nothing = total(rows.filter((row) => row["held"] === "").map((row) => Number(row["serviceValueUsd"])));
    expect(nothing).toBeGreaterThan(0);
  });
});

it("evidence of a frozen learner accuses nobody", async () => {
  const learner = frozenLearner({ quality: Float64Array.of(0.5), servedQuality: Float64Array.of(0.4) }, ["a"]);
  const { evidence, found } = await learner.perform({
    epoch: 0,
    day: 1,
    serving: Uint8Array.of(1),
    steps: Int32Array.of(3),
    serves: Int32Array.of(0),
    audits: { validators: Int32Array.of(0), miners: Int32Array.of(0), looksAt: ["outputs"] },
  });
  expect([...found]).toEqual([0.5]);
  expect([evidence!.difference[0], evidence!.disagreeing[0], evidence!.gain[0]]).toEqual([0, 0, NaN]);
});
