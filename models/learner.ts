import type { Learner, LearnerState, Work, WorkPlan } from "../sim/task/contract.ts";
import type { Member } from "./fleet/member.ts";
import type { Architecture } from "./fleet/architecture.ts";

/** Models by the stable id of their miner. Never changed in place: an epoch makes a new one. */
export type Members = ReadonlyMap<string, Member>;

/** An epoch of a trained task: from the models before it to its work and the models after it. */
export type Perform = (plan: WorkPlan, before: Members) => Promise<{ readonly work: Work; readonly after: Members }>;

/**
 * Trained state of a run: weights, optimiser and step per id, on the host. No tensor lives from one epoch to the next, so
 * a fork shares what it has not changed, and saving is a copy.
 */
export function learner(net: Architecture, perform: Perform, start: Members = new Map()): Learner {
  let members: Members | undefined = start;
  const current = (): Members => {
    if (!members) throw new Error("learner: used after dispose");
    return members;
  };
  return {
    async perform(plan) {
      const { work, after } = await perform(plan, current());
      members = after;
      return work;
    },
    save: () => save(net, current()),
    dispose() {
      members = undefined;
    },
  };
}

const COLUMNS = ["weights", "first", "second"] as const;

/** shapes of the tensors of a model, ids [n], steps [n], past [n] lists of weights and, for each column, [n, parameters] in one array. */
function save(net: Architecture, members: Members): LearnerState {
  // In the order of ids, so that it does not matter who trained first.
  const ids = [...members.keys()].sort();
  const column = (name: (typeof COLUMNS)[number]) => {
    const all = new Float32Array(members.size * net.parameters);
    ids.forEach((id, k) => all.set(members.get(id)![name], k * net.parameters));
    return all;
  };
  return {
    architecture: net.name,
    shapes: net.shapes.map((shape) => [...shape]),
    ids,
    steps: Float64Array.from(ids, (id) => members.get(id)!.step),
    ...Object.fromEntries(COLUMNS.map((name) => [name, column(name)])),
    past: ids.map((id) => [...(members.get(id)!.past ?? [])]),
  };
}

/** @throws RangeError when the state is of another architecture, or incomplete */
export function restore(net: Architecture, state: LearnerState): Members {
  const { architecture, ids, steps, past, ...columns } = state as Record<string, unknown>;
  if (architecture !== net.name)
    throw new RangeError(`learner: the saved models are ${String(architecture)}; expected ${net.name}`);
  const names = ids as readonly string[];
  const read = (name: (typeof COLUMNS)[number], k: number): Float32Array => {
    const all = columns[name];
    if (!(all instanceof Float32Array) || all.length !== names.length * net.parameters) {
      throw new RangeError(
        `learner: the saved ${name} do not hold ${names.length} members of ${net.parameters} numbers`,
      );
    }
    return all.slice(k * net.parameters, (k + 1) * net.parameters);
  };
  return new Map(
    names.map((id, k) => [
      id,
      {
        weights: read("weights", k),
        first: read("first", k),
        second: read("second", k),
        step: (steps as Float64Array)[k]!,
        ...pastOf((past as readonly (readonly Float32Array[])[])[k]!),
      },
    ]),
  );
}

const pastOf = (past: readonly Float32Array[]): Pick<Member, "past"> => (past.length > 0 ? { past } : {});
