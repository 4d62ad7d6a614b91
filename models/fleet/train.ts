import * as tf from "@tensorflow/tfjs-core";
import { adam, type FleetState } from "./adam.ts";
import { type Member, padded, stack, unstack } from "./member.ts";
import { crossEntropy, logits, type Network } from "./network.ts";

/** What a fleet learns from. */
export interface Lessons {
  readonly batch: number;
  readonly learningRate: number;
  /**
   * Writes the batch of a member's step.
   * @param step   0 for the first of this call
   * @param images [M, batch, inputs]; row `at` is the first of the batch
   * @param oneHot [M, batch, classes], all 0 before
   */
  write(member: number, step: number, at: number, images: Float32Array, oneHot: Float32Array): void;
}

/**
 * Trains members for different numbers of steps, all as one stack.
 *
 * The whole stack trains until the members with the fewest steps are done, then a smaller stack goes on: who has no step
 * left is not computed, and does not move. A result depends on nothing but the member and its lessons.
 *
 * Between stacks the state passes through the host: `gather` and `slice` of the wasm backend cost more than that.
 *
 * @param steps [M] optimiser steps of each member
 * @returns the new members in the caller's order; a member without steps is returned as it is
 */
export async function train(
  net: Network,
  members: readonly Member[],
  steps: ArrayLike<number>,
  lessons: Lessons,
): Promise<Member[]> {
  const trained = [...members];
  const ends = [...new Set(members.map((_, m) => steps[m]!))].filter((end) => end > 0).sort((a, b) => a - b);
  let done = 0;
  for (const end of ends) {
    const going = members.map((_, m) => m).filter((m) => steps[m]! >= end);
    const together = await trainTogether(net, trained, padded(going), done, end, lessons);
    going.forEach((m, row) => (trained[m] = together[row]!));
    done = end;
  }
  return trained;
}

/** Takes some members from lesson `from` to lesson `to`. @returns the new members in the order of `rows` */
async function trainTogether(
  net: Network,
  all: readonly Member[],
  rows: readonly number[],
  from: number,
  to: number,
  lessons: Lessons,
): Promise<Member[]> {
  const start = rows.map((m) => all[m]!);
  const column = (values: (member: Member) => Float32Array) => stack(net, start.map(values));
  let state: FleetState = {
    weights: column(({ weights }) => weights),
    first: column(({ first }) => first),
    second: column(({ second }) => second),
  };
  // PERF: one batch of memory for all steps; new memory for each costs 5% of a step.
  const images = new Float32Array(rows.length * lessons.batch * net.inputs);
  const oneHot = new Float32Array(rows.length * lessons.batch * net.classes);
  for (let step = from; step < to; step++) {
    oneHot.fill(0);
    rows.forEach((m, row) => lessons.write(m, step, row * lessons.batch, images, oneHot));
    const counts = start.map((member) => member.step + step - from + 1);
    state = advance(net, state, images, oneHot, counts, lessons);
  }
  const weights = await unstack(net, state.weights);
  const first = await unstack(net, state.first);
  const second = await unstack(net, state.second);
  free(state);
  return start.map((member, row) => ({
    weights: weights[row]!,
    first: first[row]!,
    second: second[row]!,
    step: member.step + to - from,
  }));
}

/**
 * One step of every row of a stack; frees the old state.
 * @param images [rows, batch, inputs]
 * @param oneHot [rows, batch, classes]
 * @param counts [rows] steps of each member, this one included
 */
function advance(
  net: Network,
  state: FleetState,
  images: Float32Array,
  oneHot: Float32Array,
  counts: readonly number[],
  { batch, learningRate }: Lessons,
): FleetState {
  const next = tf.tidy(() => {
    const x = tf.tensor(images, [counts.length, batch, net.inputs]);
    const y = tf.tensor(oneHot, [counts.length, batch, net.classes]);
    const gradients = tf.grads((...weights: tf.Tensor[]) => crossEntropy(logits(weights, x), y))(state.weights);
    return adam(state, gradients, counts, learningRate) as unknown as tf.TensorContainer;
  }) as unknown as FleetState;
  free(state);
  return next;
}

function free({ weights, first, second }: FleetState): void {
  tf.dispose([weights, first, second] as tf.TensorContainer);
}
