import type { Scoring } from "../scoring/contract.ts";
import type { AuditPlan, Look } from "../verification/contract.ts";

/** The audit plan with what scoring needs to see looked at too; the plan itself where that adds nothing. */
export function withLooks(plan: AuditPlan, mechanisms: readonly { readonly scoring: Scoring }[]): AuditPlan {
  const looks = new Set<Look>(plan.looksAt);
  for (const { scoring } of mechanisms) for (const look of scoring.looksAt ?? []) looks.add(look);
  return looks.size === (plan.looksAt?.length ?? 0) ? plan : { ...plan, looksAt: [...looks] };
}
