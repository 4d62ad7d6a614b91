import * as tf from "@tensorflow/tfjs-core";
import { has, run } from "./ops/run.ts";

/** Decay of the averages of the gradient and of its square, and the term that guards the division. */
export const ADAM = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 } as const;

/** The state of a fleet on the device; every tensor is [M, ...shape]. */
export interface FleetState {
  readonly weights: tf.Tensor[];
  readonly first: tf.Tensor[];
  readonly second: tf.Tensor[];
}

/**
 * One Adam step of every member, each with its own count of steps t and its own rate.
 *
 *   G' = beta1 G + g            mean   m = (1 - beta1) / (1 - beta1^t) G'
 *   S' = beta2 S + g^2          square v = (1 - beta2) / (1 - beta2^t) S'
 *   w' = w - rate m / (sqrt(v) + epsilon)
 *
 * Moments are kept as sums instead of averages; the constants go into one rate and one epsilon a member.
 * Source: Kingma and Ba 2015, "Adam: a method for stochastic optimization", algorithm 1.
 *
 * @param steps [M] count of each member's steps, this one included
 * @param rates [M] learning rate of each
 * @returns the new state: the old one changed in place where the backend has the fused kernel; else the old one is freed
 */
export function adam(
  state: FleetState,
  gradients: readonly tf.Tensor[],
  steps: readonly number[],
  rates: readonly number[],
): FleetState {
  const meanScale = steps.map((t) => (1 - ADAM.beta1) / (1 - ADAM.beta1 ** t));
  const rootScale = steps.map((t) => Math.sqrt((1 - ADAM.beta2) / (1 - ADAM.beta2 ** t)));
  const perMember = (value: (m: number) => number) =>
    tf.tensor(
      Float32Array.from(steps, (_, m) => value(m)),
      [steps.length, 1, 1],
    );
  const rate = perMember((m) => (rates[m]! * meanScale[m]!) / rootScale[m]!);
  const epsilon = perMember((m) => ADAM.epsilon / rootScale[m]!);
  return has("FleetAdam") ? inPlace(state, gradients, rate, epsilon) : composed(state, gradients, rate, epsilon);
}

function inPlace(state: FleetState, gradients: readonly tf.Tensor[], rate: tf.Tensor, epsilon: tf.Tensor): FleetState {
  gradients.forEach((gradient, k) => {
    const [weights, first, second] = [state.weights[k]!, state.first[k]!, state.second[k]!];
    run<tf.Tensor[]>("FleetAdam", { weights, first, second, gradient, rate, epsilon }, { ...ADAM });
  });
  return state;
}

function composed(state: FleetState, gradients: readonly tf.Tensor[], rate: tf.Tensor, epsilon: tf.Tensor): FleetState {
  const next: FleetState = { weights: [], first: [], second: [] };
  gradients.forEach((gradient, k) => {
    const first = tf.add(tf.mul(state.first[k]!, ADAM.beta1), gradient);
    const second = tf.add(tf.mul(state.second[k]!, ADAM.beta2), tf.mul(gradient, gradient));
    const change = tf.mul(rate, tf.div(first, tf.add(tf.sqrt(second), epsilon)));
    next.weights.push(tf.sub(state.weights[k]!, change));
    next.first.push(first);
    next.second.push(second);
  });
  free(state);
  return next;
}

export function free({ weights, first, second }: FleetState): void {
  tf.dispose([weights, first, second] as tf.TensorContainer);
}
