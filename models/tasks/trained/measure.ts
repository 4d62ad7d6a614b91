import { stream } from "../../../sim/core/random.ts";
import type { AuditPlan } from "../../../sim/verification/contract.ts";
import type { Work, WorkPlan } from "../../../sim/task/contract.ts";
import { sample } from "../../data/split.ts";
import { fingerprint } from "../../fleet/member.ts";
import { serve, type Server } from "../../fleet/serve.ts";
import { type Classroom, remember, servers } from "./classroom.ts";
import { qualityOf, type Scene } from "./subject.ts";
import type { Taught } from "./teach.ts";

/** Answers of the served models to hidden examples, customers and planned audits, marked. */
export async function measure(room: Classroom, plan: WorkPlan, { after, steps }: Taught, day: Scene): Promise<Work> {
  const { context, subject } = room;
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
    subject.net,
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
async function examine(room: Classroom, day: Scene, server: Server, models: readonly number[]): Promise<number[]> {
  const { hidden } = room.sets;
  const inputs = inputsFor(room, hidden.length);
  day.write(hidden, { inputs }, 0);
  const answers = await server.answer(models, inputs);
  return models.map((_, row) => quality(room, day, hidden, answers, row * hidden.length));
}

/** Quality of each served model on a sample of requests of its own. @returns [models] */
async function answerCustomers(
  room: Classroom,
  epoch: number,
  day: Scene,
  server: Server,
  miners: readonly number[],
): Promise<number[]> {
  const { context, parameters, sets } = room;
  const size = parameters.requestSample;
  const requests = miners.map((j) => {
    const random = stream(context.seed, "request", epoch, context.operatorIds[j]!);
    return Int32Array.from({ length: size }, () => sets.requests[Math.floor(random() * sets.requests.length)]!);
  });
  const inputs = inputsFor(room, miners.length * size);
  requests.forEach((chosen, k) => day.write(chosen, { inputs }, k * size));
  const answers = await server.answerOwn(inputs);
  return requests.map((chosen, k) => quality(room, day, chosen, answers, k * size));
}

/**
 * Runs the planned audits, and no other: each auditor puts one sample of its own set to the miners it checks.
 * Auditors who check the same miners ask together, since a stack of models costs the same to prepare for any number of examples.
 */
async function audit(
  room: Classroom,
  plan: WorkPlan,
  day: Scene,
  server: Server,
  miners: readonly number[],
  found: Float64Array,
): Promise<void> {
  const size = room.parameters.auditSize;
  for (const { models, validators, pairs } of panels(plan.audits, miners)) {
    const chosen = new Int32Array(validators.length * size);
    validators.forEach((validator, v) => chosen.set(auditSample(room, plan.epoch, validator), v * size));
    const inputs = inputsFor(room, chosen.length);
    day.write(chosen, { inputs }, 0);
    const answers = await server.answer(models, inputs);
    pairs.forEach((ofValidator, v) => {
      const asked = chosen.subarray(v * size, (v + 1) * size);
      ofValidator.forEach((pair, row) => {
        found[pair] = quality(room, day, asked, answers, row * chosen.length + v * size);
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

/** Examples that an auditor asks in an epoch, the same of every miner. */
function auditSample({ context, parameters, sets }: Classroom, epoch: number, validator: number): Int32Array {
  const set = sets.audits[validator]!;
  const random = stream(context.seed, "audit", epoch, context.validatorIds[validator]!);
  return sample(set.length, parameters.auditSize, random).map((k) => set[k]!);
}

function inputsFor({ subject: { net } }: Classroom, examples: number): Float32Array | Int32Array {
  const numbers = net.inputType === "int32" ? Int32Array : Float32Array;
  return new numbers(examples * net.inputs);
}

/** Quality of answers to examples, the first of them at row `at` of `answers`. */
function quality({ subject }: Classroom, day: Scene, chosen: Int32Array, answers: Float32Array, at: number): number {
  const { outputs } = subject.net;
  let marks = 0;
  for (let k = 0; k < chosen.length; k++) marks += day.mark(chosen[k]!, answers, (at + k) * outputs);
  return qualityOf(subject, subject.score(marks / chosen.length));
}
