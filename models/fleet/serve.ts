import * as tf from "@tensorflow/tfjs-core";
import { padded, stack } from "./member.ts";
import { logits, type Network } from "./network.ts";

/** Models that answer. Free it when done. */
export interface Server {
  /**
   * Answers of some models to the same images.
   * @param models positions in the served stack
   * @param images [n, inputs]
   * @returns [models, n] classes
   */
  answer(models: readonly number[], images: Float32Array): Promise<Uint8Array>;
  /**
   * Answers of every model to images of its own.
   * @param images [models, n, inputs]
   * @returns [models, n] classes
   */
  answerOwn(images: Float32Array): Promise<Uint8Array>;
  dispose(): void;
}

/** @param weights flat parameters of each model that serves; at least one */
export function serve(net: Network, weights: readonly Float32Array[]): Server {
  const stackOf = (models: readonly Float32Array[]) => stack(net, padded(models));
  const all = stackOf(weights);
  const stacked = padded(weights).length;

  return {
    async answer(wanted, images) {
      const everyone = wanted.length === weights.length && wanted.every((model, k) => model === k);
      const scores = tf.tidy(() => {
        const chosen = everyone ? all : stackOf(wanted.map((model) => weights[model]!));
        return logits(chosen, tf.tensor(images, [1, images.length / net.inputs, net.inputs]));
      });
      return highest(net, scores, wanted.length);
    },
    async answerOwn(images) {
      // A model alone stands in the stack twice and gets its images twice.
      const own = stacked === weights.length ? images : twice(images);
      const each = own.length / stacked / net.inputs;
      const scores = tf.tidy(() => logits(all, tf.tensor(own, [stacked, each, net.inputs])));
      return highest(net, scores, weights.length);
    },
    dispose: () => tf.dispose(all),
  };
}

/** Class with the highest score of each row, the lower one when equal; reads and frees the scores. */
async function highest({ classes }: Network, scores: tf.Tensor, models: number): Promise<Uint8Array> {
  const values = await scores.data();
  const rows = models * scores.shape[1]!;
  scores.dispose();
  const best = new Uint8Array(rows);
  for (let row = 0, from = 0; row < rows; row++, from += classes) {
    let top = 0;
    for (let k = 1; k < classes; k++) if (values[from + k]! > values[from + top]!) top = k;
    best[row] = top;
  }
  return best;
}

function twice(values: Float32Array): Float32Array {
  const both = new Float32Array(2 * values.length);
  both.set(values);
  both.set(values, values.length);
  return both;
}
