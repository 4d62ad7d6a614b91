import type { Learner, LearnerState, Work, WorkPlan } from "../sim/task/contract.ts";
import type { Member } from "./fleet/member.ts";
import type { Architecture } from "./fleet/architecture.ts";

/** Models by the stable id of their miner. Never changed in place: an epoch makes a new one. */
export type Members = ReadonlyMap<string, Member>;

/** An epoch of a trained task: from the models before it to its work and the models after it. */
export type Perform = (plan: WorkPlan, before: Members) => Promise<{ readonly work: Work; readonly after: Members }>;

/**
 * Trained state of a run: weights, optimiser and step per id, on the host. No tensor lives from one epoch to the next, so
 * a fork and a saved state share what has not changed since.
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

/** shapes of the tensors of a model, ids [n], steps [n], past [n] lists of weights and, for each column, [n] of [parameters]. */
function save(net: Architecture, members: Members): LearnerState {
  // In the order of ids, so that it does not matter who trained first.
  const ids = [...members.keys()].sort();
  const all = ids.map((id) => members.get(id)!);
  return {
    architecture: net.name,
    shapes: net.shapes.map((shape) => [...shape]),
    ids,
    steps: Float64Array.from(all, ({ step }) => step),
    ...Object.fromEntries(COLUMNS.map((name) => [name, all.map((member) => member[name])])),
    past: all.map(({ past = [] }) => [...past]),
  };
}

/** @throws RangeError when the state is of another architecture, or incomplete */
export function restore(net: Architecture, state: LearnerState): Members {
  const { architecture, ids, steps, past, ...columns } = state as Record<string, unknown>;
  if (architecture !== net.name)
    throw new RangeError(`learner: the saved models are ${String(architecture)}; expected ${net.name}`);
  const read = (name: (typeof COLUMNS)[number], k: number): Float32Array => {
    const values = (columns[name] as readonly unknown[] | undefined)?.[k];
    if (!(values instanceof Float32Array) || values.length !== net.parameters)
      throw new RangeError(`learner: the saved ${name} of member ${k} are not ${net.parameters} numbers`);
    return values;
  };
  return new Map(
    (ids as readonly string[]).map((id, k) => [
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
