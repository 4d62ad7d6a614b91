import * as tf from "@tensorflow/tfjs-core";
import type { Architecture } from "./architecture.ts";
import { stack } from "./member.ts";
import { examplesAtOnce, padded, stacksOf } from "./stacks.ts";

type Inputs = Float32Array | Int32Array;

/**
 * Writes the examples [from, to) that a model is asked into the rows of `inputs` from row `at` on.
 * @param model position of the model among those that are asked
 */
export type Questions = (model: number, from: number, to: number, inputs: Inputs, at: number) => void;

/**
 * Outputs of models for the same examples, on the current backend.
 *
 * @param models [M] flat parameters of each
 * @param inputs [n, inputs]
 * @returns [M, n, outputs]
 */
export async function answer(
  net: Architecture,
  models: readonly Float32Array[],
  inputs: Inputs,
): Promise<Float32Array> {
  const n = inputs.length / net.inputs;
  const answers = new Float32Array(models.length * n * net.outputs);
  for (const { from, to } of parts(net, n)) {
    const x = tf.tensor(inputs.subarray(from * net.inputs, to * net.inputs), [1, to - from, net.inputs], net.inputType);
    try {
      for (const rows of stacksOf([...models.keys()], net, to - from))
        await answerTogether(net, models, rows, x, { from, n }, answers);
    } finally {
      x.dispose();
    }
  }
  return answers;
}

/**
 * Outputs of models, each for examples of its own, on the current backend.
 *
 * @param models [M] flat parameters of each; one may be there more than once
 * @param n examples of each
 * @param ask writes them, a part at a time: those of all models may be more than memory holds
 * @returns [M, n, outputs]
 */
export async function answerOwn(
  net: Architecture,
  models: readonly Float32Array[],
  n: number,
  ask: Questions,
): Promise<Float32Array> {
  const answers = new Float32Array(models.length * n * net.outputs);
  for (const { from, to } of parts(net, n)) {
    for (const rows of stacksOf([...models.keys()], net, to - from)) {
      const stacked = padded(rows);
      const inputs = inputsFor(net, stacked.length * (to - from));
      stacked.forEach((model, row) => ask(model, from, to, inputs, row * (to - from)));
      const x = tf.tensor(inputs, [stacked.length, to - from, net.inputs], net.inputType);
      try {
        await answerTogether(net, models, rows, x, { from, n }, answers);
      } finally {
        x.dispose();
      }
    }
  }
  return answers;
}

/** An array for the inputs of some examples. */
export function inputsFor({ inputs, inputType }: Architecture, examples: number): Inputs {
  const numbers = inputType === "int32" ? Int32Array : Float32Array;
  return new numbers(examples * inputs);
}

/** Spans of examples that are answered one after the other, so that memory does not grow with their number. */
function parts(net: Architecture, n: number): { from: number; to: number }[] {
  const each = examplesAtOnce(net);
  return Array.from({ length: Math.ceil(n / each) }, (_, k) => ({ from: k * each, to: Math.min(n, (k + 1) * each) }));
}

/** Puts the answers of one stack to the examples `x` where they belong. Writes `answers`, [M, n, outputs]. */
async function answerTogether(
  net: Architecture,
  models: readonly Float32Array[],
  rows: readonly number[],
  x: tf.Tensor,
  { from, n }: { readonly from: number; readonly n: number },
  answers: Float32Array,
): Promise<void> {
  const outputs = tf.tidy(() => {
    const weights = stack(
      net,
      padded(rows).map((model) => models[model]!),
    );
    return net.forward(weights, x);
  });
  try {
    const values = (await outputs.data()) as Float32Array;
    const each = x.shape[1]! * net.outputs;
    rows.forEach((model, row) =>
      answers.set(values.subarray(row * each, (row + 1) * each), (model * n + from) * net.outputs),
    );
  } finally {
    outputs.dispose();
  }
}
