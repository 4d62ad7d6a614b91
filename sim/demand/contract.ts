export interface DemandInput {
  /** [segments] what each segment believes of the network's quality, 0..1 */
  readonly beliefs: Float64Array;
  readonly usdPerRequest: number;
  /** seconds that a customer waits for an answer to rely on: queue, service and finality */
  readonly latencySeconds: number;
  /** day of the run at which the epoch starts, and its length */
  readonly day: number;
  readonly epochDays: number;
}

/** All [segments]; requests of the epoch. The three shares sum to 1. */
export interface Wanted {
  readonly requests: Float64Array;
  readonly networkShare: Float64Array;
  readonly cloudShare: Float64Array;
  readonly nothingShare: Float64Array;
  /** USD that the choice is worth to the whole market over buying nothing, by what customers believe */
  readonly surplusUsd: Float64Array;
}

export interface Demand {
  readonly segments: readonly string[];
  /** beliefs at genesis */
  readonly openingBeliefs: Float64Array;
  wanted(input: DemandInput): Wanted;
  /**
   * Beliefs after living with the served quality.   b' = b + lambda (q served - b)
   * @param served     [segments] requests served
   * @param experienced quality of what was served, 0..1; NaN when nothing was
   */
  learn(beliefs: Float64Array, served: Float64Array, experienced: number): Float64Array;
  /** v(q): USD that a request of quality q is worth to a customer of the segment */
  value(segment: number, quality: number): number;
}
