import { batchMatMulConfig } from "@tensorflow/tfjs-backend-wasm/dist/kernels/BatchMatMul";
import { identityConfig } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Identity";
import * as tf from "@tensorflow/tfjs-core";
import { FLEET_KERNELS, registerWasmKernels } from "../../models/backend/wasmKernels.ts";
import { mlp } from "../../models/fleet/architectures/mlp.ts";
import { stream } from "../../sim/core/random.ts";
import { best } from "../table.ts";
import type { Size } from "./lessons.ts";

/** Runs tensor code on the wasm backend as it is published; ours are back afterwards. */
export async function onStockKernels<T>(work: () => Promise<T>): Promise<T> {
  for (const kernel of FLEET_KERNELS) tf.unregisterKernel(kernel, "wasm");
  batchMatMulConfig.setupFunc!(tf.backend());
  tf.registerKernel(batchMatMulConfig);
  tf.registerKernel(identityConfig);
  try {
    return await work();
  } finally {
    registerWasmKernels();
  }
}

/** Model-steps per second of one model after the other, written as the library's own examples are, with its own Adam. */
export function timeLoop({ layers, batch, miners }: Size): Promise<number> {
  const { shapes, inputs, outputs } = mlp(layers, "class");
  const random = stream(1, "bench");
  const models = Array.from({ length: miners }, () => ({
    weights: shapes.map(([rows, cols]) => tf.variable(tf.fill([rows, cols], 0.01))),
    optimizer: tf.train.adam(1e-3),
  }));
  const x = tf.tensor2d(Float32Array.from({ length: batch * inputs }, random), [batch, inputs]);
  const y = tf.oneHot(
    Array.from({ length: batch }, (_, k) => k % outputs),
    outputs,
  );
  const logits = (weights: readonly tf.Tensor[]) =>
    layers.slice(1).reduce<tf.Tensor>((h, _, k) => {
      const z = tf.add(tf.matMul(h, weights[2 * k]!), weights[2 * k + 1]!);
      return k < layers.length - 2 ? tf.relu(z) : z;
    }, x);
  return best(miners, () => {
    for (const { weights, optimizer } of models)
      optimizer.minimize(() => tf.losses.softmaxCrossEntropy(y, logits(weights)));
  });
}
