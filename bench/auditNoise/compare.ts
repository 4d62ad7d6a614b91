import type { Architecture } from "../../models/fleet/architecture.ts";
import { likeliest } from "../../models/tasks/trained/subject.ts";

/** Numbers that differ by less than this are the same answer where a task asks for numbers. */
export const SAME_NUMBER = 0.01;

/** How far answers are from those of the reference. */
export interface Difference {
  /** largest and mean absolute difference of an output: a logit, or a number of the task */
  readonly largest: number;
  readonly mean: number;
  /** share of examples whose answer differs: another class, or a number off by more than SAME_NUMBER */
  readonly disagreeing: number;
}

/** @param outputs, reference [n, net.outputs] */
export function differenceOf(net: Architecture, outputs: Float32Array, reference: Float32Array): Difference {
  let [largest, total] = [0, 0];
  const off = new Uint8Array(outputs.length / net.outputs);
  for (let i = 0; i < outputs.length; i++) {
    const apart = Math.abs(outputs[i]! - reference[i]!);
    total += apart;
    largest = Math.max(largest, apart);
    if (apart > SAME_NUMBER) off[Math.floor(i / net.outputs)] = 1;
  }
  if (net.target === "class") {
    const given = (scores: Float32Array, row: number) => likeliest(scores, row * net.outputs, net.outputs);
    off.forEach((_, row) => (off[row] = given(outputs, row) === given(reference, row) ? 0 : 1));
  }
  const disagreeing = off.reduce((sum, one) => sum + one, 0) / off.length;
  return { largest, mean: total / outputs.length, disagreeing };
}
