import { matrix, type Matrix } from "../core/matrix.ts";
import type { Scoring, ScoringInput } from "../scoring/contract.ts";
import { evidenceColumns, nothingSeen } from "../task/evidence.ts";
import type { Evidence, Work } from "../task/contract.ts";
import type { AuditPlan, Audited } from "../verification/contract.ts";
import type { MechanismState } from "../world.ts";
import type { Plan } from "./plan.ts";
import type { Uploads } from "./uploads.ts";

/** What an epoch tells scoring. */
export interface Judgeable {
  readonly plan: Plan;
  readonly work: Work;
  readonly audited: Audited;
  readonly uploads: Uploads;
  /** tokens that miners share in the epoch */
  readonly minersTokens: number;
}

/**
 * What one mechanism's scoring sees.
 * @param share of pay that the mechanism hands out
 * @throws RangeError when scoring asks for a look at audits that the task did not take
 */
export function scoringInput(
  { plan, work, audited, uploads, minersTokens }: Judgeable,
  { memory }: MechanismState,
  scoring: Scoring,
  share: number,
): ScoringInput {
  const { estimates } = audited;
  return {
    estimates,
    ...(scoring.looksAt && { evidence: evidenceMatrices(plan.work.audits, work.evidence, estimates) }),
    memory,
    block: plan.to,
    servedSince: uploads.servedSince,
    capacity: plan.capacity,
    steps: work.steps,
    poolTokens: share * minersTokens,
  };
}

/** Evidence of pairs as matrices [validators, operators], NaN where nothing was looked at; the last of several audits of a pair. */
function evidenceMatrices(
  { validators, miners }: AuditPlan,
  evidence: Evidence | undefined,
  { rows, cols }: Matrix,
): Readonly<Record<keyof Evidence, Matrix>> {
  if (!evidence && miners.length > 0)
    throw new RangeError(`the task gives no evidence of ${miners.length} audits; expected what the plan looks at`);
  const seen = evidence ?? nothingSeen(0);
  const of = (column: keyof Evidence): Matrix => {
    const all = matrix(rows, cols, NaN);
    for (let k = 0; k < miners.length; k++) all.data[validators[k]! * cols + miners[k]!] = seen[column][k]!;
    return all;
  };
  return Object.fromEntries(evidenceColumns.map((column) => [column, of(column)])) as Record<keyof Evidence, Matrix>;
}
