/** What a miner can see when it decides: last epoch's published results. */
export interface MinerView {
  readonly self: number;
  readonly seed: number;
  readonly epoch: number;
  /** [operators] last published incentive by roster index */
  readonly incentive: Float64Array;
  /** [operators] 1 where the miner serves this epoch */
  readonly serving: Uint8Array;
  readonly operatorIds: readonly string[];
}

export interface MinerChoice {
  /** share of the planned training that is really done, 0..1; the rest of those hours the hardware is idle */
  readonly effort: number;
  /** roster index of the miner whose model of the epoch before is served; itself for an own model */
  readonly serves: number;
}

export interface MinerBehaviour {
  choose(view: MinerView): MinerChoice;
}
