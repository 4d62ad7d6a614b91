import type { Exhibit, Learner, LearnerState, TaskContext, Work, WorkPlan } from "../../../sim/task/contract.ts";
import { type Backend, type BackendName, choose } from "../../backend/index.ts";
import { learner, type Perform, restore } from "../../learner.ts";
import { classroom, servers } from "./classroom.ts";
import { type Lecture, performedBy } from "./crew.ts";
import { measure } from "./measure.ts";
import type { TrainedParameters } from "./parameters.ts";
import type { Subject } from "./subject.ts";
import { teach } from "./teach.ts";

/** An epoch of a trained task on a backend of this thread. */
export function performing(
  backend: Backend,
  subject: Subject,
  parameters: TrainedParameters,
  context: Lecture["context"],
): Perform {
  const room = classroom(subject, parameters, context);
  return (plan, before) =>
    backend.exclusively(async () => {
      const day = subject.on(plan.day);
      const taught = await teach(room, plan, before, day);
      return { after: taught.after, work: await measure(room, plan, taught, day) };
    });
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
  const play = crew && onProcessor ? performedBy(crew, lecture) : performing(backend, subject, parameters, context);
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
