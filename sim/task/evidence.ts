import { floats } from "../core/arrays.ts";
import type { AuditPlan, Look } from "../verification/contract.ts";
import type { Evidence, Lesson, WorkPlan } from "./contract.ts";

/** What each column of evidence comes from. */
const SEEN_BY: Readonly<Record<keyof Evidence, Look>> = {
  difference: "outputs",
  disagreeing: "outputs",
  unlike: "outputs",
  outvoted: "votes",
  gain: "training",
  assignedGain: "training",
};

/** The columns of evidence, in the order in which they are recorded. */
export const evidenceColumns = Object.keys(SEEN_BY) as readonly (keyof Evidence)[];

/** What miner j trains on; its own shard where a plan says nothing. */
export const lessonOf = ({ lessons }: Pick<WorkPlan, "lessons">, j: number): Lesson => lessons?.[j] ?? "own";

/** What audits look at beside quality, in a fixed order. */
export const looksOf = ({ looksAt = [] }: AuditPlan): readonly Look[] =>
  [...new Set(Object.values(SEEN_BY))].filter((look) => looksAt.includes(look));

/** Columns for some pairs, all NaN: nothing was looked at yet. */
export const nothingSeen = (pairs: number): Evidence => columnsFrom(() => unseen(pairs));

const unseen = (pairs: number): Float64Array => floats(pairs).fill(NaN);

/** The same with columns to write to for what a plan looks at, and one for all the others. */
export function toBeSeen({ miners }: AuditPlan, looks: readonly Look[]): Evidence {
  const others = unseen(miners.length);
  return columnsFrom((column) => (looks.includes(SEEN_BY[column]) ? unseen(miners.length) : others));
}

/** What a plan looks at of what was seen; undefined where it looks at quality alone. */
export function seenBy(audits: AuditPlan, seen: Evidence): Evidence | undefined {
  const looks = looksOf(audits);
  if (looks.length === 0) return undefined;
  const others = unseen(audits.miners.length);
  return columnsFrom((column) => (looks.includes(SEEN_BY[column]) ? seen[column] : others));
}

/** Evidence column by column. */
export function columnsFrom(columnOf: (column: keyof Evidence) => Float64Array): Evidence {
  return Object.fromEntries(evidenceColumns.map((column) => [column, columnOf(column)])) as unknown as Evidence;
}
