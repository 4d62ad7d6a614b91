import type { Exhibit } from "../../../sim/task/contract.ts";
import type { Architecture } from "../../fleet/architecture.ts";
import type { Batch } from "../../fleet/train.ts";

/** What a trained task teaches: its examples, and how good an answer is. Fixed within a run. */
export interface Subject {
  readonly net: Architecture;
  /** examples 0 .. count - 1 */
  readonly count: number;
  /** [count] class of each example, for shards that prefer some */
  readonly labels: Uint8Array;
  /** score of the baseline guess: quality 0; and the score that counts as quality 1 */
  readonly baseline: number;
  readonly reachable: number;
  /** The examples as they are on a day of the run. Valid until another day is asked for. */
  on(day: number): Scene;
  /** The score of answers from the mean of their marks. */
  score(meanMark: number): number;
  /** What a model has learnt, to be looked at; left out where there is nothing to see. @param weights [net.parameters] */
  exhibit?(weights: Float32Array): Promise<Exhibit>;
}

/** A subject's examples on one day. */
export interface Scene {
  /**
   * Writes examples, each a row, into the rows of a batch from row `at` on.
   * @param batch targets may be left out, where only answers are asked for
   */
  write(examples: ArrayLike<number>, batch: Pick<Batch, "inputs"> & Partial<Batch>, at: number): void;
  /** What one answer is worth: 1 or 0 for right or wrong, a squared error, bits ...   outputs [from, from + net.outputs) */
  mark(example: number, outputs: Float32Array, from: number): number;
}

/** Class with the highest score among outputs [from, from + classes), the lower one when equal. */
export function likeliest(outputs: Float32Array, from: number, classes: number): number {
  let top = 0;
  for (let k = 1; k < classes; k++) if (outputs[from + k]! > outputs[from + top]!) top = k;
  return top;
}

/** Mark of an answer that names a class: 1 where it is the right one. */
export const right = (label: number, outputs: Float32Array, from: number, classes: number): number =>
  likeliest(outputs, from, classes) === label ? 1 : 0;

/** Quality of a score on the scale of its subject: 0 the baseline guess, 1 the reachable score; not clipped. */
export const qualityOf = ({ baseline, reachable }: Subject, score: number): number =>
  (score - baseline) / (reachable - baseline);
