import * as tf from "@tensorflow/tfjs-core";

/** Whether the current backend has a kernel of ours; where not, an op is made of stock ones. */
export const has = (kernel: string): boolean => tf.getKernel(kernel, tf.getBackend()) !== undefined;

/** Runs a kernel by its name, gradients recorded. */
export function run<T extends tf.Tensor | tf.Tensor[] = tf.Tensor>(
  kernel: string,
  inputs: Readonly<Record<string, tf.Tensor>>,
  attrs: Readonly<Record<string, number>> = {},
): T {
  return tf.engine().runKernel(kernel, { ...inputs }, { ...attrs }) as T;
}
