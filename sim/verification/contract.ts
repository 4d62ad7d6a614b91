import type { Matrix } from "../core/matrix.ts";

/** The (validator, miner) pairs that will be checked: pair k is `validators[k]` auditing `miners[k]`. Indices of the roster. */
export interface AuditPlan {
  readonly validators: Int32Array;
  readonly miners: Int32Array;
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
  readonly plan: AuditPlan;
  /** quality found by each planned audit, in the plan's order */
  readonly found: Float64Array;
  readonly validators: number;
  readonly operators: number;
  /** 1 where the operator's miner serves this epoch, 1 where the validator is working */
  readonly serving: Uint8Array;
  readonly working: Uint8Array;
}

/** What was checked and what it cost. */
export interface Audited {
  /** [validators, operators]; NaN where nothing was learnt */
  readonly estimates: Matrix;
  /** [operators] audits that found no better than the baseline guess */
  readonly flags: Float64Array;
  /** [validators] USD of compute, charged to the validator who audits */
  readonly costUsd: Float64Array;
  /** seconds until a customer may rely on an answer */
  readonly finalitySeconds: number;
}

export interface Verification {
  plan(input: PlanInput): AuditPlan;
  judge(input: JudgeInput): Audited;
}
