import type { Exhibit, Learner, LearnerState, TaskContext, Work, WorkPlan } from "../../../sim/task/contract.ts";
import { type Backend, type BackendName, choose } from "../../backend/index.ts";
import { learner, type Perform, restore } from "../../learner.ts";
import { classroom, servers } from "./classroom.ts";
import { type Lecture, performedBy, type PerformPart } from "./crew.ts";
import { measure } from "./measure.ts";
import type { TrainedParameters } from "./parameters.ts";
import type { Subject } from "./subject.ts";
import { teach } from "./teach.ts";
import { counted } from "./votes.ts";

/** An epoch of a trained task, or the part of it that a thread does, on a backend of this thread. */
export function performingPart(
  backend: Backend,
  subject: Subject,
  parameters: TrainedParameters,
  context: Lecture["context"],
): PerformPart {
  const room = classroom(subject, parameters, context);
  return (plan, before) =>
    backend.exclusively(async () => {
      const day = subject.on(plan.day);
      const taught = await teach(room, plan, before, day);
      return { after: taught.after, ...(await measure(room, plan, taught, day)) };
    });
}

/** A whole epoch: all have answered, so votes can be counted. */
function performing(part: PerformPart): Perform {
  return async (plan, before) => {
    const { after, work, said } = await part(plan, before);
    return { after, work: counted(plan.audits, work, said) };
  };
}

/** Learners of one run, and the backend on which they learn. */
export interface Opened {
  readonly backend: BackendName;
  start(): Learner;
  load(state: LearnerState): Learner;
  exhibit(state: LearnerState, id: string): Promise<Exhibit | undefined>;
}

/**
 * Starts the backend and prepares the data.
 * @param kind of the task, for threads that prepare the same
 * @throws Error when the backend does not work here
 */
export async function open(
  kind: string,
  subject: Subject,
  parameters: TrainedParameters,
  context: TaskContext,
): Promise<Opened> {
  const { backend: wanted = "auto", crew } = context.environment;
  const backend = await choose(wanted);
  const { seed, operatorIds, validatorIds } = context;
  const lecture = { kind, parameters, context: { seed, operatorIds, validatorIds }, backend: backend.name };
  const onProcessor = backend.name === "wasm" || backend.name === "cpu";
  const alone = () => performing(performingPart(backend, subject, parameters, context));
  const play = crew && onProcessor ? performedBy(crew, lecture) : alone();
  const perform: Perform = async (plan, before) => {
    const done = await play(plan, before);
    refuseDiverged(lecture, plan, done.work);
    return done;
  };
  return {
    backend: backend.name,
    start: () => learner(subject.net, perform),
    load: (state) => learner(subject.net, perform, restore(subject.net, state)),
    exhibit: async (state, id) => {
      if (!subject.exhibit) return undefined;
      const member = restore(subject.net, state).get(id);
      if (!member) throw new RangeError(`exhibit: the saved state holds no model of ${id}`);
      return backend.exclusively(() => subject.exhibit!(member.weights));
    },
  };
}

/** @throws RangeError where the answers of a model cannot be marked */
function refuseDiverged({ kind, parameters, context }: Lecture, plan: WorkPlan, { quality }: Work): void {
  const lost = servers(plan).find((j) => !Number.isFinite(quality[j]));
  if (lost === undefined) return;
  throw new RangeError(
    `task ${kind}: in epoch ${plan.epoch} the quality of ${context.operatorIds[lost]} is ${quality[lost]}; ` +
      `its training diverged, expected a learningRate below ${parameters.learningRate}`,
  );
}
