import { stream } from "../../../sim/core/random.ts";
import type { TaskContext, WorkPlan } from "../../../sim/task/contract.ts";
import { drawShard } from "../../data/shard.ts";
import { sample, split, type Split } from "../../data/split.ts";
import type { TrainedParameters } from "./parameters.ts";
import type { Subject } from "./subject.ts";

/** What an epoch of a trained task needs, fixed within a run. */
export interface Classroom {
  readonly parameters: TrainedParameters;
  readonly context: Pick<TaskContext, "seed" | "operatorIds" | "validatorIds">;
  readonly subject: Subject;
  readonly sets: Split;
  /** examples of a miner's own training shard */
  shard(id: string): Int32Array;
  /** public questions: a fixed part of the training examples that everybody knows, as many as each auditor's own set */
  publicSet(): Int32Array;
}

export function classroom(subject: Subject, parameters: TrainedParameters, context: Classroom["context"]): Classroom {
  const { hiddenSize, requestPool, auditPool, shardSize, skew } = parameters;
  const sizes = { hidden: hiddenSize, requests: requestPool, audits: auditPool };
  const sets = split(subject.count, context.validatorIds.length, sizes, context.seed);
  const shards = new Map<string, Int32Array>();
  const draw = (id: string) =>
    drawShard(sets.train, subject.labels, shardSize, skew, stream(context.seed, "shard", id));
  const shard = (id: string) => shards.get(id) ?? remember(shards, id, draw(id));
  const publicSize = Math.floor(auditPool / Math.max(1, context.validatorIds.length));
  let known: Int32Array | undefined;
  const publicSet = () =>
    (known ??= sample(sets.train.length, publicSize, stream(context.seed, "public")).map((k) => sets.train[k]!));
  return { parameters, context, subject, sets, shard, publicSet };
}

export function remember<K, V>(map: { set(key: K, value: V): unknown }, key: K, value: V): V {
  map.set(key, value);
  return value;
}

/** Roster indices of the miners who serve. */
export function servers({ serving }: WorkPlan): number[] {
  return Array.from(serving.keys()).filter((j) => serving[j] === 1);
}
