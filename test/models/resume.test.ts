/** Every trained task: a saved state, written as a checkpoint is and read back, is the state, optimiser included. */
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { lastCheckpoint, saveCheckpoint } from "../../cli/run/checkpoints.ts";
import { trainedTasks } from "../../models/catalog.ts";
import { clock, SECONDS_PER_DAY } from "../../sim/core/clock.ts";
import type { LearnerState, Task } from "../../sim/task/contract.ts";
import { smallTasks } from "./subjects.ts";
import { allAudits, plan } from "./world.ts";

const operatorIds = ["a", "b", "c"];

function taskOf(kind: string, parameters: object): Task {
  const rule = trainedTasks.find((one) => one.kind === kind)!;
  return rule.build(rule.schema.parse({ kind, ...parameters, initialSteps: 3 }) as never, {
    clock: clock(12, 50_400, 52 * 7 * SECONDS_PER_DAY),
    seed: 7,
    operatorIds,
    validatorIds: ["v0", "v1"],
    referenceSteps: 12,
    environment: { backend: "wasm" },
  });
}

/** A learner's state, written as a checkpoint and read back. */
async function throughCheckpoint(learner: LearnerState): Promise<LearnerState> {
  const dir = await mkdtemp(join(tmpdir(), "taper-resume-"));
  await saveCheckpoint(dir, { played: 1, state: { learner } as never, marks: {} as never });
  return (await lastCheckpoint(dir))!.state.learner;
}

/** Miner c trains in every other epoch, and copies a in the third. */
const plans = [0, 1, 2, 3].map((epoch) =>
  plan(epoch, [3, 1, epoch % 2 === 0 ? 4 : 0], {
    audits: allAudits(2, 3),
    ...(epoch === 2 ? { serves: Int32Array.of(0, 1, 0) } : {}),
  }),
);

describe.each(smallTasks.map(({ kind, parameters }) => [kind, parameters] as const))("%s", (kind, parameters) => {
  it("goes on from a checkpoint to the same work and the same weights and moments, bit for bit", async () => {
    const straight = await taskOf(kind, parameters).start("keep");
    const works = [];
    for (const one of plans) works.push(await straight.perform(one));

    const stopped = await taskOf(kind, parameters).start("keep");
    for (const one of plans.slice(0, 2)) await stopped.perform(one);
    const saved = stopped.save();
    const state = await throughCheckpoint(saved);
    expect(state).toEqual(saved);
    stopped.dispose();

    const resumed = await taskOf(kind, parameters).load(state, "keep");
    expect(resumed.save()).toEqual(saved);
    const rest = [];
    for (const one of plans.slice(2)) rest.push(await resumed.perform(one));
    expect(rest).toEqual(works.slice(2));
    expect(resumed.save()).toEqual(straight.save());
  });

  it("would not without its optimiser", async () => {
    const task = taskOf(kind, parameters);
    const learner = await task.start("keep");
    await learner.perform(plans[0]!);
    const state = learner.save() as Record<string, unknown>;
    for (const moment of ["first", "second"]) {
      const values = state[moment] as Float32Array[];
      expect(values.length).toBe(3);
      for (const own of values) expect(own.some((value) => value !== 0)).toBe(true);
      const forgotten = values.map(({ length }) => new Float32Array(length));
      const forgetful = await task.load({ ...state, [moment]: forgotten }, "keep");
      await forgetful.perform(plans[1]!);
      const whole = await task.load(state, "keep");
      await whole.perform(plans[1]!);
      expect((forgetful.save() as Record<string, unknown>)["weights"]).not.toEqual(
        (whole.save() as typeof state)["weights"],
      );
    }
  });
});
