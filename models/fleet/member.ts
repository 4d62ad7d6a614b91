import * as tf from "@tensorflow/tfjs-core";
import { stream } from "../../sim/core/random.ts";
import type { Architecture } from "./architecture.ts";

/** One trained model and its optimiser, on the host. A value: training gives a new one, so copies may share it. */
export interface Member {
  /** [parameters] the architecture's tensors, one after the other */
  readonly weights: Float32Array;
  /** [parameters] discounted sums of the gradient and of its square */
  readonly first: Float32Array;
  readonly second: Float32Array;
  /** optimiser steps so far */
  readonly step: number;
  /** weights as they stood after the last epochs before, oldest first; left out where nobody serves an old model */
  readonly past?: readonly Float32Array[];
}

export function newMember(net: Architecture, seed: number, id: string): Member {
  const zeros = () => new Float32Array(net.parameters);
  return { weights: initialWeights(net, seed, id), first: zeros(), second: zeros(), step: 0 };
}

/** Initial weights of one member, uniform within each tensor's bound; they belong to (seed, id). */
function initialWeights({ lengths, bounds, parameters }: Architecture, seed: number, id: string): Float32Array {
  const weights = new Float32Array(parameters);
  const random = stream(seed, "weights", id);
  let at = 0;
  lengths.forEach((length, k) => {
    const bound = bounds[k]!;
    if (bound > 0) for (let i = 0; i < length; i++) weights[at + i] = bound * (2 * random() - 1);
    at += length;
  });
  return weights;
}

/** 32-bit hash of weights (FNV-1a over their words), never 0. */
export function fingerprint(weights: Float32Array): number {
  const words = new Uint32Array(weights.buffer, weights.byteOffset, weights.length);
  let h = 0x811c9dc5;
  for (let k = 0; k < words.length; k++) {
    h = Math.imul(h ^ words[k]!, 0x01000193);
    h ^= h >>> 15; // the product alone never moves high bits down
  }
  return h >>> 0 || 1;
}

/** One tensor [M, ...shape] for each of the architecture's shapes, from the flat parameters of each member. */
export function stack(net: Architecture, members: readonly Float32Array[]): tf.Tensor[] {
  let from = 0;
  return net.shapes.map((shape, k) => {
    const length = net.lengths[k]!;
    const values = new Float32Array(members.length * length);
    members.forEach((flat, m) => values.set(flat.subarray(from, from + length), m * length));
    from += length;
    return tf.tensor(values, [members.length, ...shape]);
  });
}

/** The flat parameters of each member, from tensors stacked as `stack` does. */
export async function unstack(net: Architecture, tensors: readonly tf.Tensor[]): Promise<Float32Array[]> {
  const members = tensors[0]!.shape[0]!;
  const flats = Array.from({ length: members }, () => new Float32Array(net.parameters));
  let into = 0;
  for (const [k, tensor] of tensors.entries()) {
    const values = (await tensor.data()) as Float32Array;
    const length = net.lengths[k]!;
    flats.forEach((flat, m) => flat.set(values.subarray(m * length, (m + 1) * length), into));
    into += length;
  }
  return flats;
}
