import type { Matrix, Vec } from "../core/matrix.ts";
import type { Evidence } from "../task/contract.ts";
import type { Look } from "../verification/contract.ts";

/** What a rule keeps from epoch to epoch, by name; each [validators, operators], NaN where nothing is known. */
export type Memories = Readonly<Record<string, Matrix>>;

/** What is known when weights are made, at the end of an epoch. */
export interface ScoringInput {
  /** [validators, operators] quality that a planned audit found, NaN where none was planned */
  readonly estimates: Matrix;
  /** [validators, operators] what audits saw beside quality, NaN where they did not look; left out for a rule that asks for no look */
  readonly evidence?: Readonly<Record<keyof Evidence, Matrix>>;
  readonly memory: Memories;
  /** block at the end of the epoch */
  readonly block: number;
  /** [operators] block since which it serves what it serves: the age of an upload; NaN for who serves nothing */
  readonly servedSince: Vec;
  /** [operators] requests that could be answered in the epoch */
  readonly capacity: Vec;
  /** [operators] optimiser steps of the epoch */
  readonly steps: Vec;
  /** tokens that miners share in the epoch by these weights */
  readonly poolTokens: number;
}

export interface Scored {
  /** [validators, operators] rows sum to 1 or 0 */
  readonly weights: Matrix;
  readonly memory: Memories;
  /**
   * [validators] share of miners' pay that nobody should get, 0..1; NaN for a validator that knows too little to say. Left out:
   * all is paid.
   */
  readonly burned?: Float64Array;
}

/** Turns what validators found into the weights they would set. */
export interface Scoring {
  /** names of the matrices that it keeps */
  readonly keeps: readonly string[];
  /** what audits must look at beside quality; left out: nothing */
  readonly looksAt?: readonly Look[];
  /** it compares odds of classes, which a task of numbers does not give */
  readonly needsClasses?: true;
  /** @throws RangeError when a matrix is missing or its shape differs from that of the estimates */
  score(input: ScoringInput): Scored;
}
