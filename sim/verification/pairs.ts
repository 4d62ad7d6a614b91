import type { AuditPlan } from "./contract.ts";

/** Validator i checks miner j, as often as `checks` says. Indices of the roster. */
export interface Pair {
  readonly i: number;
  readonly j: number;
  readonly checks: number;
}

/** The columns of a plan from its pairs, in their order. */
export const columnsOf = (pairs: readonly Pair[]): Required<Pick<AuditPlan, "validators" | "miners" | "checks">> => ({
  validators: Int32Array.from(pairs, ({ i }) => i),
  miners: Int32Array.from(pairs, ({ j }) => j),
  checks: Int32Array.from(pairs, ({ checks }) => checks),
});
