import { inputsFor } from "../../models/fleet/serve.ts";
import { type Classroom, classroom } from "../../models/tasks/trained/classroom.ts";
import type { TrainedParameters } from "../../models/tasks/trained/parameters.ts";
import { servedBy } from "../../models/tasks/trained/served.ts";
import { qualityOf } from "../../models/tasks/trained/subject.ts";
import { teach } from "../../models/tasks/trained/teach.ts";
import { subjectOf } from "../../models/tasks/subjects.ts";
import { trainedTasks } from "../../models/catalog.ts";
import type { Members } from "../../models/learner.ts";
import { SERVED_FORMS, type WorkPlan } from "../../sim/task/contract.ts";

/** Forms of one model: each is served by a miner of that name. A relay answers as the model does, so it has no row. */
export const FORMS = SERVED_FORMS.filter((form) => form !== "answers");

/** The old model has had this share of the steps. */
export const STALE_SHARE = 0.75;

/** A task's classroom with its default parameters. */
export async function roomOf(kind: string): Promise<Classroom> {
  const task = trainedTasks.find((one) => one.kind === kind)!;
  const { kind: _, ...parameters } = task.schema.parse({ kind }) as unknown as TrainedParameters & { kind: string };
  const context = { seed: 1, operatorIds: FORMS, validatorIds: ["validator"] };
  return classroom(await subjectOf(kind, parameters, context.seed), parameters, context);
}

const planOf = (change: Partial<WorkPlan>): WorkPlan => ({
  epoch: 0,
  day: 0,
  serving: new Uint8Array(FORMS.length),
  steps: new Int32Array(FORMS.length),
  serves: Int32Array.from(FORMS.keys()),
  audits: { validators: new Int32Array(0), miners: new Int32Array(0) },
  ...change,
});

/** Trains one model, on the current backend, and gives it to all forms; the old one to the form that serves it. */
export async function trained(room: Classroom, steps: number): Promise<Members> {
  const day = room.subject.on(0);
  const serving = Uint8Array.from(FORMS, (form) => (form === "honest" ? 1 : 0));
  const initial = Math.min(steps, room.parameters.initialSteps);
  const early = Math.round(STALE_SHARE * steps);
  const learn = (before: Members, epoch: number, more: number) =>
    teach(room, planOf({ serving, epoch, steps: Int32Array.from(serving, (on) => on * more) }), before, day);
  const { after: then } = await learn(new Map(), 0, Math.max(0, early - initial));
  const { after: now } = await learn(then, 1, steps - Math.max(early, initial));
  const old = then.get("honest")!.weights;
  return new Map(FORMS.map((form) => [form, { ...now.get("honest")!, ...(form === "stale" && { past: [old] }) }]));
}

/** The hidden set and what is answered to it. */
export interface Answers {
  readonly outputs: Float32Array;
  readonly quality: number;
}

/** Answers of some forms to the hidden set, on the current backend. @returns by form */
export async function answersOf(
  room: Classroom,
  models: Members,
  forms: readonly (typeof FORMS)[number][],
): Promise<Answers[]> {
  const day = room.subject.on(0);
  const { hidden } = room.sets;
  const inputs = inputsFor(room.subject.net, hidden.length);
  day.write(hidden, { inputs }, 0);
  const substitution = {
    form: FORMS,
    share: Float64Array.from(FORMS, (form) => (form === "honest" ? 0 : 1)),
    epochsOld: Int32Array.from(FORMS, (form) => (form === "stale" ? 1 : 0)),
  };
  const serving = Uint8Array.from(FORMS, (form) => (forms.includes(form) ? 1 : 0));
  const served = await servedBy(room, planOf({ serving, substitution }), models, day);
  const voices = served.miners.map((_, position) => served.speaker(position, "bench", 0));
  const answers = await served.voices.answer(voices, inputs);
  const each = answers.length / voices.length;
  const outputs = served.miners.map((_, k) => answers.slice(k * each, (k + 1) * each));
  return outputs.map((own) => ({ outputs: own, quality: markOf(room, day, own) }));
}

function markOf(
  { subject, sets }: Classroom,
  day: ReturnType<Classroom["subject"]["on"]>,
  outputs: Float32Array,
): number {
  let marks = 0;
  sets.hidden.forEach((example, k) => (marks += day.mark(example, outputs, k * subject.net.outputs)));
  return qualityOf(subject, subject.score(marks / sets.hidden.length));
}
