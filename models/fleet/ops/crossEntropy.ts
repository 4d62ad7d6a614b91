import * as tf from "@tensorflow/tfjs-core";
import { has, run } from "./run.ts";

/**
 * Sum over members of the mean cross-entropy of their batch.   -1/n sum_i ln softmax(logits_i)[label_i]
 * Members share no parameter, so its gradient is each member's own.
 *
 * @param logits [M, n, classes]
 * @param labels [M, n] i32
 */
export function crossEntropy(logits: tf.Tensor, labels: tf.Tensor): tf.Scalar {
  const fused = has("FleetCrossEntropy");
  return tf.customGrad((values, save) => {
    const [losses, gradient] = fused
      ? run<tf.Tensor[]>("FleetCrossEntropy", { logits: values as tf.Tensor, labels })
      : composed(values as tf.Tensor, labels);
    (save as tf.GradSaveFunc)([gradient!]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => tf.mul(saved[0]!, dy);
    return { value: tf.sum(losses!), gradFunc } as { value: tf.Scalar; gradFunc: typeof gradFunc };
  })(logits) as tf.Scalar;
}

/** A share may underflow to 0; the smallest normal number keeps the loss finite. The gradient does not read it. */
const SMALLEST = 1.2e-38;

function composed(logits: tf.Tensor, labels: tf.Tensor): [tf.Tensor, tf.Tensor] {
  const [, batch, classes] = logits.shape as [number, number, number];
  const shares = tf.softmax(logits);
  const wanted = tf.cast(tf.oneHot(tf.cast(labels, "int32"), classes), "float32");
  const likely = tf.sum(tf.mul(shares, wanted), -1);
  const losses = tf.mul(tf.sum(tf.log(tf.maximum(likely, SMALLEST)), -1), -1 / batch);
  return [losses, tf.mul(tf.sub(shares, wanted), 1 / batch)];
}
