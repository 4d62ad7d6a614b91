import { stream } from "../../../sim/core/random.ts";
import type { Evidence, WorkPlan } from "../../../sim/task/contract.ts";
import { answer, answerOwn, inputsFor } from "../../fleet/serve.ts";
import type { Batch } from "../../fleet/train.ts";
import type { Classroom } from "./classroom.ts";
import { lossOf } from "./loss.ts";
import type { Scene } from "./subject.ts";
import type { Taught } from "./teach.ts";

/** Miners whose answers are in memory at once: those of the character model take 4 MB for a model that 64 auditors ask. */
const MINERS_AT_ONCE = 16;

/** What some auditors ask the same miners. */
export interface Asked {
  /** roster indices of the miners */
  readonly miners: readonly number[];
  readonly validators: readonly number[];
  /** [validators] of [miners] the planned pairs */
  readonly pairs: readonly (readonly number[])[];
  /** [validators x auditSize] the examples of all auditors, one after the other */
  readonly examples: Int32Array;
}

/**
 * What the epoch's training did to the loss on the data of this day, on the auditors' questions and on as many examples of the
 * miner's own shard, drawn for (epoch, auditor, miner).   gain = (L_before - L_after) / L_before
 * NaN where a miner had no model before. Writes `seen`.
 */
export async function seeGains(
  room: Classroom,
  plan: WorkPlan,
  { before, after }: Taught,
  day: Scene,
  asked: Asked,
  seen: Evidence,
): Promise<void> {
  const { operatorIds } = room.context;
  const places = [...asked.miners.keys()].filter((which) => before.has(operatorIds[asked.miners[which]!]!));
  const questions = lessonsFrom(room, day, asked.examples);
  for (let from = 0; from < places.length; from += MINERS_AT_ONCE) {
    const some = places.slice(from, from + MINERS_AT_ONCE);
    const ids = some.map((which) => operatorIds[asked.miners[which]!]!);
    const models = [before, after].flatMap((members) => ids.map((id) => members.get(id)!.weights));
    const known = await answer(room.subject.net, models, questions.inputs);
    const assigned = ids.map((id) => lessonsFrom(room, day, assignedTo(room, plan.epoch, asked.validators, id)));
    const own = await answerOwn(room.subject.net, models, asked.examples.length, (model, first, last, inputs, at) => {
      const { inputs: all } = assigned[model % ids.length]!;
      const width = room.subject.net.inputs;
      inputs.set(all.subarray(first * width, last * width), at * width);
    });
    some.forEach((which, k) =>
      asked.pairs.forEach((ofValidator, v) => {
        const pair = ofValidator[which]!;
        seen.gain[pair] = gainOf(room, v, [k, ids.length + k], known, questions.targets);
        seen.assignedGain[pair] = gainOf(room, v, [k, ids.length + k], own, assigned[k]!.targets);
      }),
    );
  }
}

/** Relative fall of the loss on the examples of one auditor. @param rows of `answers` before and after training */
function gainOf(
  { subject, parameters }: Classroom,
  auditor: number,
  rows: readonly [number, number],
  answers: Float32Array,
  targets: Batch["targets"],
): number {
  const { outputs, target } = subject.net;
  const each = parameters.auditSize;
  const width = target === "class" ? 1 : outputs;
  const right = targets.subarray(auditor * each * width, (auditor + 1) * each * width);
  const examples = targets.length / width;
  const [before, after] = rows.map((row) => {
    const at = (row * examples + auditor * each) * outputs;
    return lossOf(subject.net, answers.subarray(at, at + each * outputs), right);
  });
  return (before! - after!) / before!;
}

/** Inputs and targets of examples. */
function lessonsFrom({ subject }: Classroom, day: Scene, examples: Int32Array): Batch {
  const { net } = subject;
  const n = examples.length;
  const targets = net.target === "class" ? new Int32Array(n) : new Float32Array(n * net.outputs);
  const batch = { inputs: inputsFor(net, n), targets };
  day.write(examples, batch, 0);
  return batch;
}

/** Examples of a miner's own shard that auditors draw. @returns [validators x auditSize] */
function assignedTo(
  { context, parameters, shard }: Classroom,
  epoch: number,
  validators: readonly number[],
  id: string,
): Int32Array {
  const own = shard(id);
  return Int32Array.from(
    validators.flatMap((validator) => {
      const random = stream(context.seed, "assigned", epoch, context.validatorIds[validator]!, id);
      return Array.from({ length: parameters.auditSize }, () => own[Math.floor(random() * own.length)]!);
    }),
  );
}
