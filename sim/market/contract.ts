import type { Memory } from "../core/memory.ts";

/** What an epoch offers, whatever customers ask for. */
export interface Offer {
  /** [operators] last published consensus share */
  readonly reputation: Float64Array;
  /** [operators] requests that each could answer this epoch; 0 where it does not serve */
  readonly capacity: Float64Array;
  /** [operators] units of hardware that answer from one queue, each one request at a time; 1 or more */
  readonly servers: Float64Array;
  /** seconds that one request occupies a unit of the miner's hardware */
  readonly serviceSeconds: Float64Array;
  /** [operators] USD of running cost that answering one request takes */
  readonly usdCost: Float64Array;
  /** mean multiplier of the taper over the epoch, for what the market itself subsidises */
  readonly subsidyMultiplier: number;
  readonly memory: Memory;
  readonly epochDays: number;
}

export interface RouteInput extends Offer {
  /** requests of the epoch, all segments together, at a price in USD per request; never more at a higher price */
  readonly requests: (usdPerRequest: number) => number;
  /** [operators] how customers spread their requests at a price, sum 1; left out, or undefined: they do not say */
  readonly preference?: (usdPerRequest: number) => Float64Array | undefined;
}

export interface Routed {
  /** [operators] requests answered */
  readonly served: Float64Array;
  /** [operators] USD that customers pay to each */
  readonly revenueUsd: Float64Array;
  /** [operators] USD that a grant pays on top */
  readonly grantUsd: Float64Array;
  /** USD per request that customers pay on average, or would pay where nothing is served */
  readonly usdPerRequest: number;
  readonly unmet: number;
  /** mean seconds from request to answer over served requests; NaN when none was served */
  readonly waitSeconds: number;
  readonly memory: Memory;
}

/** A price that holds whatever is asked for, and the mean wait that a number of requests would meet; NaN for none served. */
export interface PostedWait {
  readonly usdPerRequest: number;
  waitSeconds(requests: number): number;
}

/** How a price for work forms, and who gets the work. */
export interface Market {
  readonly opening: Memory;
  route(input: RouteInput): Routed;
  /** the wait alone, for a search that asks it often; left out: only `route` can tell */
  readonly waits?: (offer: Offer) => PostedWait;
}
