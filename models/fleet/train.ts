import * as tf from "@tensorflow/tfjs-core";
import { adam, free, type FleetState } from "./adam.ts";
import type { Architecture } from "./architecture.ts";
import { type Member, stack, unstack } from "./member.ts";
import { crossEntropy } from "./ops/crossEntropy.ts";
import { squares } from "./ops/squares.ts";
import { onHost, padded, stacksOf } from "./stacks.ts";

/** Examples of a batch, written by the task. */
export interface Batch {
  /** [M, batch, inputs] */
  readonly inputs: Float32Array | Int32Array;
  /** [M, batch] classes, or [M, batch, outputs] numbers */
  readonly targets: Float32Array | Int32Array;
}

/** What a fleet learns from. */
export interface Lessons {
  /** examples a step */
  readonly batch: number;
  /** [M] learning rate of each member */
  readonly rates: readonly number[];
  /**
   * Writes the batch of a member's step.
   * @param step 0 for the first of this call
   * @param at   row of the batch's first example
   */
  write(member: number, step: number, at: number, batch: Batch): void;
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
  net: Architecture,
  members: readonly Member[],
  steps: ArrayLike<number>,
  lessons: Lessons,
): Promise<Member[]> {
  const trained = [...members];
  const ends = [...new Set(members.map((_, m) => steps[m]!))].filter((end) => end > 0).sort((a, b) => a - b);
  let done = 0;
  for (const end of ends) {
    const going = members.map((_, m) => m).filter((m) => steps[m]! >= end);
    for (const stacked of stacksOf(going, net, lessons.batch)) {
      const together = await trainTogether(net, trained, padded(stacked), done, end, lessons);
      stacked.forEach((m, row) => (trained[m] = together[row]!));
    }
    done = end;
  }
  return trained;
}

/** Bytes of lessons that may be on their way to a device; without a bound a slow one would hold those of all steps. */
const MOST_AHEAD = 2 ** 26;

/** Takes some members from lesson `from` to lesson `to`. @returns the new members in the order of `rows` */
async function trainTogether(
  net: Architecture,
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
  const batch = emptyBatch(net, rows.length * lessons.batch);
  const rates = rows.map((m) => lessons.rates[m]!);
  const stepsAhead = onHost() ? Infinity : Math.ceil(MOST_AHEAD / (batch.inputs.byteLength + batch.targets.byteLength));
  try {
    for (let step = from; step < to; step++) {
      rows.forEach((m, row) => lessons.write(m, step, row * lessons.batch, batch));
      const counts = start.map((member) => member.step + step - from + 1);
      state = advance(net, state, batch, counts, rates);
      if ((step - from + 1) % stepsAhead === 0) await state.weights.at(-1)!.data(); // the device catches up
    }
    const weights = await unstack(net, state.weights);
    const first = await unstack(net, state.first);
    const second = await unstack(net, state.second);
    return start.map((member, row) => ({
      weights: weights[row]!,
      first: first[row]!,
      second: second[row]!,
      step: member.step + to - from,
    }));
  } finally {
    free(state);
  }
}

function emptyBatch({ inputs, inputType, outputs, target }: Architecture, examples: number): Batch {
  const numbers = inputType === "int32" ? Int32Array : Float32Array;
  return {
    inputs: new numbers(examples * inputs),
    targets: target === "class" ? new Int32Array(examples) : new Float32Array(examples * outputs),
  };
}

/** One step of every row of a stack; the old state is gone afterwards. */
function advance(
  net: Architecture,
  state: FleetState,
  batch: Batch,
  counts: readonly number[],
  rates: readonly number[],
): FleetState {
  const members = counts.length;
  const examples = batch.inputs.length / net.inputs / members;
  return tf.tidy(() => {
    const x = tf.tensor(batch.inputs, [members, examples, net.inputs], net.inputType);
    const gradients = tf.grads((...weights: tf.Tensor[]) => {
      const outputs = net.forward(weights, x);
      return net.target === "class"
        ? crossEntropy(outputs, tf.tensor(batch.targets, [members, examples], "int32"))
        : squares(outputs, tf.tensor(batch.targets, [members, examples, net.outputs]));
    })(state.weights);
    const next = adam(state, gradients, counts, rates);
    return next as unknown as tf.TensorContainer;
  }) as unknown as FleetState;
}
