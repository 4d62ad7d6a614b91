import * as tf from "@tensorflow/tfjs-core";
import { stream } from "../../sim/core/random.ts";

/** Sizes of a network with one hidden layer. */
export interface NetworkSizes {
  readonly inputs: number;
  readonly hidden: number;
  readonly classes: number;
}

/**
 * A perceptron with one hidden layer, for a whole fleet at once: tensor k of `M` members is [M, ...shapes[k]].
 *
 *   logits = relu(x W1 + b1) W2 + b2
 */
export interface Network extends NetworkSizes {
  /** of W1, b1, W2, b2 for one member */
  readonly shapes: readonly (readonly [number, number])[];
  /** numbers in each of them */
  readonly lengths: readonly number[];
  /** numbers of one member */
  readonly parameters: number;
}

export function network(sizes: NetworkSizes): Network {
  const { inputs, hidden, classes } = sizes;
  const shapes = [
    [inputs, hidden],
    [1, hidden],
    [hidden, classes],
    [1, classes],
  ] as const;
  const lengths = shapes.map(([rows, cols]) => rows * cols);
  return { ...sizes, shapes, lengths, parameters: lengths.reduce((sum, length) => sum + length, 0) };
}

/**
 * Initial weights of one member, W1 | b1 | W2 | b2: uniform within sqrt(6 / inputs of the layer), biases 0.
 * Source: He et al. 2015, "Delving deep into rectifiers".
 */
export function initialWeights(
  { inputs, hidden, lengths, parameters }: Network,
  seed: number,
  id: string,
): Float32Array {
  const weights = new Float32Array(parameters);
  const random = stream(seed, "weights", id);
  let at = 0;
  lengths.forEach((length, k) => {
    const isWeight = k % 2 === 0;
    const bound = Math.sqrt(6 / (k === 0 ? inputs : hidden));
    if (isWeight) for (let i = 0; i < length; i++) weights[at + i] = bound * (2 * random() - 1);
    at += length;
  });
  return weights;
}

/**
 * Logits of each member on images.
 * @param x [M, n, inputs], or [1, n, inputs] when all members see the same images
 * @returns [M, n, classes]
 */
export function logits([w1, b1, w2, b2]: readonly tf.Tensor[], x: tf.Tensor): tf.Tensor {
  const hidden = tf.relu(tf.add(tf.matMul(x, w1!), b1!));
  return tf.add(tf.matMul(hidden, w2!), b2!);
}

/**
 * Sum over members of the mean cross-entropy of their batch.   -1/n sum_i log softmax(logits_i)[label_i]
 * Members share no parameter, so its gradient is each member's own. The gradient of the two together is softmax - label;
 * derived step by step it would cost three times the kernels and lose digits.
 * @param oneHot [M, n, classes]
 */
export const crossEntropy = tf.customGrad((values, oneHot, save) => {
  const shares = tf.softmax(values as tf.Tensor);
  (save as tf.GradSaveFunc)([shares, oneHot as tf.Tensor]);
  const batch = shares.shape[1]!;
  const likely = tf.sum(tf.mul(shares, oneHot as tf.Tensor), -1);
  // A share may underflow to 0; the smallest normal number keeps the loss finite. The gradient does not read it.
  const value = tf.mul(tf.sum(tf.log(tf.maximum(likely, SMALLEST))), -1 / batch);
  const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
    const [predicted, wanted] = saved as [tf.Tensor, tf.Tensor];
    return [tf.mul(tf.sub(predicted, wanted), tf.mul(dy, 1 / batch)), tf.zerosLike(wanted)];
  };
  return { value, gradFunc } as { value: tf.Scalar; gradFunc: typeof gradFunc };
});

const SMALLEST = 1.2e-38;
