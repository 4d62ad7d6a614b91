import { deserialize, serialize } from "node:v8";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { differenceOf } from "../../models/tasks/trained/difference.ts";
import { choose } from "../../models/backend/index.ts";
import { linear } from "../../models/fleet/architectures/linear.ts";
import { mlp } from "../../models/fleet/architectures/mlp.ts";
import { newMember } from "../../models/fleet/member.ts";
import { quantised } from "../../models/fleet/quantise.ts";
import { answer } from "../../models/fleet/serve.ts";
import { stream } from "../../sim/core/random.ts";
import type { LearnerState, ServedForm, Substitution, Work, WorkPlan } from "../../sim/task/contract.ts";
import { servedHash } from "../../sim/task/substitution.ts";
import { allAudits, digitsTask, plan, SMALL } from "./world.ts";

const still = { ...SMALL, driftDegreesPerYear: 0 };
const trio = ["a", "b", "c"];

/** Miners answer in these forms, the first `share` of one's requests left to its model. */
function substituting(form: readonly ServedForm[], share = 1, epochsOld = 2): Substitution {
  return {
    form,
    share: Float64Array.from(form, (one) => (one === "honest" ? 0 : share)),
    epochsOld: Int32Array.from(form, (one) => (one === "stale" ? epochsOld : 0)),
  };
}

const audited = (epoch: number, steps: readonly number[], change: Partial<WorkPlan> = {}) =>
  plan(epoch, steps, { audits: allAudits(2, steps.length), ...change });

/** Work of three miners, of whom `b` answers in a form, after two epochs. */
async function workOf(form: ServedForm, change: Partial<WorkPlan> = {}, share = 1): Promise<Work> {
  const learner = await digitsTask(still, { operators: trio }).start("keep");
  const substitution = substituting(["honest", form, "honest"], share);
  await learner.perform(audited(0, [40, 40, 40], { substitution, ...change }));
  return learner.perform(audited(1, [40, 40, 40], { substitution, ...change }));
}

const found = ({ found: all }: Work, j: number) => [all[j], all[trio.length + j]];

describe("quantised weights", () => {
  it.each([NaN, Infinity])("do not hide that a weight has become %d", (value) => {
    const weights = new Float32Array(net.parameters).fill(0.5);
    weights[1] = value;
    const result = quantised(net, weights, 8);
    expect(result[1]).toBeNaN();
    expect(result.at(-1)).toBeCloseTo(0.5, 6); // another tensor
  });

  const net = mlp([6, 5, 3], "class");
  const { weights } = newMember(net, 3, "m");

  it.each([8, 4, 3])("of %i bits are multiples of one step a tensor, off by half a step at most", (bits) => {
    const before = weights.slice();
    const result = quantised(net, weights, bits);
    expect(weights).toEqual(before);
    let from = 0;
    for (const length of net.lengths) {
      const own = weights.subarray(from, from + length);
      const step = Math.max(...own.map(Math.abs)) / (2 ** (bits - 1) - 1);
      own.forEach((w, i) => {
        const got = result[from + i]!;
        expect(Math.abs(got - w)).toBeLessThanOrEqual(step / 2 + 1e-7);
        if (step > 0) expect(Math.abs(got / step - Math.round(got / step))).toBeLessThan(1e-5);
      });
      from += length;
    }
  });

  it("give answers that are further off the fewer bits there are", async () => {
    const backend = await choose("wasm");
    const models = [weights, ...[8, 4, 3].map((bits) => quantised(net, weights, bits))];
    const inputs = Float32Array.from({ length: 50 * net.inputs }, stream(5, "inputs"));
    const answers = await backend.exclusively(() => answer(net, models, inputs));
    const of = (model: number) => answers.subarray(model * 150, (model + 1) * 150);
    const [int8, int4, int3] = [1, 2, 3].map((model) => differenceOf(net, of(model), of(0)).mean);
    expect(int8).toBeGreaterThan(0);
    expect(int4! / int8!).toBeGreaterThan(4);
    expect(int3! / int4!).toBeGreaterThan(1.3);
  });

  it("are refused with fewer than two bits", () => {
    expect(() => quantised(net, weights, 1)).toThrow("quantised: bits is 1; expected whole, 2 or more");
  });
});

describe("what is served in place of a model", () => {
  it("is measured, hashed by its form, and nobody else's business", async () => {
    const honest = await workOf("honest");
    const hashes = new Set([...honest.artefact]);
    for (const form of ["int8", "int4", "int3", "student", "stale"] as const) {
      const work = await workOf(form);
      expect(hashes).not.toContain(work.artefact[1]);
      hashes.add(work.artefact[1]!);
      for (const j of [0, 2]) {
        expect([work.quality[j], work.servedQuality[j], work.artefact[j]]).toEqual([
          honest.quality[j],
          honest.servedQuality[j],
          honest.artefact[j],
        ]);
        expect(found(work, j)).toEqual(found(honest, j));
      }
      expect([...work.steps]).toEqual([...honest.steps]);
      if (form !== "int8") expect(work.quality[1]).not.toBe(honest.quality[1]);
      if (form === "student") expect(await workOf(form)).toEqual(work);
    }
  });

  it("answers a share of requests, so that quality is the mean by share and audits are between", async () => {
    const [honest, int3, half] = [await workOf("honest"), await workOf("int3"), await workOf("int3", {}, 0.5)];
    expect(half.quality[1]).toBeCloseTo((honest.quality[1]! + int3.quality[1]!) / 2, 12);
    const alternatives = [honest, int3].map((work) => work.servedQuality[1]);
    expect(alternatives).not.toContain(half.servedQuality[1]);
    expect(await workOf("int3", {}, 0)).toMatchObject({ quality: honest.quality, found: honest.found });
  });

  it("can be another miner's answers: the same to each auditor, its own model untouched", async () => {
    const honest = await workOf("honest");
    const relayed = await workOf("answers", { serves: Int32Array.of(0, 0, 2) });
    expect(relayed.quality[1]).toBe(honest.quality[0]);
    expect(found(relayed, 1)).toEqual(found(honest, 0));
    expect(relayed.artefact[1]).toBe(servedHash("answers", honest.artefact[0]!));
    expect(relayed.artefact[0]).toBe(honest.artefact[0]);
    const learner = await digitsTask(still, { operators: trio }).start("keep");
    for (const epoch of [0, 1])
      await learner.perform(
        audited(epoch, [40, 40, 40], {
          serves: Int32Array.of(0, 0, 2),
          substitution: substituting(["honest", "answers", "honest"]),
        }),
      );
    const after = await learner.perform(audited(2, [0, 0, 0]));
    expect(after.artefact[1]).toBe(honest.artefact[1]);
  });

  it("passes on what a substitutor would answer to the same request", async () => {
    const learner = await digitsTask(still, { operators: trio }).start("keep");
    const { found: all, quality } = await learner.perform(
      audited(0, [40, 40, 40], {
        serves: Int32Array.of(0, 0, 1),
        substitution: {
          form: ["int3", "answers", "answers"],
          share: Float64Array.of(0.5, 1, 1),
          epochsOld: new Int32Array(3),
        },
      }),
    );
    expect([all[1], all[2], all[4], all[5]]).toEqual([all[0], all[0], all[3], all[3]]);
    expect([quality[1], quality[2]]).toEqual([quality[0], quality[0]]);
  });

  it("is the own model where those who pass on lead back", async () => {
    const honest = await workOf("honest");
    const learner = await digitsTask(still, { operators: trio }).start("keep");
    const change = {
      serves: Int32Array.of(1, 0, 2),
      substitution: substituting(["answers", "answers", "honest"]),
    };
    await learner.perform(audited(0, [40, 40, 40], change));
    const work = await learner.perform(audited(1, [40, 40, 40], change));
    expect(work.quality).toEqual(honest.quality);
    expect(work.artefact[0]).toBe(servedHash("answers", honest.artefact[0]!));
  });

  it("can be the model as it stood some epochs ago, also after a save and a load", async () => {
    const task = digitsTask(still, { operators: trio });
    const substitution = substituting(["honest", "stale", "honest"]);
    const [honest, stale] = [await task.start("keep"), await task.start("keep")];
    const wasGood: number[] = [];
    let learner = stale;
    for (let epoch = 0; epoch < 5; epoch++) {
      const { quality, artefact } = await honest.perform(audited(epoch, [40, 40, 40]));
      wasGood.push(quality[1]!);
      const work = await learner.perform(audited(epoch, [40, 40, 40], { substitution }));
      expect(work.quality[1]).toBe(wasGood[Math.max(0, epoch - 2)]);
      expect(work.artefact[0]).toBe(artefact[0]);
      if (epoch === 2) learner = await task.load(deserialize(serialize(learner.save())) as LearnerState, "keep");
    }
    expect(new Set(wasGood).size).toBeGreaterThan(3);
    expect((stale.save()["past"] as unknown[][]).map((past) => past.length)).toEqual([0, 2, 0]);
  });

  it("keeps no tensor", async () => {
    const learner = await digitsTask(still, { operators: trio }).start("keep");
    const substitution = substituting(["int8", "student", "stale"]);
    await learner.perform(audited(0, [2, 2, 2], { substitution }));
    const { numTensors, numBytes } = tf.memory();
    await learner.perform(audited(1, [2, 2, 2], { substitution }));
    expect(tf.memory()).toMatchObject({ numTensors, numBytes });
  });

  it("cannot be a student of a net without hidden units", () => {
    expect(() => linear(3, 2, "class").student()).toThrow(
      "linear 3-2 has no hidden units to leave out; expected a net with some, for a student of it",
    );
  });
});
