import * as tf from "@tensorflow/tfjs-core";
import { addressOf, type Heap, kernelsOn } from "../../models/backend/fleetKernels.ts";
import { fastest } from "../table.ts";

const [ROWS, INNER, COLS] = [16, 64, 64];
const CALLS = 400;

/** Billions of floating-point operations per second of the product kernel where nothing leaves the first cache. */
export async function kernelPeak(): Promise<number> {
  const heap = tf.backend() as unknown as Heap;
  const kernels = kernelsOn(heap);
  const tensors = [tf.ones([ROWS, INNER]), tf.ones([INNER, COLS]), tf.zeros([ROWS, COLS])];
  const [a, b, c] = tensors.map((t) => addressOf(heap, t)) as [number, number, number];
  const { best } = await fastest(() => {
    for (let call = 0; call < CALLS; call++) kernels.matMul(a, 0, 0, b, 0, 0, c, 0, 1, ROWS, COLS, INNER);
  });
  tf.dispose(tensors);
  return (2 * ROWS * INNER * COLS * CALLS) / best / 1e6;
}
