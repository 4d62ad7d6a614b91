import { DAYS_PER_YEAR } from "../../sim/core/clock.ts";
import { stream } from "../../sim/core/random.ts";
import type { AuditPlan } from "../../sim/verification/contract.ts";
import type { Learner, LearnerState, TaskContext, Work, WorkPlan } from "../../sim/task/contract.ts";
import { type BackendName, choose } from "../backend/index.ts";
import { type Images, readDigits } from "../data/mnist.ts";
import { type Turned, turning } from "../data/rotate.ts";
import { sample, split, type Split } from "../data/split.ts";
import { fingerprint, type Member, newMember } from "../fleet/member.ts";
import type { Architecture } from "../fleet/architecture.ts";
import { mlp } from "../fleet/architectures/mlp.ts";
import { highest, serve, type Server } from "../fleet/serve.ts";
import { type Lessons, train } from "../fleet/train.ts";
import { learner, type Members, restore } from "../learner.ts";
import { BASELINE, DIGIT_CLASSES, type DigitsParameters } from "./digits.ts";

/** What an epoch of digits needs, fixed within a run. */
interface Classroom {
  readonly parameters: DigitsParameters;
  readonly context: TaskContext;
  readonly net: Architecture;
  readonly images: Images;
  readonly sets: Split;
  /** image numbers of a miner's own training shard */
  shard(id: string): Int32Array;
}

/** Loads the data, starts the backend. @throws Error when the backend does not work here */
export async function openDigits(parameters: DigitsParameters, context: TaskContext, wanted: BackendName | "auto") {
  const backend = await choose(wanted);
  const images = readDigits(parameters.side);
  const net = mlp([parameters.side ** 2, parameters.hidden, DIGIT_CLASSES], "class");
  const sizes = { hidden: parameters.hiddenSize, requests: parameters.requestPool, audits: parameters.auditPool };
  const sets = split(images.count, context.validatorIds.length, sizes, context.seed);
  const shards = new Map<string, Int32Array>();
  const shard = (id: string) =>
    shards.get(id) ?? remember(shards, id, drawShard(sets, parameters.shardSize, context.seed, id));
  const room: Classroom = { parameters, context, net, images, sets, shard };
  const view = turning(images);
  const perform = (plan: WorkPlan, before: Members) =>
    backend.exclusively(async () => {
      const day = view((parameters.driftDegreesPerYear * plan.day) / DAYS_PER_YEAR);
      const taught = await teach(room, plan, before, day);
      return { after: taught.after, work: await measure(room, plan, taught, day) };
    });
  return {
    backend: backend.name,
    start: (): Learner => learner(net, perform),
    load: (state: LearnerState): Learner => learner(net, perform, restore(net, state)),
  };
}

function drawShard({ train }: Split, size: number, seed: number, id: string): Int32Array {
  return sample(train.length, size, stream(seed, "shard", id)).map((k) => train[k]!);
}

function remember<K, V>(map: Map<K, V>, key: K, value: V): V {
  map.set(key, value);
  return value;
}

/** Models after an epoch's training, and [operators] the steps that were run. */
interface Taught {
  readonly after: Members;
  readonly steps: Int32Array;
}

/**
 * Trains the planned steps of the miners who serve. A miner that needs a model and has none gets fresh weights and
 * `initialSteps` first. Models of all others stay as they are.
 */
async function teach(room: Classroom, plan: WorkPlan, before: Members, day: Turned): Promise<Taught> {
  const { context, net, parameters } = room;
  const ids = context.operatorIds;
  const learning = servers(plan).filter((j) => source(room, plan, before, j) === undefined || plan.steps[j]! > 0);
  const members = learning.map((j) => before.get(ids[j]!) ?? newMember(net, context.seed, ids[j]!));
  const initial = learning.map((j) => (before.has(ids[j]!) ? 0 : parameters.initialSteps));
  const steps = learning.map((j, m) => initial[m]! + plan.steps[j]!);
  const drawn = learning.map((j, m) => drawLessons(room, plan.epoch, ids[j]!, initial[m]!, plan.steps[j]!));
  const trained = await train(net, members, steps, lessons(room, day, drawn));
  const after = new Map<string, Member>(before);
  const ran = new Int32Array(ids.length);
  learning.forEach((j, m) => {
    after.set(ids[j]!, trained[m]!);
    ran[j] = steps[m]!;
  });
  copyModels(room, plan, before, after);
  return { after, steps: ran };
}

/**
 * A copy becomes the copier's own model, so that whoever copies the copier in turn gets what it served, and the copier goes
 * on from it should it train again. Writes `after`.
 */
function copyModels(room: Classroom, plan: WorkPlan, before: Members, after: Map<string, Member>): void {
  for (const j of servers(plan)) {
    const copied = source(room, plan, before, j);
    if (copied) after.set(room.context.operatorIds[j]!, copied);
  }
}

/** Image numbers of a miner's batches, one after the other. The first batches do not depend on how many follow. */
function drawLessons(
  { context, parameters, shard }: Classroom,
  epoch: number,
  id: string,
  initial: number,
  planned: number,
): Int32Array {
  const own = shard(id);
  const images = new Int32Array((initial + planned) * parameters.batch);
  const fill = (part: Int32Array, random: () => number) => {
    for (let k = 0; k < part.length; k++) part[k] = own[Math.floor(random() * own.length)]!;
  };
  fill(images.subarray(0, initial * parameters.batch), stream(context.seed, "initial", id));
  fill(images.subarray(initial * parameters.batch), stream(context.seed, "lesson", epoch, id));
  return images;
}

function lessons({ images, parameters }: Classroom, day: Turned, drawn: readonly Int32Array[]): Lessons {
  const { batch, learningRate } = parameters;
  return {
    batch,
    rates: drawn.map(() => learningRate),
    write(member, step, at, { inputs, targets }) {
      const chosen = drawn[member]!.subarray(step * batch, (step + 1) * batch);
      day.copy(chosen, inputs as Float32Array, at);
      for (let k = 0; k < batch; k++) targets[at + k] = images.labels[chosen[k]!]!;
    },
  };
}

/** Roster indices of the miners who serve. */
function servers({ serving }: WorkPlan): number[] {
  return Array.from(serving.keys()).filter((j) => serving[j] === 1);
}

/** The model of another miner that j serves, as it stood before the epoch; undefined where j serves its own. */
function source({ context }: Classroom, { serves }: WorkPlan, before: Members, j: number): Member | undefined {
  return serves[j] === j ? undefined : before.get(context.operatorIds[serves[j]!]!);
}

/** Answers of the served models to hidden images, customers and planned audits, compared with the labels. */
async function measure(room: Classroom, plan: WorkPlan, { after, steps }: Taught, day: Turned): Promise<Work> {
  const { context, net } = room;
  const miners = servers(plan);
  const n = context.operatorIds.length;
  const work: Work = {
    quality: new Float64Array(n).fill(NaN),
    servedQuality: new Float64Array(n).fill(NaN),
    found: new Float64Array(plan.audits.miners.length).fill(NaN),
    steps,
    artefact: new Uint32Array(n),
  };
  if (miners.length === 0) return work;
  const served = miners.map((j) => after.get(context.operatorIds[j]!)!);
  const server = serve(
    net,
    served.map(({ weights }) => weights),
  );
  try {
    const everyone = miners.map((_, k) => k);
    const hidden = await examine(room, day, server, everyone);
    const customers = await answerCustomers(room, plan.epoch, day, server, miners);
    await audit(room, plan, day, server, miners, work.found);
    miners.forEach((j, k) => {
      work.quality[j] = hidden[k]!;
      work.servedQuality[j] = customers[k]!;
      work.artefact[j] = fingerprint(served[k]!.weights);
    });
    return work;
  } finally {
    server.dispose();
  }
}

/** True quality of each served model, on the hidden set. @returns [models] */
async function examine(room: Classroom, day: Turned, server: Server, models: readonly number[]): Promise<number[]> {
  const { hidden } = room.sets;
  const images = new Float32Array(hidden.length * room.net.inputs);
  day.copy(hidden, images, 0);
  const answers = highest(await server.answer(models, images), DIGIT_CLASSES);
  return models.map((_, row) =>
    quality(room, hidden, answers.subarray(row * hidden.length, (row + 1) * hidden.length)),
  );
}

/** Quality of each served model on a sample of requests of its own. @returns [models] */
async function answerCustomers(
  room: Classroom,
  epoch: number,
  day: Turned,
  server: Server,
  miners: readonly number[],
): Promise<number[]> {
  const { context, net, parameters, sets } = room;
  const size = parameters.requestSample;
  const requests = miners.map((j) => {
    const random = stream(context.seed, "request", epoch, context.operatorIds[j]!);
    return Int32Array.from({ length: size }, () => sets.requests[Math.floor(random() * sets.requests.length)]!);
  });
  const images = new Float32Array(miners.length * size * net.inputs);
  requests.forEach((chosen, k) => day.copy(chosen, images, k * size));
  const answers = highest(await server.answerOwn(images), DIGIT_CLASSES);
  return requests.map((chosen, k) => quality(room, chosen, answers.subarray(k * size, (k + 1) * size)));
}

/**
 * Runs the planned audits, and no other: each auditor puts one sample of its own set to the miners it checks.
 * Auditors who check the same miners ask together, since a stack of models costs the same to prepare for any number of images.
 */
async function audit(
  room: Classroom,
  plan: WorkPlan,
  day: Turned,
  server: Server,
  miners: readonly number[],
  found: Float64Array,
): Promise<void> {
  const { parameters } = room;
  const size = parameters.auditSize;
  for (const { models, validators, pairs } of panels(plan.audits, miners)) {
    const chosen = new Int32Array(validators.length * size);
    validators.forEach((validator, v) => chosen.set(auditSample(room, plan.epoch, validator), v * size));
    const images = new Float32Array(chosen.length * room.net.inputs);
    day.copy(chosen, images, 0);
    const answers = highest(await server.answer(models, images), DIGIT_CLASSES);
    pairs.forEach((ofValidator, v) => {
      const asked = chosen.subarray(v * size, (v + 1) * size);
      ofValidator.forEach((pair, row) => {
        const from = row * chosen.length + v * size;
        found[pair] = quality(room, asked, answers.subarray(from, from + size));
      });
    });
  }
}

/** Auditors who check the same miners. */
interface Panel {
  /** positions of the checked miners among those who serve */
  readonly models: readonly number[];
  readonly validators: number[];
  /** for each validator the planned pairs, in the order of `models` */
  readonly pairs: number[][];
}

function panels({ validators, miners }: AuditPlan, serving: readonly number[]): Iterable<Panel> {
  const position = new Map(serving.map((j, k) => [j, k]));
  const planned = new Map<number, number[]>();
  validators.forEach((validator, pair) => {
    if (position.has(miners[pair]!)) (planned.get(validator) ?? remember(planned, validator, [])).push(pair);
  });
  const found = new Map<string, Panel>();
  for (const [validator, pairs] of planned) {
    const models = pairs.map((pair) => position.get(miners[pair]!)!);
    const key = models.join();
    const panel = found.get(key) ?? remember<string, Panel>(found, key, { models, validators: [], pairs: [] });
    panel.validators.push(validator);
    panel.pairs.push(pairs);
  }
  return found.values();
}

/** Image numbers that an auditor asks in an epoch, the same of every miner. */
function auditSample({ context, parameters, sets }: Classroom, epoch: number, validator: number): Int32Array {
  const set = sets.audits[validator]!;
  const random = stream(context.seed, "audit", epoch, context.validatorIds[validator]!);
  return sample(set.length, parameters.auditSize, random).map((k) => set[k]!);
}

/** (accuracy - baseline) / (reachable - baseline), not clipped. */
function quality({ images, parameters }: Classroom, chosen: Int32Array, answers: Uint8Array): number {
  let right = 0;
  for (let k = 0; k < chosen.length; k++) if (answers[k] === images.labels[chosen[k]!]) right++;
  return (right / chosen.length - BASELINE) / (parameters.reachable - BASELINE);
}
