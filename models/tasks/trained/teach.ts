import { stream } from "../../../sim/core/random.ts";
import type { WorkPlan } from "../../../sim/task/contract.ts";
import { lessonOf } from "../../../sim/task/evidence.ts";
import { copiesModel, epochsOldOf } from "../../../sim/task/substitution.ts";
import { type Member, newMember } from "../../fleet/member.ts";
import { type Lessons, train } from "../../fleet/train.ts";
import type { Members } from "../../learner.ts";
import { type Classroom, servers } from "./classroom.ts";
import { type Flip, flipping } from "./flip.ts";
import type { Scene } from "./subject.ts";

/** Models before and after an epoch's training, and [operators] the steps that were run. */
export interface Taught {
  readonly before: Members;
  readonly after: Members;
  readonly steps: Int32Array;
}

/**
 * Trains the planned steps of the miners who serve, each on its lesson: its shard, the public questions, or its shard with wrong targets. A miner that needs a model and has none gets fresh weights and
 * `initialSteps` first. Models of all others stay as they are.
 */
export async function teach(room: Classroom, plan: WorkPlan, before: Members, day: Scene): Promise<Taught> {
  const { context, subject, parameters } = room;
  const ids = context.operatorIds;
  const learning = servers(plan).filter((j) => source(room, plan, before, j) === undefined || plan.steps[j]! > 0);
  const members = learning.map((j) => before.get(ids[j]!) ?? newMember(subject.net, context.seed, ids[j]!));
  const initial = learning.map((j) => (before.has(ids[j]!) ? 0 : parameters.initialSteps));
  const steps = learning.map((j, m) => initial[m]! + plan.steps[j]!);
  const sets = learning.map((j) => (lessonOf(plan, j) === "public" ? room.publicSet() : room.shard(ids[j]!)));
  const drawn = learning.map((j, m) => drawLessons(room, plan.epoch, ids[j]!, sets[m]!, initial[m]!, plan.steps[j]!));
  const flips = learning.map((j, m) =>
    lessonOf(plan, j) === "flipped" ? flipping(subject, day, sets[m]!) : undefined,
  );
  const trained = await train(subject.net, members, steps, lessons(room, day, drawn, flips));
  const after = new Map<string, Member>(before);
  const ran = new Int32Array(ids.length);
  learning.forEach((j, m) => {
    after.set(ids[j]!, trained[m]!);
    ran[j] = steps[m]!;
  });
  copyModels(room, plan, before, after);
  keepPast(room, plan, before, after);
  return { before, after, steps: ran };
}

/**
 * A copy becomes the copier's own model, so that whoever copies the copier in turn gets what it served, and the copier goes
 * on from it should it train again. Writes `after`.
 */
function copyModels(room: Classroom, plan: WorkPlan, before: Members, after: Map<string, Member>): void {
  for (const j of servers(plan)) {
    const copied = source(room, plan, before, j);
    if (copied) after.set(room.context.operatorIds[j]!, withoutPast(copied));
  }
}

function withoutPast(member: Member): Member {
  if (!member.past) return member;
  const { weights, first, second, step } = member;
  return { weights, first, second, step };
}

/** Who serves an old model keeps its last ones, as many as that is epochs old. Writes `after`. */
function keepPast({ context }: Classroom, plan: WorkPlan, before: Members, after: Map<string, Member>): void {
  for (const j of servers(plan)) {
    const kept = epochsOldOf(plan, j);
    const id = context.operatorIds[j]!;
    const [was, is] = [before.get(id), after.get(id)!];
    if (kept === 0 || !was) continue;
    after.set(id, { ...is, past: [...(was.past ?? []), was.weights].slice(-kept) });
  }
}

/** Examples of a miner's batches, one after the other. The first batches do not depend on how many follow. */
function drawLessons(
  { context, parameters }: Classroom,
  epoch: number,
  id: string,
  from: Int32Array,
  initial: number,
  planned: number,
): Int32Array {
  const examples = new Int32Array((initial + planned) * parameters.batch);
  const fill = (part: Int32Array, random: () => number) => {
    for (let k = 0; k < part.length; k++) part[k] = from[Math.floor(random() * from.length)]!;
  };
  fill(examples.subarray(0, initial * parameters.batch), stream(context.seed, "initial", id));
  fill(examples.subarray(initial * parameters.batch), stream(context.seed, "lesson", epoch, id));
  return examples;
}

/** @param flips [M] what makes a member's targets wrong; undefined where they stay as they are */
function lessons(
  { parameters }: Classroom,
  day: Scene,
  drawn: readonly Int32Array[],
  flips: readonly (Flip | undefined)[],
): Lessons {
  const { batch, learningRate } = parameters;
  return {
    batch,
    rates: drawn.map(() => learningRate),
    write(member, step, at, into) {
      day.write(drawn[member]!.subarray(step * batch, (step + 1) * batch), into, at);
      flips[member]?.(into.targets, at, batch);
    },
  };
}

/** The model of another miner that j serves, as it stood before the epoch; undefined where j serves its own. */
function source({ context }: Classroom, plan: WorkPlan, before: Members, j: number): Member | undefined {
  return copiesModel(plan, j) ? before.get(context.operatorIds[plan.serves[j]!]!) : undefined;
}
