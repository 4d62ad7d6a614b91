import { hash32 } from "../core/random.ts";
import type { ServedForm, WorkPlan } from "./contract.ts";

/** The form that miner j answers with; honest where a plan says nothing. */
export const formOf = ({ substitution }: Pick<WorkPlan, "substitution">, j: number): ServedForm =>
  substitution?.form[j] ?? "honest";

/** Share of requests that miner j answers in its form, 0..1. */
export const substitutedShare = ({ substitution }: Pick<WorkPlan, "substitution">, j: number): number =>
  substitution?.share[j] ?? 0;

/** Age in epochs of the model that miner j serves; 0 where it is not stale. */
export const epochsOldOf = ({ substitution }: Pick<WorkPlan, "substitution">, j: number): number =>
  substitution?.epochsOld[j] ?? 0;

/** Whether miner j serves a copy of the model of another one; who passes on answers copies no model. */
export const copiesModel = (plan: Pick<WorkPlan, "serves" | "substitution">, j: number): boolean =>
  plan.serves[j] !== j && formOf(plan, j) !== "answers";

/** Hash of what is served in a form, from that of the model behind it; never 0, which stands for none. */
export const servedHash = (form: ServedForm, model: number): number =>
  form === "honest" ? model : hash32(form, model) || 1;

/**
 * Miners whose answers are passed on, for each serving miner: the one that it asks, or -1 where it answers by itself. A miner to
 * whom a chain of those who pass on leads back, or that asks one who does not serve, answers by itself.
 * @returns [operators]
 */
export function relayedFrom(plan: Pick<WorkPlan, "serving" | "serves" | "substitution">): Int32Array {
  const asks = plan.serves.map((source, j) =>
    plan.serving[j] === 1 && formOf(plan, j) === "answers" && source !== j && plan.serving[source] === 1 ? source : -1,
  );
  return asks.map((first, j) => (first >= 0 && leadsBack(asks, first, j) ? -1 : first));
}

function leadsBack(asks: Int32Array, first: number, self: number): boolean {
  const seen = new Set([self]);
  for (let at = first; at >= 0; at = asks[at]!) {
    if (seen.has(at)) return at === self;
    seen.add(at);
  }
  return false;
}
