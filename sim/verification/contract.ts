import type { Matrix } from "../core/matrix.ts";
import type { Memory } from "../core/memory.ts";
import type { Evidence } from "../task/contract.ts";

/** The (validator, miner) pairs that will be checked: pair k is `validators[k]` auditing `miners[k]`. Indices of the roster. */
export interface AuditPlan {
  readonly validators: Int32Array;
  readonly miners: Int32Array;
  /** how many checks each pair stands for, 1 or more; left out: one each */
  readonly checks?: Int32Array;
  /** what is looked at beside quality; left out: nothing */
  readonly looksAt?: readonly Look[];
  /** the questions are those of the public set, which miners may train on; left out: each auditor's own, which nobody else sees */
  readonly publicQuestions?: true;
}

/**
 * `outputs`: the model that the miner committed to is run again on the same requests. `votes`: the answers of all whom an auditor
 * asks are compared with each other. `training`: what the epoch's training did to the loss.
 */
export type Look = "outputs" | "votes" | "training";

export interface PlanInput {
  readonly seed: number;
  readonly epoch: number;
  /** roster indices and ids of the validators who audit this epoch */
  readonly auditors: Int32Array;
  readonly validatorIds: readonly string[];
  /** roster indices and ids of the miners who serve this epoch */
  readonly serving: Int32Array;
  readonly operatorIds: readonly string[];
}

export interface JudgeInput {
  readonly seed: number;
  readonly epoch: number;
  readonly plan: AuditPlan;
  /** quality found by each planned audit, in the plan's order */
  readonly found: Float64Array;
  /** what the audits saw beside it; left out where the plan looks at quality alone */
  readonly evidence?: Evidence;
  readonly validatorIds: readonly string[];
  readonly operatorIds: readonly string[];
  /** 1 where the operator's miner serves this epoch, 1 where the validator is working */
  readonly serving: Uint8Array;
  readonly working: Uint8Array;
  /** [operators] USD that each holds as a bond */
  readonly bondUsd: Float64Array;
  /** what the rule looks back at: strikes */
  readonly memory: Memory;
}

/** What was checked, what it found, and who pays for it. */
export interface Audited {
  /** [validators, operators]; NaN where nothing was learnt, 0 where an audit failed */
  readonly estimates: Matrix;
  /** [operators] audits that found no better than the baseline guess */
  readonly flags: Float64Array;
  /** [pairs] 1 where the audit failed and no appeal cleared it */
  readonly failed: Uint8Array;
  /** [operators] those audits; a pair counts once, however many checks it stands for */
  readonly failedAudits: Float64Array;
  /** models run again: every check, and appeals */
  readonly checks: number;
  /** [validators] USD of compute, charged to the validator who audits */
  readonly costUsd: Float64Array;
  /** [operators] USD of compute, charged to the miner: audits where it pays for them, and its appeals */
  readonly minerUsd: Float64Array;
  /** [operators] USD taken from bonds; at most what each holds */
  readonly slashedUsd: Float64Array;
  /** [validators] USD of it for those who found the fault */
  readonly rewardUsd: Float64Array;
  /** [validators] USD for finding planted faults, and the account that pays it */
  readonly jackpotUsd: Float64Array;
  readonly jackpotFrom: string;
  /** seconds until a customer may rely on an answer, in the mean */
  readonly finalitySeconds: number;
  readonly memory: Memory;
}

/** What proving every answer takes. */
export interface Proving {
  /** compute of an answer with its proof, as a multiple of the answer alone; 1 or more */
  readonly slowdown: number;
  /** USD that the miner pays for the proof of an answer */
  readonly usdPerAnswer: number;
}

/** Participants that a rule cannot do without. */
export interface Needed {
  readonly miners?: number;
  readonly validators?: number;
  /** groups of validators that must be there: the parameter that names them, and their ids */
  readonly groups?: { readonly path: string; readonly ids: readonly string[] };
}

export interface Verification {
  /** USD that each serving operator must hold; left out: none */
  readonly bondUsd?: number;
  /** left out: answers are not proven */
  readonly proving?: Proving;
  readonly needed?: Needed;
  /** no audit is ever planned, so that nothing is looked at */
  readonly blind?: true;
  plan(input: PlanInput): AuditPlan;
  judge(input: JudgeInput): Audited;
  /** What it looks back at without operators that left for good or lost their uid; left out: it remembers none of them. */
  forget?(memory: Memory, operators: readonly number[]): Memory;
}
