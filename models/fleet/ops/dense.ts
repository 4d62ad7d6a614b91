import * as tf from "@tensorflow/tfjs-core";
import { has, run } from "./run.ts";

/**
 * A layer of every member of a fleet.   y = act(x W + b)
 *
 * @param x [M, n, inputs], or [1, n, inputs] when all members see the same
 * @param w [M, inputs, outputs]
 * @param b [M, 1, outputs]
 * @param rectified whether act is max(0, .); else nothing
 * @returns [M, n, outputs]
 */
export function dense(x: tf.Tensor, w: tf.Tensor, b: tf.Tensor, rectified: boolean): tf.Tensor {
  if (has("FleetDense")) return run("FleetDense", { x, w, b }, { rectified: rectified ? 1 : 0 });
  const z = tf.add(tf.matMul(x, w), b);
  return rectified ? tf.relu(z) : z;
}

tf.registerGradient({
  kernelName: "FleetDense",
  inputsToSave: ["x", "w"],
  outputsToSave: [true],
  gradFunc: (dy, saved, attrs) => {
    const [x, w, y] = saved as [tf.Tensor, tf.Tensor, tf.Tensor];
    const dz = attrs["rectified"] ? run("FleetRectifyGradient", { dy: dy as tf.Tensor, y }) : (dy as tf.Tensor);
    return {
      x: () => tf.matMul(dz, w, false, true),
      w: () => tf.matMul(x, dz, true, false),
      b: () => run("FleetColumnSums", { x: dz }),
    };
  },
});
