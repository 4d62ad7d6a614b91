/** What audits see of miners that really train and answer, beside the quality they find. */
import { deserialize, serialize } from "node:v8";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { transferableSymbol, valueSymbol } from "piscina";
import { lossOf } from "../../models/tasks/trained/loss.ts";
import { differenceOf } from "../../models/tasks/trained/difference.ts";
import { flipping } from "../../models/tasks/trained/flip.ts";
import { outvotedOf, type Said } from "../../models/tasks/trained/votes.ts";
import work from "../../models/tasks/trained/thread.ts";
import { digits } from "../../models/tasks/digits.ts";
import { clock } from "../../sim/core/clock.ts";
import { mean } from "../../sim/core/stats.ts";
import type { Crew, Evidence, LearnerState, ServedForm, Task, Work, WorkPlan } from "../../sim/task/contract.ts";
import { roomFor, smallTasks } from "./subjects.ts";
import { allAudits, digitsTask, plan, SMALL, taskOf } from "./world.ts";

const ids = ["honest", "int8", "student", "relay", "relayed", "public", "flipped", "copier"];
const at = Object.fromEntries(ids.map((id, j) => [id, j]));
const validators = ["v0", "v1"];
const small = { ...SMALL, hidden: 16, driftDegreesPerYear: 0, auditSize: 100 };
const LOOKS = ["outputs", "votes", "training"] as const;

function planOf(epoch: number, steps = 150, change: Partial<WorkPlan["audits"]> = { looksAt: LOOKS }): WorkPlan {
  const forms: Readonly<Record<string, ServedForm>> = { int8: "int8", student: "student", relay: "answers" };
  const form = ids.map((id) => forms[id] ?? "honest");
  return plan(
    epoch,
    ids.map((id) => (id === "copier" ? 0 : steps)),
    {
      serves: Int32Array.from(ids, (id, j) => ({ relay: at["relayed"]!, copier: at["honest"]! })[id] ?? j),
      substitution: {
        form,
        share: Float64Array.from(form, (one) => (one === "honest" ? 0 : 1)),
        epochsOld: new Int32Array(ids.length),
      },
      lessons: ids.map((id) => (id === "public" || id === "flipped" ? id : "own")),
      audits: { ...allAudits(2, ids.length), ...change },
    },
  );
}

const of = (column: Float64Array, id: string) => validators.map((_, v) => column[v * ids.length + at[id]!]!);
const meanOf = (evidence: Evidence, column: keyof Evidence, id: string) => mean(of(evidence[column], id));

describe("evidence of digits that are really trained", () => {
  let own: Work;
  let open: Work;
  beforeAll(async () => {
    const play = async (change: Partial<WorkPlan["audits"]>) => {
      const learner = await digitsTask(small, { operators: ids }).start("keep");
      await learner.perform(planOf(0, 150, change));
      return learner.perform(planOf(1, 150, change));
    };
    own = await play({ looksAt: LOOKS });
    open = await play({ looksAt: LOOKS, publicQuestions: true });
  });

  it("of outputs tells every substitute, and nobody who answers with the model it committed to", () => {
    const { difference, disagreeing, unlike } = own.evidence!;
    for (const id of ["honest", "relayed", "public", "flipped", "copier"])
      expect([...of(difference, id), ...of(disagreeing, id), ...of(unlike, id)], id).toEqual([0, 0, 0, 0, 0, 0]);
    for (const value of of(difference, "int8")) expect(value).toBeGreaterThan(1e-3);
    expect(meanOf(own.evidence!, "disagreeing", "int8")).toBeLessThan(0.02);
    for (const id of ["student", "relay"]) {
      for (const value of of(difference, id)) expect(value, id).toBeGreaterThan(1);
      for (const value of of(disagreeing, id)) expect(value, id).toBeGreaterThan(0.02);
      for (const value of of(unlike, id)) expect(value, id).toBeGreaterThan(0.02);
    }
  });

  it("of votes is against who poisons, not against who passes on answers", () => {
    const { outvoted } = own.evidence!;
    expect(of(outvoted, "relay")).toEqual(of(outvoted, "relayed"));
    for (const value of of(outvoted, "flipped")) expect(value).toBeGreaterThan(0.9);
    for (const id of ["honest", "int8", "relay", "copier"])
      for (const value of of(outvoted, id)) expect(value, id).toBeLessThan(0.2);
  });

  it("of training shows who trained on its shard", () => {
    const { gain, assignedGain } = own.evidence!;
    for (const id of ["honest", "int8", "relayed"])
      validators.forEach((_, v) => expect(of(assignedGain, id)[v], id).toBeGreaterThan(of(gain, id)[v]!));
    const edge = (id: string) => meanOf(own.evidence!, "assignedGain", id) - meanOf(own.evidence!, "gain", id);
    expect(edge("honest")).toBeGreaterThan(0.05);
    expect(Math.abs(edge("public"))).toBeLessThan(edge("honest"));
    expect(meanOf(own.evidence!, "assignedGain", "flipped")).toBeLessThan(0);
    const known = open.evidence!;
    expect(meanOf(known, "gain", "public")).toBeGreaterThan(meanOf(known, "assignedGain", "public") + 0.2);
  });

  it("of a miner's first epoch has no gain", async () => {
    const learner = await digitsTask(small, { operators: ids }).start("keep");
    const { evidence } = await learner.perform(planOf(0, 2));
    expect(evidence!.gain.every(Number.isNaN)).toBe(true);
    expect(evidence!.outvoted.some(Number.isNaN)).toBe(false);
  });

  it("finds who learns the public questions by heart better there than it is, and only there", () => {
    const quality = own.quality[at["public"]!]!;
    expect(open.quality).toEqual(own.quality);
    for (const found of of(open.found, "public")) expect(found).toBeGreaterThan(quality + 0.1);
    for (const found of of(open.found, "public")) expect(found).toBeGreaterThan(open.quality[at["honest"]!]!);
    expect(Math.abs(mean(of(own.found, "public")) - quality)).toBeLessThan(0.1);
    expect(quality).toBeLessThan(own.quality[at["honest"]!]!);
  });

  it("finds who learns wrong targets below the baseline", () => {
    expect(own.quality[at["flipped"]!]).toBeLessThan(0);
    for (const found of of(own.found, "flipped")) expect(found).toBeLessThan(0);
  });

  it("leaves the rest of the work as it is, and is left out where nothing is looked at", async () => {
    const learner = await digitsTask(small, { operators: ids }).start("keep");
    await learner.perform(planOf(0, 150, {}));
    const without = await learner.perform(planOf(1, 150, {}));
    const { evidence, ...rest } = own;
    expect(evidence).toBeDefined();
    expect(without).toEqual(rest);
  });

  it("keeps no tensor", async () => {
    const learner = await digitsTask(small, { operators: ids }).start("keep");
    await learner.perform(planOf(0, 2));
    const { numTensors, numBytes } = tf.memory();
    await learner.perform(planOf(1, 2));
    expect(tf.memory()).toMatchObject({ numTensors, numBytes });
  });
});

/** A crew whose threads are this one; what passes is copied or handed over as it would be between threads. */
const crewOf = (size: number): Crew => ({
  size,
  async run(job) {
    const done = (await work(structuredClone(job) as never)) as unknown as Record<symbol, unknown>;
    return structuredClone(done[valueSymbol], { transfer: done[transferableSymbol] as ArrayBuffer[] });
  },
});

describe("evidence by threads", () => {
  const taskWith = (crew?: Crew): Task =>
    digits.build(digits.schema.parse({ kind: "digits", ...small }), {
      clock: clock(12, 50_400, 1e7),
      seed: 7,
      operatorIds: ids,
      validatorIds: validators,
      referenceSteps: 12,
      environment: { backend: "wasm", ...(crew && { crew }) },
    });

  /** Three epochs of all looks, the last after a save and a load and without one miner and one audit. */
  const played = async (crew?: Crew) => {
    const task = taskWith(crew);
    let learner = await task.start("keep");
    const works = [await learner.perform(planOf(0, 5)), await learner.perform(planOf(1, 7))];
    learner = await task.load(deserialize(serialize(learner.save())) as LearnerState, "keep");
    const { audits, ...last } = planOf(2, 3, { looksAt: LOOKS, publicQuestions: true });
    const serving = new Uint8Array(ids.length).fill(1);
    serving[2] = 0;
    const kept = [...audits.miners.keys()].filter((k) => audits.miners[k] !== 2 && k !== 4);
    const pick = (column: Int32Array) => Int32Array.from(kept, (k) => column[k]!);
    const some = { ...audits, validators: pick(audits.validators), miners: pick(audits.miners) };
    works.push(await learner.perform({ ...last, serving, audits: some }));
    return { works, state: learner.save() };
  };

  it.each([1, 2, 3])("is the same bytes with %i as with this one alone, and after a save and a load", async (size) => {
    expect(await played(crewOf(size))).toEqual(await played());
  });
});

describe("votes", () => {
  const audits = { validators: Int32Array.of(0, 0, 0, 0, 1), miners: Int32Array.of(3, 1, 2, 0, 0) };
  const said = (target: Said["target"], width: number, ...answers: number[][]): Said => ({
    target,
    width,
    size: answers[0]!.length / width,
    values: Float32Array.from(answers.flat()),
  });

  it("are won by the commonest class, and by that of the lower miner where two are as common", () => {
    // Miner 0 is asked last: of 4, 4, 5, 5 its class 5 counts. Whom a validator asks alone is never outvoted.
    const given = said("class", 1, [4, 1], [4, 2], [5, 1], [5, 1], [9, 9]);
    expect([...outvotedOf(audits, given)]).toEqual([0.5, 1, 0, 0, 0]);
  });

  it("are won by the median number, the lower of two, with an error of 0.01 left to all", () => {
    const given = said("numbers", 2, [0, 0], [0.005, 1], [0.5, 0], [0.01, 0], [7, 7]);
    expect([...outvotedOf(audits, given)]).toEqual([0, 1, 1, 0, 0]);
  });

  it("are not cast by who does not answer", () => {
    const given = said("class", 1, [1], [NaN], [2], [2], [NaN]);
    expect([...outvotedOf(audits, given)]).toEqual([1, NaN, 0, 0, NaN]);
  });
});

describe("losses and differences", () => {
  const classes = { outputs: 2, target: "class" } as const;
  const numbers = { outputs: 2, target: "numbers" } as const;

  it("are cross-entropy in nats, and the mean squared error", () => {
    const logits = Float32Array.of(0, 0, Math.log(3), 0);
    expect(lossOf(classes, logits, Int32Array.of(0, 0))).toBeCloseTo((Math.log(2) + Math.log(4 / 3)) / 2, 6);
    expect(lossOf(classes, Float32Array.of(1000, -1000), Int32Array.of(1))).toBeCloseTo(2000, 6);
    expect(lossOf(numbers, Float32Array.of(1, 2, 3, 4), Float32Array.of(1, 0, 3, 2))).toBe(2);
  });

  it("tell other classes, numbers off by more than 0.01 and softmaxed outputs of a low cosine", () => {
    const reference = Float32Array.of(1, 0, 1, 0);
    expect(differenceOf(classes, Float32Array.of(1, 0, 1.5, 0), reference)).toMatchObject({
      largest: 0.5,
      disagreeing: 0,
      unlike: 0,
    });
    expect(differenceOf(classes, Float32Array.of(1, 0, 0, 3), reference)).toMatchObject({
      disagreeing: 0.5,
      unlike: 0.5,
    });
    const off = differenceOf(numbers, Float32Array.of(1.005, 0, 1, 0.02), reference);
    expect([off.disagreeing, off.unlike]).toEqual([0.5, NaN]);
  });
});

describe("wrong targets", () => {
  it("are the next class", async () => {
    const { subject } = await roomFor("digits", SMALL);
    const targets = Int32Array.of(3, 8, 9, 0);
    flipping(subject, subject.on(0), Int32Array.of())(targets, 1, 2);
    expect([...targets]).toEqual([3, 9, 0, 0]);
  });

  it("are numbers on the other side of the set's mean", async () => {
    const { parameters } = smallTasks.find(({ kind }) => kind === "picture")!;
    const { subject, shard } = await roomFor("picture", parameters);
    const [day, set] = [subject.on(0), shard("a")];
    const targets = new Float32Array(set.length * 3);
    day.write(set, { inputs: new Float32Array(set.length * 2), targets }, 0);
    const before = targets.slice();
    flipping(subject, day, set)(targets, 0, set.length);
    const means = [0, 1, 2].map((c) => mean([...before].filter((_, k) => k % 3 === c)));
    targets.forEach((value, k) => expect((value + before[k]!) / 2).toBeCloseTo(means[k % 3]!, 5));
  });
});

it("is there for tasks of numbers too, but for the cosine", async () => {
  const { parameters } = smallTasks.find(({ kind }) => kind === "regression")!;
  const learner = await taskOf("regression", parameters, { operators: ["a", "b", "c"] }).start("keep");
  const audits = { ...allAudits(2, 3), looksAt: LOOKS };
  const lessons = ["own", "own", "flipped"] as const;
  const substitution = {
    form: ["honest", "int8", "honest"] as const,
    share: Float64Array.of(0, 1, 0),
    epochsOld: new Int32Array(3),
  };
  const at1 = (epoch: number) => plan(epoch, [100, 100, 100], { audits, lessons, substitution });
  await learner.perform(at1(0));
  const { evidence, quality } = await learner.perform(at1(1));
  const { difference, disagreeing, unlike, outvoted, gain } = evidence!;
  expect([difference[0], difference[2]]).toEqual([0, 0]);
  expect(difference[1]).toBeGreaterThan(1e-3);
  expect(disagreeing[1]).toBeGreaterThan(0);
  expect(unlike.every(Number.isNaN)).toBe(true);
  expect(outvoted[2]).toBeGreaterThan(0.5);
  expect(gain[0]).toBeGreaterThan(gain[2]!);
  expect(quality[2]).toBeLessThan(0);
});

it("the public set is a fixed part of the training examples, as large as an auditor's own set", async () => {
  const [room, again] = [await roomFor("digits", SMALL), await roomFor("digits", SMALL)];
  const known = room.publicSet();
  expect(known.length).toBe(room.sets.audits[0]!.length);
  expect(new Set(known).size).toBe(known.length);
  const train = new Set(room.sets.train);
  expect(known.every((example) => train.has(example))).toBe(true);
  expect(again.publicSet()).toEqual(known);
});
