import type { Lesson, ServedForm } from "../task/contract.ts";

/** What a miner can see when it decides: last epoch's published results, its own books and what it makes of them. */
export interface MinerView {
  readonly self: number;
  readonly seed: number;
  readonly epoch: number;
  /** [operators] last published incentive by roster index */
  readonly incentive: Float64Array;
  /** [operators] 1 where the miner serves this epoch */
  readonly serving: Uint8Array;
  readonly operatorIds: readonly string[];
  /** group of each operator, as named in the scenario */
  readonly operatorGroups: readonly string[];
  readonly stakes: AtStake;
  /** NaN where the behaviour keeps no beliefs */
  readonly beliefs: Beliefs;
}

/** What cheating could save a miner in this epoch, and what it could lose. USD */
export interface AtStake {
  /** running cost of all the training it planned, and of answering with all compute */
  readonly trainingUsd: number;
  readonly servingUsd: number;
  /** new tokens of its last epoch in which it was not found out, at the price of that epoch; NaN until it has served */
  readonly incomeUsd: number;
  /** bond that it holds */
  readonly bondUsd: number;
}

/** What a miner holds true of audits, from what happened to it. Fractions */
export interface Beliefs {
  /** share of its epochs in which it is audited */
  readonly audits: number;
  /** share of audited epochs of cheating in which it is found out */
  readonly detection: number;
}

/** An epoch in which a miner served, as it remembers it. */
export interface Lived {
  readonly audited: boolean;
  readonly cheated: boolean;
  /** an audit failed, or found no better than the baseline guess */
  readonly failed: boolean;
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
  /** what it trains on; left out: its own shard */
  readonly lessons?: Lesson;
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
  /** it does all it planned with its own model, whatever it sees: nobody needs to ask it */
  readonly steadfast?: true;
  /** it chooses the same whatever it sees: its choice is kept from epoch to epoch */
  readonly unmoved?: true;
  /** what it believes of audits at the start, and after an epoch; left out: it keeps no beliefs */
  readonly experience?: {
    readonly opening: Beliefs;
    learn(beliefs: Beliefs, lived: Lived): Beliefs;
  };
}

/** Whether a miner does anything but train all it planned on its own shard and answer with its own model. */
export function departs({ effort, serves, substitute, lessons }: MinerChoice, self: number): boolean {
  const substituted = substitute !== undefined && substitute.share > 0;
  return effort < 1 || serves !== self || substituted || (lessons ?? "own") !== "own";
}
