import * as tf from "@tensorflow/tfjs-core";

/**
 * Sum over members of the mean squared error of their batch.   1/(n k) sum over i, k of (y_ik - t_ik)^2
 * @param outputs, targets [M, n, k]
 */
export function squares(outputs: tf.Tensor, targets: tf.Tensor): tf.Scalar {
  const [, batch, each] = outputs.shape as [number, number, number];
  const error = tf.sub(outputs, targets);
  return tf.mul(tf.sum(tf.mul(error, error)), 1 / (batch * each));
}
