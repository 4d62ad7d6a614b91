export interface RouteInput {
  /** requests of the epoch, all segments together */
  readonly requests: number;
  /** [operators] last published consensus share */
  readonly reputation: Float64Array;
  /** [operators] requests that each could answer this epoch; 0 where it does not serve */
  readonly capacity: Float64Array;
  /** seconds that one request occupies the miner's hardware */
  readonly serviceSeconds: Float64Array;
}

export interface Routed {
  /** [operators] requests answered */
  readonly served: Float64Array;
  /** USD per request paid */
  readonly usdPerRequest: number;
  readonly unmet: number;
  /** mean seconds from request to answer over served requests; NaN when none was served */
  readonly waitSeconds: number;
}

export interface Market {
  /** the price customers see when they choose */
  readonly askUsdPerRequest: number;
  route(input: RouteInput): Routed;
}
