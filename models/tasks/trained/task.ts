import type { Task, TaskContext } from "../../../sim/task/contract.ts";
import type { Opened } from "./open.ts";
import type { TrainedParameters } from "./parameters.ts";

/**
 * A task that is really trained. The tensor library and the data are loaded when a run starts, not when a scenario is read.
 */
export function trainedTask(kind: string, parameters: TrainedParameters, context: TaskContext): Task {
  const wanted = context.environment.backend ?? "auto";
  let running: string | undefined;
  let opened: Promise<Opened> | undefined;
  const start = async () => {
    const [{ open }, { subjectOf }] = await Promise.all([import("./open.ts"), import("../subjects.ts")]);
    const made = await open(kind, await subjectOf(kind, parameters, context.seed), parameters, context);
    running = made.backend;
    return made;
  };
  const once = () => (opened ??= start());
  return {
    /** what was asked for until a learner has started, then what runs */
    get backend() {
      return running ?? wanted;
    },
    start: async () => (await once()).start(),
    load: async (state) => (await once()).load(state),
    exhibit: async (state, id) => (await once()).exhibit(state, id),
  };
}
