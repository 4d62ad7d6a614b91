import * as tf from "@tensorflow/tfjs-core";
import { has, run } from "./run.ts";

/**
 * First layer on contexts of symbols: the product with one-hot rows, without the zeros.
 *
 *   y_i = b + sum over places p of W[p symbols + id_ip]
 *
 * @param ids [M or 1, n, places] i32, each below `symbols`
 * @param w [M, places x symbols, outputs]
 * @param b [M, 1, outputs]
 * @returns [M, n, outputs]
 */
export function embed(ids: tf.Tensor, w: tf.Tensor, b: tf.Tensor): tf.Tensor {
  if (has("FleetEmbed")) return run("FleetEmbed", { ids, w, b });
  const [members, rows, places] = ids.shape as [number, number, number];
  const entries = w.shape[1]!;
  const oneHot = tf.reshape(tf.oneHot(tf.cast(ids, "int32"), entries / places), [members, rows, entries]);
  return tf.add(tf.matMul(tf.cast(oneHot, "float32"), w), b);
}

tf.registerGradient({
  kernelName: "FleetEmbed",
  inputsToSave: ["ids", "w"],
  gradFunc: (dy, saved) => {
    const [ids, w] = saved as [tf.Tensor, tf.Tensor];
    return {
      ids: () => tf.zerosLike(ids),
      w: () => run("FleetEmbedGradient", { ids, dy: dy as tf.Tensor }, { entries: w.shape[1]! }),
      b: () => run("FleetColumnSums", { x: dy as tf.Tensor }),
    };
  },
});
