import { deserialize, serialize } from "node:v8";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import type { Learner, LearnerState, Work, WorkPlan } from "../../sim/task/contract.ts";
import { allAudits, digitsTask, plan, SMALL } from "./world.ts";

const trio = ["a", "b", "c"];
const audited = (epoch: number, steps: readonly number[], change: Partial<WorkPlan> = {}) =>
  plan(epoch, steps, { audits: allAudits(2, steps.length), ...change });

async function play(learner: Learner, plans: readonly WorkPlan[]): Promise<Work[]> {
  const works: Work[] = [];
  for (const one of plans) works.push(await learner.perform(one));
  return works;
}

/** The part of a miner in an epoch's work. */
function partOf(work: Work, j: number) {
  return [work.quality[j], work.servedQuality[j], work.steps[j], work.artefact[j]];
}

describe("digits", () => {
  it("gives the same work for the same seed, another for another", async () => {
    const plans = [0, 1, 2].map((epoch) => audited(epoch, [3, 1, 0]));
    const [first, second, other] = await Promise.all(
      [1, 1, 2].map(async (seed) => play(await digitsTask(SMALL, { operators: trio, seed }).start("keep"), plans)),
    );
    expect(second).toEqual(first);
    expect(other![0]!.artefact).not.toEqual(first![0]!.artefact);
  });

  it("gives a miner the same work whoever else there is", async () => {
    const alone = await play(
      await digitsTask(SMALL, { operators: ["b"] }).start("keep"),
      [0, 1].map((epoch) => plan(epoch, [3])),
    );
    const among = await play(
      await digitsTask(SMALL, { operators: trio }).start("keep"),
      [0, 1].map((epoch) => plan(epoch, [5, 3, 3])),
    );
    for (const epoch of [0, 1]) expect(partOf(among[epoch]!, 1)).toEqual(partOf(alone[epoch]!, 0));
  });

  it("reports nothing for a miner that does not serve, and keeps its model", async () => {
    const learner = await digitsTask(SMALL, { operators: trio }).start("keep");
    const [work, paused, back] = await play(learner, [
      audited(0, [2, 2, 2]),
      audited(1, [2, 2, 2], { serving: Uint8Array.of(1, 0, 1) }),
      audited(2, [0, 0, 0]),
    ]);
    expect(partOf(paused!, 1)).toEqual([NaN, NaN, 0, 0]);
    expect([paused!.found[1], paused!.found[4]]).toEqual([NaN, NaN]);
    expect(paused!.found.filter(Number.isFinite)).toHaveLength(4);
    expect(back!.artefact[1]).toBe(work!.artefact[1]);
    expect([...work!.steps]).toEqual([22, 22, 22]);
    expect([...back!.steps]).toEqual([0, 0, 0]);
  });

  it("computes planned audits in the plan's order, and no others", async () => {
    const task = digitsTask(SMALL, { operators: trio });
    const all = await (await task.start("keep")).perform(audited(0, [2, 2, 2]));
    const some = { validators: Int32Array.of(1, 0, 1), miners: Int32Array.of(2, 1, 0) };
    const few = await (await task.start("keep")).perform(plan(0, [2, 2, 2], { audits: some }));
    expect([...few.found]).toEqual([all.found[5], all.found[1], all.found[3]]);
    expect(few.quality).toEqual(all.quality);
  });

  it("lets a copier serve the source's model as it stood before the epoch", async () => {
    const learner = await digitsTask({ ...SMALL, driftDegreesPerYear: 0 }, { operators: trio }).start("keep");
    const serves = Int32Array.of(0, 0, 0);
    const [first, second] = await play(learner, [audited(0, [4, 0, 0], { serves }), audited(1, [4, 0, 0], { serves })]);
    // In the first epoch there is nothing to copy yet: each serves a fresh model of its own.
    expect(new Set(first!.artefact).size).toBe(3);
    expect([...first!.steps]).toEqual([24, 20, 20]);
    expect(second!.artefact[1]).toBe(first!.artefact[0]);
    expect(second!.artefact[2]).toBe(first!.artefact[0]);
    expect(second!.quality[1]).toBe(first!.quality[0]); // without drift the hidden set is the same
    expect(second!.artefact[0]).not.toBe(first!.artefact[0]);
    expect([...second!.steps]).toEqual([4, 0, 0]);
  });

  it("lets a copier be copied: what it served goes on", async () => {
    const learner = await digitsTask({ ...SMALL, driftDegreesPerYear: 0 }, { operators: trio }).start("keep");
    const copied = Int32Array.of(0, 0, 2);
    const chained = Int32Array.of(0, 1, 1);
    const [, second, third] = await play(learner, [
      audited(0, [4, 0, 0]),
      audited(1, [4, 0, 0], { serves: copied }),
      audited(2, [4, 0, 0], { serves: chained }),
    ]);
    expect(third!.artefact[2]).toBe(second!.artefact[1]);
    expect(third!.artefact[1]).toBe(second!.artefact[1]);
  });

  it("goes on from a saved state as if it had not stopped", async () => {
    const plans = [0, 1, 2, 3].map((epoch) => audited(epoch, [3, 1, 4]));
    const task = digitsTask(SMALL, { operators: trio });
    const straight = await play(await task.start("keep"), plans);
    const stopped = await task.start("keep");
    await play(stopped, plans.slice(0, 2));
    const state = deserialize(serialize(stopped.save())) as LearnerState;
    stopped.dispose();
    const resumed = await digitsTask(SMALL, { operators: trio }).load(state, "keep");
    expect(await play(resumed, plans.slice(2))).toEqual(straight.slice(2));
    await expect(stopped.perform(plans[2]!)).rejects.toThrow("used after dispose");
  });

  it("forks into arms that do not touch each other", async () => {
    const plans = [0, 1, 2].map((epoch) => audited(epoch, [3, 1, 4]));
    const task = digitsTask(SMALL, { operators: trio });
    const straight = await play(await task.start("keep"), plans);
    const keep = await task.start("keep");
    await play(keep, plans.slice(0, 1));
    const cut = await task.load(keep.save(), "cut");
    const cutWork = await play(cut, [audited(1, [0, 0, 9]), audited(2, [0, 0, 9])]);
    expect(await play(keep, plans.slice(1))).toEqual(straight.slice(1));
    expect(cutWork[0]!.artefact[0]).toBe(straight[0]!.artefact[0]);
    const both = await Promise.all([cut.perform(audited(3, [1, 1, 1])), keep.perform(audited(3, [1, 1, 1]))]);
    expect(both[0]!.artefact).not.toEqual(both[1]!.artefact);
  });

  it("keeps no tensor", async () => {
    const learner = await digitsTask(SMALL, { operators: trio }).start("keep");
    await learner.perform(audited(0, [3, 2, 0]));
    const before = tf.memory();
    await play(learner, [
      audited(1, [3, 2, 0], { serves: Int32Array.of(0, 1, 0) }),
      audited(2, [1, 0, 0], { serving: Uint8Array.of(1, 0, 0) }),
    ]);
    expect(tf.memory().numTensors).toBe(before.numTensors);
    expect(tf.memory().numDataBuffers).toBe(before.numDataBuffers);
  });

  it("serves nobody without complaint", async () => {
    const learner = await digitsTask(SMALL, { operators: trio }).start("keep");
    const work = await learner.perform(audited(0, [1, 1, 1], { serving: new Uint8Array(3) }));
    expect([...work.artefact]).toEqual([0, 0, 0]);
    expect(work.found.every(Number.isNaN)).toBe(true);
  });

  it("says which backend answers, and refuses one that is not there", async () => {
    const task = digitsTask(SMALL, { operators: trio, backend: "auto" });
    expect(task.backend).toBe("auto");
    await task.start("keep");
    expect(["node-gpu", "webgpu", "wasm", "cpu"]).toContain(task.backend);
    await expect(digitsTask(SMALL, { operators: trio, backend: "node-gpu" }).start("keep")).rejects.toThrow(
      'backend "node-gpu" is not available',
    );
  });

  it.each([
    [{ auditPool: 60 }, "task digits: auditPool 60 gives each of 2 validators 30 examples; auditSize needs 48"],
    [{ requestPool: 40 }, "task digits: requestSample is 48; expected at most requestPool, 40"],
    [{ shardSize: 6501 }, "task digits: shardSize is 6501; expected at most the 6500 examples left for training"],
    [
      { hiddenSize: 4000 },
      "task digits: auditPool, requestPool and hiddenSize are 7000 examples; expected at most half of 10000",
    ],
  ])("refuses %j", (parameters, message) => {
    expect(() => digitsTask(parameters, { operators: trio })).toThrow(message);
  });

  it("refuses the state of another architecture", async () => {
    const state = (await digitsTask(SMALL, { operators: trio }).start("keep")).save();
    const wider = digitsTask({ ...SMALL, hidden: 9 }, { operators: trio });
    await expect(wider.load(state, "keep")).rejects.toThrow(
      "learner: the saved models are mlp 196-8-10; expected mlp 196-9-10",
    );
  });
});

describe("accuracy, default network", () => {
  const REACHABLE = 0.91;
  const accuracy = (quality: number) => quality * (REACHABLE - 0.1) + 0.1;

  it("without drift rises above 0.85 and stays exactly when training stops", async () => {
    const learner = await digitsTask(
      { driftDegreesPerYear: 0, reachable: REACHABLE, hiddenSize: 1000 },
      { operators: trio },
    ).start("keep");
    const training = Array.from({ length: 20 }, (_, epoch) => plan(epoch, [12, 12, 0]));
    const works = await play(learner, training);
    const last = works.at(-1)!;
    expect(accuracy(last.quality[0]!)).toBeGreaterThan(0.85);
    expect(accuracy(last.quality[1]!)).toBeGreaterThan(0.85);
    const later = await play(
      learner,
      [20, 40, 60].map((epoch) => plan(epoch, [0, 0, 0])),
    );
    for (const { quality, artefact } of later) {
      expect(quality).toEqual(last.quality);
      expect(artefact).toEqual(last.artefact);
    }
    expect(last.quality[2]).toBe(works[0]!.quality[2]);
  });

  it("under drift holds while a miner trains, falls far for a tenth of the steps, and further for none", async () => {
    const learner = await digitsTask(
      { driftDegreesPerYear: 60, reachable: REACHABLE, hiddenSize: 1000 },
      { operators: trio },
    ).start("keep");
    const works = await play(
      learner,
      Array.from({ length: 26 }, (_, epoch) => plan(epoch, [12, 1, 0])),
    );
    const [honest, lazy, idle] = [...works.at(-1)!.quality].map(accuracy) as [number, number, number];
    expect(honest).toBeGreaterThan(0.82);
    expect(honest - lazy).toBeGreaterThan(0.12);
    expect(lazy - idle).toBeGreaterThan(0.05);
    // Half the turn, half-way down the slope: the fall follows the data, not the count of epochs.
    const decline = works.map(({ quality }) => accuracy(quality[2]!));
    expect(decline[0]! - decline[12]!).toBeGreaterThan(0.02);
    expect(decline[12]! - decline[25]!).toBeGreaterThan(0.1);
  });
});
