/** Cost that falls with what was made so far. Source: docs/theory.md, equation 16; closed form `learning-by-doing`. */
import { amount, positive } from "./domain.ts";

/**
 * Exponent of a learning curve.   b = -log2(1 - learning rate)
 * @param learningRate part by which cost falls with every doubling of all output so far, from 0 to below 1
 * @throws RangeError for a rate outside [0, 1)
 */
export function learningExponent(learningRate: number): number {
  if (!(learningRate >= 0 && learningRate < 1))
    throw new RangeError(`learningExponent: learningRate is ${learningRate}; expected a fraction below 1`);
  return learningRate === 0 ? 0 : -Math.log1p(-learningRate) / Math.LN2;
}

/**
 * Cost of a unit of output (Wright 1936).   c(Q) = c_0 (Q / Q_0)^(-b)
 *
 * @param start    c_0: cost when Q_0 had been made
 * @param multiple Q / Q_0, above 0
 * @throws RangeError for a cost below 0, a multiple that is not above 0, and as `learningExponent`
 */
export function learnedCost(start: number, multiple: number, learningRate: number): number {
  amount("learnedCost", "start", start);
  positive("learnedCost", "multiple", multiple);
  return start * multiple ** -learningExponent(learningRate);
}

/**
 * Units that free entry leaves after a subsidy, whose output has brought cost down.   F / c(Q)
 *
 * @param feesUsd F: what customers pay; as many as F / c_0 would stay at the old cost
 * @throws RangeError for fees below 0, a cost that is not above 0, and as `learnedCost`
 */
export function unitsAfterLearning(feesUsd: number, start: number, multiple: number, learningRate: number): number {
  amount("unitsAfterLearning", "feesUsd", feesUsd);
  positive("unitsAfterLearning", "start", start);
  return feesUsd / learnedCost(start, multiple, learningRate);
}
