import * as tf from "@tensorflow/tfjs-core";
import { type Architecture, widest } from "./architecture.ts";
import { padded, stack } from "./member.ts";

/** Models that answer. Free it when done. */
export interface Server {
  /**
   * Outputs of some models for the same examples.
   * @param models positions in the served stack
   * @param inputs [n, inputs]
   * @returns [models, n, outputs]
   */
  answer(models: readonly number[], inputs: Float32Array | Int32Array): Promise<Float32Array>;
  /**
   * Outputs of every model for examples of its own.
   * @param inputs [models, n, inputs]
   * @returns [models, n, outputs]
   */
  answerOwn(inputs: Float32Array | Int32Array): Promise<Float32Array>;
  dispose(): void;
}

/** @param weights flat parameters of each model that serves; at least one */
export function serve(net: Architecture, weights: readonly Float32Array[]): Server {
  const stackOf = (models: readonly Float32Array[]) => stack(net, padded(models));
  const all = stackOf(weights);
  const stacked = padded(weights).length;

  return {
    async answer(wanted, inputs) {
      const everyone = wanted.length === weights.length && wanted.every((model, k) => model === k);
      const chosen = everyone ? all : stackOf(wanted.map((model) => weights[model]!));
      try {
        return await inParts(net, chosen, inputs, 1, wanted.length);
      } finally {
        if (!everyone) tf.dispose(chosen);
      }
    },
    async answerOwn(inputs) {
      // A model alone stands in the stack twice and gets its examples twice.
      const own = stacked === weights.length ? inputs : twice(inputs);
      return inParts(net, all, own, stacked, weights.length);
    },
    dispose: () => tf.dispose(all),
  };
}

/** Numbers that the widest layer of a stack may be; more examples are answered one part after the other. */
const LARGEST_LAYER = 16_000_000;

/**
 * Outputs of stacked models, part by part, so that memory does not grow with the examples.
 * @param inputs [sets, n, inputs]; sets is 1, or a set for each stacked model
 * @param models that count; the others only fill the stack
 * @returns [models, n, outputs]
 */
async function inParts(
  net: Architecture,
  weights: readonly tf.Tensor[],
  inputs: Float32Array | Int32Array,
  sets: number,
  models: number,
): Promise<Float32Array> {
  const n = inputs.length / sets / net.inputs;
  const part = Math.max(1, Math.floor(LARGEST_LAYER / (weights[0]!.shape[0]! * widest(net))));
  if (n <= part) return answerPart(net, weights, inputs, sets, models);
  const all = new Float32Array(models * n * net.outputs);
  for (let from = 0; from < n; from += part) {
    const to = Math.min(n, from + part);
    const answers = await answerPart(net, weights, rowsOf(inputs, sets, net.inputs, from, to), sets, models);
    const each = (to - from) * net.outputs;
    for (let m = 0; m < models; m++) all.set(answers.subarray(m * each, (m + 1) * each), (m * n + from) * net.outputs);
  }
  return all;
}

/** Rows [from, to) of each set. @param inputs [sets, n, width] */
function rowsOf<T extends Float32Array | Int32Array>(
  inputs: T,
  sets: number,
  width: number,
  from: number,
  to: number,
): T {
  const n = inputs.length / sets / width;
  const rows = like(inputs, sets * (to - from) * width);
  for (let set = 0; set < sets; set++)
    rows.set(inputs.subarray((set * n + from) * width, (set * n + to) * width), set * (to - from) * width);
  return rows;
}

async function answerPart(
  net: Architecture,
  weights: readonly tf.Tensor[],
  inputs: Float32Array | Int32Array,
  sets: number,
  models: number,
): Promise<Float32Array> {
  const shape = [sets, inputs.length / sets / net.inputs, net.inputs];
  const outputs = tf.tidy(() => net.forward(weights, tf.tensor(inputs, shape, net.inputType)));
  try {
    const values = (await outputs.data()) as Float32Array;
    return values.subarray(0, models * shape[1]! * net.outputs);
  } finally {
    outputs.dispose();
  }
}

/** Class with the highest score of each row, the lower one when equal. @param scores [rows, classes] */
export function highest(scores: Float32Array, classes: number): Uint8Array {
  const best = new Uint8Array(scores.length / classes);
  for (let row = 0, from = 0; row < best.length; row++, from += classes) {
    let top = 0;
    for (let k = 1; k < classes; k++) if (scores[from + k]! > scores[from + top]!) top = k;
    best[row] = top;
  }
  return best;
}

function twice<T extends Float32Array | Int32Array>(values: T): T {
  const both = like(values, 2 * values.length);
  both.set(values);
  both.set(values, values.length);
  return both;
}

/** An array of the same kind. */
function like<T extends Float32Array | Int32Array>(values: T, length: number): T {
  return new (values.constructor as new (n: number) => T)(length);
}
