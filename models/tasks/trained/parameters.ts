import { z } from "zod";
import { count, positive, wholeNumber } from "../../../sim/units.ts";

/** What every trained task lets a scenario set; the values are a task's own. */
export interface TrainedDefaults {
  readonly batch: number;
  readonly learningRate: number;
  readonly initialSteps: number;
  readonly shardSize: number;
  readonly auditPool: number;
  readonly auditSize: number;
  readonly requestPool: number;
  readonly requestSample: number;
  readonly hiddenSize: number;
}

const skewExpected = "expected a number above 0, such as 0.5; smaller is more uneven";

/** The shared part of a trained task's parameters. */
export function trainedParameters(defaults: TrainedDefaults) {
  return {
    batch: count.default(defaults.batch).describe("examples a step"),
    learningRate: positive.default(defaults.learningRate).describe("Adam's step size"),
    initialSteps: wholeNumber
      .default(defaults.initialSteps)
      .describe("steps of a new miner before it first serves a model of its own, beside the planned ones"),
    shardSize: count
      .default(defaults.shardSize)
      .describe("examples of the public training set that a miner trains on, drawn for each miner"),
    skew: z
      .number({ error: () => skewExpected })
      .positive({ error: () => skewExpected })
      .optional()
      .describe(
        "unevenness of classes between shards: each shard's shares of the classes are drawn from a Dirichlet distribution " +
          "with this parameter; left out: every shard is drawn from all examples alike",
      ),
    auditPool: count.default(defaults.auditPool).describe("examples shared out among the validators' audit sets"),
    auditSize: count.default(defaults.auditSize).describe("answers that a planned audit checks"),
    requestPool: count.default(defaults.requestPool).describe("examples that customers' requests are drawn from"),
    requestSample: count
      .default(defaults.requestSample)
      .describe("answers to customers' requests measured for each miner an epoch"),
    hiddenSize: count
      .default(defaults.hiddenSize)
      .describe("examples of the hidden test set, which measures true quality"),
  };
}

export type TrainedParameters = z.output<z.ZodObject<ReturnType<typeof trainedParameters>>>;

/** @throws RangeError when the sets do not fit into the data */
export function refuseSets(task: string, chosen: TrainedParameters, examples: number, validators: number): void {
  const { auditPool, auditSize, requestPool, requestSample, hiddenSize, shardSize } = chosen;
  const kept = auditPool + requestPool + hiddenSize;
  const each = Math.floor(auditPool / Math.max(1, validators));
  const wrong = (what: string) => new RangeError(`task ${task}: ${what}`);
  if (kept > examples / 2) {
    throw wrong(`auditPool, requestPool and hiddenSize are ${kept} examples; expected at most half of ${examples}`);
  }
  if (each < auditSize) {
    throw wrong(
      `auditPool ${auditPool} gives each of ${validators} validators ${each} examples; auditSize needs ${auditSize}`,
    );
  }
  if (requestSample > requestPool) {
    throw wrong(`requestSample is ${requestSample}; expected at most requestPool, ${requestPool}`);
  }
  if (shardSize > examples - kept) {
    throw wrong(`shardSize is ${shardSize}; expected at most the ${examples - kept} examples left for training`);
  }
}
