/** A small world for the tests of models/: one task, plans in a few words. */
import { clock, SECONDS_PER_DAY } from "../../sim/core/clock.ts";
import type { Task, WorkPlan } from "../../sim/task/contract.ts";
import type { AnyMechanism } from "../../sim/core/slot.ts";
import { trainedTasks } from "../../models/catalog.ts";

/** Small and quick; the defaults are tested where accuracy matters. */
export const SMALL = { hidden: 8, initialSteps: 20, shardSize: 500, hiddenSize: 300, auditPool: 400, requestPool: 300 };

export interface Cast {
  readonly operators: readonly string[];
  readonly validators?: readonly string[];
  readonly seed?: number;
  readonly backend?: "wasm" | "cpu" | "node-gpu" | "webgpu" | "auto";
}

export const digitsTask = (parameters: object, cast: Cast): Task => taskOf("digits", parameters, cast);

/** A trained task of any kind. */
export function taskOf(
  kind: string,
  parameters: object,
  { operators, validators = ["v0", "v1"], seed = 7, backend = "wasm" }: Cast,
): Task {
  const rule: AnyMechanism<Task> = trainedTasks.find((task) => task.kind === kind)!;
  return rule.build(rule.schema.parse({ kind, ...parameters }), {
    clock: clock(12, 50_400, 52 * 7 * SECONDS_PER_DAY),
    seed,
    operatorIds: operators,
    validatorIds: validators,
    referenceSteps: 12,
    environment: { backend },
  });
}

/** A weekly plan in which all serve their own model, unless told otherwise. */
export function plan(epoch: number, steps: readonly number[], change: Partial<WorkPlan> = {}): WorkPlan {
  return {
    epoch,
    day: 7 * (epoch + 1),
    serving: new Uint8Array(steps.length).fill(1),
    steps: Int32Array.from(steps),
    serves: Int32Array.from(steps.keys()),
    audits: { validators: new Int32Array(0), miners: new Int32Array(0) },
    ...change,
  };
}

/** Every validator audits every miner. */
export function allAudits(validators: number, miners: number): WorkPlan["audits"] {
  const pairs = Array.from({ length: validators * miners }, (_, k) => k);
  return {
    validators: Int32Array.from(pairs, (k) => Math.floor(k / miners)),
    miners: Int32Array.from(pairs, (k) => k % miners),
  };
}
