import type { ServedForm } from "../task/contract.ts";

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
  /**
   * roster index of the miner whose model of the epoch before is served, or whose answers are passed on where the form is
   * `answers`; itself for an own model
   */
  readonly serves: number;
  /** what it answers with in place of that model; left out: nothing else */
  readonly substitute?: Substitute;
}

export interface Substitute {
  readonly form: Exclude<ServedForm, "honest">;
  /** share of requests answered so, 0..1 */
  readonly share: number;
  /** age of the model served in epochs; 0 where the form is not stale */
  readonly epochsOld: number;
  /** compute of such an answer relative to one of the model, 0..1 */
  readonly compute: number;
}

export interface MinerBehaviour {
  choose(view: MinerView): MinerChoice;
}
