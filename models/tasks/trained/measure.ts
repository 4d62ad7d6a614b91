import { stream } from "../../../sim/core/random.ts";
import type { AuditPlan } from "../../../sim/verification/contract.ts";
import type { Work, WorkPlan } from "../../../sim/task/contract.ts";
import { sample } from "../../data/split.ts";
import { inputsFor } from "../../fleet/serve.ts";
import { type Classroom, remember } from "./classroom.ts";
import { type Served, servedBy } from "./served.ts";
import { qualityOf, type Scene } from "./subject.ts";
import type { Taught } from "./teach.ts";

/** Answers to hidden examples, customers and planned audits, marked: answers of what is really served, whatever its form. */
export async function measure(room: Classroom, plan: WorkPlan, { after, steps }: Taught, day: Scene): Promise<Work> {
  const n = room.context.operatorIds.length;
  const work: Work = {
    quality: new Float64Array(n).fill(NaN),
    servedQuality: new Float64Array(n).fill(NaN),
    found: new Float64Array(plan.audits.miners.length).fill(NaN),
    steps,
    artefact: new Uint32Array(n),
  };
  if (!plan.serving.includes(1)) return work;
  const served = await servedBy(room, plan, after, day);
  const hidden = await examine(room, day, served);
  const customers = await answerCustomers(room, plan.epoch, day, served);
  await audit(room, plan, day, served, work.found);
  served.miners.forEach((j, k) => {
    work.quality[j] = hidden[k]!;
    work.servedQuality[j] = customers[k]!;
    work.artefact[j] = served.hash(k);
  });
  return work;
}

/** True quality of what each miner serves, on the hidden set. @returns [positions] */
async function examine(room: Classroom, day: Scene, { miners, voices, voiceCount, mean }: Served): Promise<number[]> {
  const { hidden } = room.sets;
  const inputs = inputsFor(room.subject.net, hidden.length);
  day.write(hidden, { inputs }, 0);
  const everyone = Array.from({ length: voiceCount }, (_, voice) => voice);
  const answers = await voices.answer(everyone, inputs);
  const marks = everyone.map((voice) => meanMark(room, day, hidden, answers, (k) => voice * hidden.length + k));
  return miners.map((_, position) => qualityOfMark(room, mean(position, marks)));
}

/** Quality of each miner's answers to a sample of requests of its own. @returns [positions] */
async function answerCustomers(room: Classroom, epoch: number, day: Scene, served: Served): Promise<number[]> {
  const { context, parameters, sets } = room;
  const size = parameters.requestSample;
  const requests = served.miners.map((j) => {
    const random = stream(context.seed, "request", epoch, context.operatorIds[j]!);
    return Int32Array.from({ length: size }, () => sets.requests[Math.floor(random() * sets.requests.length)]!);
  });
  const rows = served.miners.flatMap((_, position) => served.mayAnswer(position).map((voice) => ({ position, voice })));
  const answers = await served.voices.answerOwn(
    rows.map(({ voice }) => voice),
    size,
    (row, from, to, inputs, at) => day.write(requests[rows[row]!.position]!.subarray(from, to), { inputs }, at),
  );
  const rowOf = new Map(rows.map(({ position, voice }, row) => [`${position} ${voice}`, row]));
  return requests.map((chosen, position) => {
    const asker = `customers of ${context.operatorIds[served.miners[position]!]!}`;
    const at = (k: number) => rowOf.get(`${position} ${served.speaker(position, asker, k)}`)! * size + k;
    return qualityOfMark(room, meanMark(room, day, chosen, answers, at));
  });
}

/**
 * Runs the planned audits, and no other: each auditor puts one sample of its own set to the miners it checks.
 * Auditors who check the same miners ask together, since a stack of models costs the same to prepare for any number of examples.
 */
async function audit(room: Classroom, plan: WorkPlan, day: Scene, served: Served, found: Float64Array): Promise<void> {
  const size = room.parameters.auditSize;
  for (const { positions, validators, pairs } of panels(plan.audits, served.miners)) {
    const chosen = new Int32Array(validators.length * size);
    validators.forEach((validator, v) => chosen.set(auditSample(room, plan.epoch, validator), v * size));
    const inputs = inputsFor(room.subject.net, chosen.length);
    day.write(chosen, { inputs }, 0);
    const voices = [...new Set(positions.flatMap((position) => served.mayAnswer(position)))];
    const answers = await served.voices.answer(voices, inputs);
    const rowOf = new Map(voices.map((voice, row) => [voice, row]));
    pairs.forEach((ofValidator, v) => {
      const asked = chosen.subarray(v * size, (v + 1) * size);
      const asker = `audit of ${room.context.validatorIds[validators[v]!]!}`;
      ofValidator.forEach((pair, which) => {
        const row = (k: number) => rowOf.get(served.speaker(positions[which]!, asker, k))! * chosen.length;
        found[pair] = qualityOfMark(
          room,
          meanMark(room, day, asked, answers, (k) => row(k) + v * size + k),
        );
      });
    });
  }
}

/** Auditors who check the same miners. */
interface Panel {
  /** positions of the checked miners among those who serve */
  readonly positions: readonly number[];
  readonly validators: number[];
  /** for each validator the planned pairs, in the order of `positions` */
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
    const positions = pairs.map((pair) => position.get(miners[pair]!)!);
    const key = positions.join();
    const panel = found.get(key) ?? remember<string, Panel>(found, key, { positions, validators: [], pairs: [] });
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

/** Mean mark of answers to examples. @param row of `answers` in which the answer to the k-th of them is */
function meanMark(
  { subject }: Classroom,
  day: Scene,
  chosen: Int32Array,
  answers: Float32Array,
  row: (k: number) => number,
): number {
  const { outputs } = subject.net;
  let marks = 0;
  for (let k = 0; k < chosen.length; k++) marks += day.mark(chosen[k]!, answers, row(k) * outputs);
  return marks / chosen.length;
}

const qualityOfMark = ({ subject }: Classroom, mark: number): number => qualityOf(subject, subject.score(mark));
