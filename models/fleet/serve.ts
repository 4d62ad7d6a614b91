import * as tf from "@tensorflow/tfjs-core";
import type { Architecture } from "./architecture.ts";
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
      const outputs = tf.tidy(() => {
        const chosen = everyone ? all : stackOf(wanted.map((model) => weights[model]!));
        return net.forward(chosen, tf.tensor(inputs, [1, inputs.length / net.inputs, net.inputs], net.inputType));
      });
      return read(outputs, wanted.length);
    },
    async answerOwn(inputs) {
      // A model alone stands in the stack twice and gets its examples twice.
      const own = stacked === weights.length ? inputs : twice(inputs);
      const each = own.length / stacked / net.inputs;
      const outputs = tf.tidy(() => net.forward(all, tf.tensor(own, [stacked, each, net.inputs], net.inputType)));
      return read(outputs, weights.length);
    },
    dispose: () => tf.dispose(all),
  };
}

/** Reads and frees outputs, without those of a model that only filled the stack. */
async function read(outputs: tf.Tensor, models: number): Promise<Float32Array> {
  const values = (await outputs.data()) as Float32Array;
  const [, rows, each] = outputs.shape as [number, number, number];
  outputs.dispose();
  return values.subarray(0, models * rows * each);
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
  const both = new (values.constructor as new (n: number) => T)(2 * values.length);
  both.set(values);
  both.set(values, values.length);
  return both;
}
