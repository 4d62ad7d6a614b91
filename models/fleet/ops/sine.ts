import * as tf from "@tensorflow/tfjs-core";
import { has, run } from "./run.ts";

/** y = sin(scale x) of every number. */
export function sine(x: tf.Tensor, scale: number): tf.Tensor {
  return has("FleetSines") ? run("FleetSines", { x }, { scale }) : tf.sin(tf.mul(x, scale));
}

tf.registerGradient({
  kernelName: "FleetSines",
  inputsToSave: ["x"],
  gradFunc: (dy, saved, attrs) => ({
    x: () => run("FleetSineGradients", { x: saved[0]!, dy: dy as tf.Tensor }, { scale: attrs["scale"] as number }),
  }),
});
