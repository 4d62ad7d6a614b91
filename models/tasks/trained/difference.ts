import type { Architecture } from "../../fleet/architecture.ts";
import { likeliest } from "./subject.ts";

/** Numbers that differ by less than this are the same answer where a task asks for numbers. */
export const SAME_NUMBER = 0.01;

/** Softmaxed outputs whose cosine is below this are unlike. */
const LEAST_COSINE = 0.9;

/** How far answers are from those of the reference. */
export interface Difference {
  /** largest and mean absolute difference of an output: a logit, or a number of the task */
  readonly largest: number;
  readonly mean: number;
  /** share of examples whose answer differs: another class, or a number off by more than SAME_NUMBER */
  readonly disagreeing: number;
  /** share of examples whose softmaxed outputs have a cosine below LEAST_COSINE; NaN where outputs are no classes */
  readonly unlike: number;
}

type Net = Pick<Architecture, "outputs" | "target">;

/** @param outputs, reference [n, net.outputs] */
export function differenceOf(net: Net, outputs: Float32Array, reference: Float32Array): Difference {
  const n = outputs.length / net.outputs;
  const apart = outputs.map((value, i) => Math.abs(value - reference[i]!));
  let [largest, total, disagreeing, unlike] = [0, 0, 0, 0];
  for (const value of apart) {
    largest = Math.max(largest, value);
    total += value;
  }
  for (let row = 0; row < n; row++) {
    const from = row * net.outputs;
    if (!sameAnswer(net, outputs, reference, from)) disagreeing++;
    if (net.target === "class" && cosineOf(outputs, reference, from, net.outputs) < LEAST_COSINE) unlike++;
  }
  return {
    largest,
    mean: total / outputs.length,
    disagreeing: disagreeing / n,
    unlike: net.target === "class" ? unlike / n : NaN,
  };
}

/** Whether two answers, outputs [from, from + net.outputs) of each, say the same. */
function sameAnswer({ outputs: width, target }: Net, a: Float32Array, b: Float32Array, from: number): boolean {
  if (target === "class") return likeliest(a, from, width) === likeliest(b, from, width);
  for (let k = from; k < from + width; k++) if (Math.abs(a[k]! - b[k]!) > SAME_NUMBER) return false;
  return true;
}

/** Cosine of two softmaxed answers. */
function cosineOf(a: Float32Array, b: Float32Array, from: number, classes: number): number {
  const [p, q] = [a, b].map((logits) => softmax(logits, from, classes));
  let [both, first, second] = [0, 0, 0];
  for (let k = 0; k < classes; k++) {
    both += p![k]! * q![k]!;
    first += p![k]! ** 2;
    second += q![k]! ** 2;
  }
  return both / Math.sqrt(first * second);
}

/** Odds of classes up to a factor, which a cosine does not feel. */
function softmax(logits: Float32Array, from: number, classes: number): Float64Array {
  const most = logits[from + likeliest(logits, from, classes)]!;
  return Float64Array.from({ length: classes }, (_, k) => Math.exp(logits[from + k]! - most));
}
