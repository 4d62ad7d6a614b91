import type { Learner, LearnerState, TaskContext, WorkPlan } from "../../../sim/task/contract.ts";
import { type BackendName, choose } from "../../backend/index.ts";
import { learner, type Members, restore } from "../../learner.ts";
import { classroom } from "./classroom.ts";
import { measure } from "./measure.ts";
import type { TrainedParameters } from "./parameters.ts";
import type { Subject } from "./subject.ts";
import { teach } from "./teach.ts";

/** Learners of one run, and the backend on which they learn. */
export interface Opened {
  readonly backend: BackendName;
  start(): Learner;
  load(state: LearnerState): Learner;
}

/** Starts the backend and prepares the data. @throws Error when the backend does not work here */
export async function open(
  subject: Subject,
  parameters: TrainedParameters,
  context: TaskContext,
  wanted: BackendName | "auto",
): Promise<Opened> {
  const backend = await choose(wanted);
  const room = classroom(subject, parameters, context);
  const perform = (plan: WorkPlan, before: Members) =>
    backend.exclusively(async () => {
      const day = subject.on(plan.day);
      const taught = await teach(room, plan, before, day);
      return { after: taught.after, work: await measure(room, plan, taught, day) };
    });
  return {
    backend: backend.name,
    start: () => learner(subject.net, perform),
    load: (state) => learner(subject.net, perform, restore(subject.net, state)),
  };
}
