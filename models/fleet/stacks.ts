import * as tf from "@tensorflow/tfjs-core";
import { type Architecture, widest } from "./architecture.ts";

/** Whether tensor code runs where it is called, on the processor. */
export const onHost = (): boolean => tf.getBackend() === "wasm" || tf.getBackend() === "cpu";

/**
 * Parameters of a stack on one processor: what its caches hold together with gradients and moments.
 * PERF: 784-64-10, batch 32: 3,900 model-steps/s in stacks of 4, 3,650 in stacks of 8, 3,300 in stacks of 16.
 */
const CACHED_PARAMETERS = 210_000;

/** Numbers in the largest tensor of a stack: 4 MB on one processor; 32 MB on any other device, where a training step holds some twenty. */
const LARGEST_TENSOR = { host: 1_000_000, device: 8_000_000 };

/** Members needed in a stack. A stack of one may differ in its last bits from the same member among others: pad to two. */
const LEAST = 2;

const largestTensor = (): number => (onHost() ? LARGEST_TENSOR.host : LARGEST_TENSOR.device);

/** Members cut into even stacks that are worked on one after the other, so that memory does not grow with the fleet. */
export function stacksOf<T>(members: readonly T[], net: Architecture, examples: number): T[][] {
  const largest = Math.max(...net.lengths, examples * widest(net));
  const fitting = onHost() ? CACHED_PARAMETERS / net.parameters : LARGEST_TENSOR.device / largest;
  const stacks = Math.ceil(members.length / Math.max(LEAST, Math.floor(fitting)));
  const each = Math.ceil(members.length / stacks);
  return Array.from({ length: stacks }, (_, k) => members.slice(k * each, (k + 1) * each));
}

/** Examples that the smallest stack answers at once. */
export const examplesAtOnce = (net: Architecture): number =>
  Math.max(1, Math.floor(largestTensor() / (LEAST * widest(net))));

/** A stack of one member twice, any other as it is. */
export function padded<T>(members: readonly T[]): readonly T[] {
  return members.length === 1 ? [members[0]!, members[0]!] : members;
}
