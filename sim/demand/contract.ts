/** What customers keep from epoch to epoch beside beliefs: plain numbers by name. */
export type Customers = Readonly<Record<string, Float64Array>>;

/** Who answers. All [operators]. */
export interface Providers {
  readonly ids: readonly string[];
  /** requests that each could answer this epoch; 0 where it does not serve */
  readonly capacity: Float64Array;
}

export interface DemandInput {
  /** [segments] what each segment believes of the network's quality, 0..1 */
  readonly beliefs: Float64Array;
  readonly customers: Customers;
  readonly usdPerRequest: number;
  /** seconds that a customer waits for an answer to rely on: queue, service and finality */
  readonly latencySeconds: number;
  /** number of the epoch, which draws belong to */
  readonly epoch: number;
  /** day of the run at which the epoch starts, for paths that nobody in the run moves, and the epoch's length */
  readonly day: number;
  readonly epochDays: number;
  /** mean multiplier of the taper over the epoch; 0 where there is no subsidy */
  readonly subsidyMultiplier: number;
  /** shocks: factors on the size of the market and on list prices of clouds, 1 for none */
  readonly marketFactor: number;
  readonly cloudPriceFactor: number;
  readonly providers: Providers;
}

/** All [segments] unless said; requests of the epoch. The shares sum to 1. */
export interface Wanted {
  readonly requests: Float64Array;
  readonly networkShare: Float64Array;
  readonly cloudShare: Float64Array;
  readonly nothingShare: Float64Array;
  /** share that chooses another network; left out: there is none */
  readonly rivalShare?: Float64Array;
  /** USD that the choice is worth to the whole market over buying nothing, by what customers believe */
  readonly surplusUsd: Float64Array;
  /** share of the market that knows the network, mean of the epoch; left out: everybody does */
  readonly awareness?: Float64Array;
  /** [operators] how customers spread their requests, sum 1; left out: the market routes them */
  readonly preference?: Float64Array;
}

/** An epoch as customers lived through it: what they had chosen by, and what they got. */
export interface Lived extends DemandInput {
  /** [segments] requests served */
  readonly served: Float64Array;
  /** mean quality of what was served, 0..1; NaN when nothing was */
  readonly experienced: number;
  /** [operators] requests that each answered, and quality of its answers, 0..1; NaN where it does not serve */
  readonly answered: Float64Array;
  readonly quality: Float64Array;
}

export interface Learnt {
  readonly beliefs: Float64Array;
  readonly customers: Customers;
}

export interface Demand {
  readonly segments: readonly string[];
  /** beliefs at genesis */
  readonly openingBeliefs: Float64Array;
  /** what customers keep at genesis; left out: nothing but beliefs */
  readonly openingCustomers?: (operators: number) => Customers;
  /** whether requests of an epoch are the same however long answers take */
  readonly ignoresWait?: boolean;
  /** where requests go that the network refuses; left out: they are lost */
  readonly unmet?: "lost" | "cloud";
  wanted(input: DemandInput): Wanted;
  /** Beliefs and what else customers keep, after living with the served quality.   b' = b + lambda (q served - b) */
  learn(lived: Lived): Learnt;
  /** v(q): USD that a request of quality q is worth to a customer of the segment */
  value(segment: number, quality: number): number;
}
