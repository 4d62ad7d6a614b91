/** The trained tasks in small, for tests that hold for each of them. */
import { subjectOf } from "../../models/tasks/subjects.ts";
import { classroom, type Classroom } from "../../models/tasks/trained/classroom.ts";
import type { TrainedParameters } from "../../models/tasks/trained/parameters.ts";
import type { Subject } from "../../models/tasks/trained/subject.ts";
import { trainedTasks } from "../../models/catalog.ts";
import type { AnyMechanism } from "../../sim/core/slot.ts";
import type { Task } from "../../sim/task/contract.ts";

export interface Small {
  readonly kind: string;
  /** little data and few units, so that some hundred steps take a second */
  readonly parameters: object;
  /** name of the parameter that moves the data, and a value with which an untrained model decays within months */
  readonly drift: string;
  readonly fast: number;
}

export const smallTasks: readonly Small[] = [
  {
    kind: "charLm",
    parameters: { hidden: 32, initialSteps: 200, shardSize: 50_000, hiddenSize: 1000 },
    drift: "exchangesPerYear",
    fast: 24,
  },
  {
    kind: "digits",
    parameters: { hidden: 16, initialSteps: 150, shardSize: 2000, hiddenSize: 500 },
    drift: "driftDegreesPerYear",
    fast: 60,
  },
  {
    kind: "picture",
    parameters: { hidden: 24, batch: 256, initialSteps: 200, places: 14_000, shardSize: 4000, hiddenSize: 800 },
    drift: "driftTurnsPerYear",
    fast: 0.5,
  },
  {
    kind: "regression",
    parameters: { hidden: 24, batch: 64, initialSteps: 300, shardSize: 4000, hiddenSize: 800 },
    drift: "driftRadiansPerYear",
    fast: 2,
  },
  {
    kind: "tabular",
    parameters: { hidden: 16, initialSteps: 200 },
    drift: "driftDegreesPerYear",
    fast: 20,
  },
];

/** All parameters of a task, its defaults included. */
export function parametersOf(kind: string, parameters: object = {}): TrainedParameters {
  const rule: AnyMechanism<Task> = trainedTasks.find((task) => task.kind === kind)!;
  return rule.schema.parse({ kind, ...parameters }) as TrainedParameters;
}

export const subjectFor = (kind: string, parameters: object = {}, seed = 7): Promise<Subject> =>
  subjectOf(kind, parametersOf(kind, parameters), seed);

/** The sets and shards of a task with three validators. */
export async function roomFor(kind: string, parameters: object = {}, seed = 7): Promise<Classroom> {
  const context = { seed, operatorIds: ["a", "b"], validatorIds: ["v0", "v1", "v2"] };
  return classroom(await subjectFor(kind, parameters, seed), parametersOf(kind, parameters), context);
}
