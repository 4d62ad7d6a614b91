import type { Task, TaskContext } from "../../../sim/task/contract.ts";
import type { Opened } from "./open.ts";
import type { TrainedParameters } from "./parameters.ts";
import type { Subject } from "./subject.ts";

/**
 * A task that is really trained. The tensor library and the data are loaded when a run starts, not when a scenario is read.
 * @param prepare loads the code and the data of the subject
 */
export function trainedTask(
  parameters: TrainedParameters,
  context: TaskContext,
  prepare: () => Promise<Subject>,
): Task {
  const wanted = context.environment.backend ?? "auto";
  let running: string | undefined;
  let opened: Promise<Opened> | undefined;
  const start = async () => {
    const { open } = await import("./open.ts");
    const made = await open(await prepare(), parameters, context, wanted);
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
  };
}
