import type { Matrix } from "../core/matrix.ts";

/** Turns what validators found into the weights they would set. */
export interface Scoring {
  /**
   * @param estimates [validators, miners]; quality that a planned audit found, NaN where none was planned
   * @param memory    [validators, miners]; what each validator remembered before, NaN where nothing
   * @returns weights whose rows sum to 1 or 0, and the memory to keep
   */
  score(estimates: Matrix, memory: Matrix): { weights: Matrix; memory: Matrix };
}
