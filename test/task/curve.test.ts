import { describe, expect, it } from "vitest";
import { clock, SECONDS_PER_DAY } from "../../sim/core/clock.ts";
import { mean } from "../../sim/core/stats.ts";
import type { ServedForm, TaskContext, WorkPlan } from "../../sim/task/contract.ts";
import { curve } from "../../sim/task/curve.ts";
import { qualityAfterStop, stationaryQuality } from "../../sim/theory/drift.ts";
import { copyOf } from "../laws/kinds.ts";

const losses = { int8Loss: 0.01, int4Loss: 0.1, int3Loss: 0.3, studentLoss: 0.2 };
const given = { catchUp: "0.3 /day", drift: 0.02, qMax: 0.95, q0: 0.1, opening: 0.93, noise: 0, ...losses };
const parameters = curve.schema.parse({ kind: "curve", ...given });
const REFERENCE_STEPS = 1000;

function contextOf(operatorIds: string[], tempo = 7200): TaskContext {
  return {
    clock: clock(12, tempo, 3650 * SECONDS_PER_DAY),
    seed: 5,
    operatorIds,
    validatorIds: ["validator-0", "validator-1"],
    referenceSteps: (REFERENCE_STEPS * tempo) / 7200,
    environment: {},
  };
}

/** Everybody serves its own model with its share of the reference steps; both validators audit everybody. */
function planOf({ operatorIds, referenceSteps }: TaskContext, epoch: number, efforts: number[]): WorkPlan {
  const miners = operatorIds.map((_, j) => j);
  return {
    epoch,
    day: epoch + 1,
    serving: Uint8Array.from(miners, () => 1),
    steps: Int32Array.from(efforts, (effort) => effort * referenceSteps),
    serves: Int32Array.from(miners),
    audits: {
      validators: Int32Array.from([...miners.map(() => 0), ...miners.map(() => 1)]),
      miners: Int32Array.from([...miners, ...miners]),
    },
  };
}

async function qualityAfter(context: TaskContext, epochs: number, efforts: number[], rule = parameters) {
  const learner = await curve.build(rule, context).start("cut");
  let quality = new Float64Array();
  for (let epoch = 0; epoch < epochs; epoch++) {
    quality = (await learner.perform(planOf(context, epoch, efforts))).quality.slice();
  }
  return quality;
}

describe("quality on the curve", () => {
  it("falls at the drift's rate when training stops", async () => {
    const [quality] = await qualityAfter(contextOf(["a"]), 26, [0]);
    expect(quality).toBeCloseTo(qualityAfterStop(0.93, 0.1, 0.02, 26), 12);
    expect(Math.abs(quality! - 0.590858211202)).toBeLessThan(0.01);
  });

  it("stays where it is without drift or training", async () => {
    expect([...(await qualityAfter(contextOf(["a"]), 50, [0], { ...parameters, drift: 0 }))]).toEqual([0.93]);
  });

  it("settles where catching up and drift balance", async () => {
    const efforts = [1, 0.25, 0.05];
    const settled = await qualityAfter(contextOf(["a", "b", "c"]), 600, efforts);
    efforts.forEach((effort, j) => {
      expect(settled[j]).toBeCloseTo(stationaryQuality(0.1, 0.95, 0.3, -Math.log1p(-0.02), effort), 9);
      // Against the discrete form, whose drift is a fraction per epoch.
      expect(Math.abs(settled[j]! - stationaryQuality(0.1, 0.95, 0.3, 0.02, effort))).toBeLessThan(0.01);
    });
  });

  it("is the same for daily and weekly epochs", async () => {
    const efforts = [0.7, 0.1];
    const daily = await qualityAfter(contextOf(["a", "b"]), 28, efforts);
    const weekly = await qualityAfter(contextOf(["a", "b"], 50_400), 4, efforts);
    daily.forEach((quality, j) => expect(quality).toBeCloseTo(weekly[j]!, 12));
  });
});

describe("measurement", () => {
  const noisy = { ...parameters, noise: 0.02 };

  it("is quality plus noise of the given size", async () => {
    const ids = Array.from({ length: 2000 }, (_, j) => `miner-${j}`);
    const context = contextOf(ids);
    const learner = await curve.build(noisy, context).start("cut");
    const { quality, found, servedQuality } = await learner.perform(
      planOf(
        context,
        0,
        ids.map(() => 1),
      ),
    );
    const errors = [...found].map((f, k) => f - quality[k % ids.length]!);
    expect(Math.abs(mean(errors))).toBeLessThan(0.001);
    expect(Math.sqrt(mean(errors.map((e) => e * e)))).toBeCloseTo(0.02, 3);
    expect(Math.sqrt(mean([...servedQuality].map((q, j) => (q - quality[j]!) ** 2)))).toBeCloseTo(0.02, 3);
    expect(new Set(errors).size).toBe(errors.length);
  });

  it("belongs to who measures whom: a new miner changes no other's", async () => {
    const of = async (ids: string[]) => {
      const context = contextOf(ids);
      const learner = await curve.build(noisy, context).start("cut");
      const work = await learner.perform(
        planOf(
          context,
          3,
          ids.map(() => 0.5),
        ),
      );
      const at = ids.indexOf("b");
      return [work.quality[at], work.servedQuality[at], work.found[at], work.found[ids.length + at], work.artefact[at]];
    };
    expect(await of(["new", "a", "b"])).toEqual(await of(["a", "b"]));
  });
});

describe("the learner", () => {
  const context = contextOf(["a", "b", "c"]);
  const task = curve.build({ ...parameters, opening: 0.2 }, context);

  it("serves another's model as it stood before this epoch's training, with the same artefact", async () => {
    const learner = await task.start("cut");
    const first = await learner.perform(planOf(context, 0, [1, 0, 0]));
    const untouched = await task.load(learner.save(), "cut");
    const plan = { ...planOf(context, 1, [1, 0, 0]), serves: Int32Array.of(0, 0, 0) };
    const { quality, artefact } = await learner.perform(plan);
    expect(quality[1]).toBe((await untouched.perform(planOf(context, 1, [0, 0, 0]))).quality[0]);
    expect(quality[0]).toBeGreaterThan(first.quality[0]!);
    expect(artefact[1]).toBe(artefact[2]);
    expect(artefact[1]).toBe(first.artefact[0]);
    expect(artefact[0]).not.toBe(artefact[1]);
  });

  it("lets a copier be copied: what it served goes on, not a model of its own that it never trained", async () => {
    const learner = await task.start("cut");
    await learner.perform(planOf(context, 0, [1, 0, 0]));
    const copied = await learner.perform({ ...planOf(context, 1, [1, 0, 0]), serves: Int32Array.of(0, 0, 2) });
    const again = await learner.perform({ ...planOf(context, 2, [1, 0, 0]), serves: Int32Array.of(0, 1, 1) });
    expect(again.artefact[2]).toBe(copied.artefact[1]);
    expect(again.quality[2]).toBe(again.quality[1]);
  });

  it("gives a miner its opening quality when it first serves, and nothing before", async () => {
    const learner = await task.start("cut");
    const serving = Uint8Array.of(1, 0, 1);
    const work = await learner.perform({ ...planOf(context, 0, [0, 0, 1]), serving });
    expect([work.quality[1], work.servedQuality[1], work.artefact[1]]).toEqual([NaN, NaN, 0]);
    const next = await learner.perform(planOf(context, 1, [0, 0, 0]));
    expect(next.quality[1]).toBe(work.quality[0]);
    expect(next.quality[0]).toBeLessThan(next.quality[1]!);
  });

  it("goes on alike after a fork or a save, and apart from the other arm", async () => {
    const learner = await task.start("keep");
    await learner.perform(planOf(context, 0, [1, 0.5, 0]));
    const forked = await task.load(learner.save(), "cut");
    const loaded = await task.load(copyOf(learner.save()), "keep");
    await forked.perform(planOf(context, 1, [0, 0, 0]));
    const plan = planOf(context, 1, [1, 1, 1]);
    const copy = copyOf(plan);
    expect(await loaded.perform(plan)).toEqual(await learner.perform(plan));
    expect(plan).toEqual(copy);
  });

  it("refuses a state of another roster", async () => {
    await expect(async () =>
      task.load({ quality: new Float64Array(2), artefact: new Uint32Array(2) }, "cut"),
    ).rejects.toThrow(/2 miners; expected 3/);
  });
});

it("refuses a baseline that is not below what training reaches", () => {
  const { error } = curve.schema.safeParse({ kind: "curve", q0: 0.96 });
  expect(error!.issues[0]!.path).toEqual(["q0"]);
});

describe("what is served in place of a model", () => {
  const ids = ["a", "b", "c"];
  const context = contextOf(ids);
  const perform = async (form: ServedForm[], share: number[], serves = [0, 1, 2]) =>
    (await curve.build(parameters, context).start("cut")).perform({
      ...planOf(context, 0, [1, 0.5, 0]),
      serves: Int32Array.from(serves),
      substitution: { form, share: Float64Array.from(share), epochsOld: new Int32Array(3) },
    });

  it("loses its form's share of quality, and is hashed as another thing", async () => {
    const honest = await perform(["honest", "honest", "honest"], [0, 0, 0]);
    const work = await perform(["honest", "int4", "student"], [0, 1, 0.5]);
    expect(work.quality[0]).toBe(honest.quality[0]);
    expect(work.quality[1]).toBeCloseTo(0.9 * honest.quality[1]!, 12);
    expect(work.quality[2]).toBeCloseTo(0.9 * honest.quality[2]!, 12);
    expect(work.found[1]).toBe(work.quality[1]);
    expect(work.artefact[0]).toBe(honest.artefact[0]);
    expect(new Set([...work.artefact, ...honest.artefact]).size).toBe(5);
  });

  it("is of the quality of who gives the answers, and copies nobody's model", async () => {
    const honest = await perform(["honest", "honest", "honest"], [0, 0, 0]);
    const { quality, artefact } = await perform(["int4", "answers", "answers"], [1, 1, 0.5], [0, 0, 1]);
    expect(quality[1]).toBe(quality[0]);
    expect(quality[2]).toBeCloseTo((honest.quality[2]! + quality[0]!) / 2, 12);
    expect(new Set([...artefact, ...honest.artefact]).size).toBe(6);
  });

  it("is refused where it is an old model", async () => {
    await expect(perform(["honest", "stale", "honest"], [0, 1, 0])).rejects.toThrow(
      "task curve: miner b serves stale, and the curve keeps no old models; expected a task that really trains",
    );
  });
});
