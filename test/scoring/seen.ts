import { matrix, type Matrix } from "../../sim/core/matrix.ts";
import { scoring } from "../../sim/scoring/index.ts";
import type { Memories, Scored, Scoring, ScoringInput } from "../../sim/scoring/contract.ts";
import type { BuildContext } from "../../sim/core/slot.ts";
import { nothingSeen } from "../../sim/task/evidence.ts";
import type { Evidence } from "../../sim/task/contract.ts";
import { dailyContext } from "../laws/kinds.ts";

/** A matrix from its rows. */
export function rowsOf(...rows: readonly (readonly number[])[]): Matrix {
  return { rows: rows.length, cols: rows[0]!.length, data: Float64Array.from(rows.flat()) };
}

/** What is known of nobody. */
export const nothing = (rows: number, cols: number): Matrix => matrix(rows, cols, NaN);

/** Memory before the first epoch. */
export const opening = ({ keeps }: Scoring, { rows, cols }: Matrix): Memories =>
  Object.fromEntries(keeps.map((name) => [name, nothing(rows, cols)]));

/** A rule as a scenario would write it. @throws Error where the schema refuses */
export function built(kind: string, parameters: object = {}, context: BuildContext = dailyContext): Scoring {
  return scoring.build(scoring.schema.parse({ kind, ...parameters }), context);
}

/** What an epoch shows: by default all serve since block 0 with one request a day, one step and 100 tokens to share. */
export function seeing(
  rule: Scoring,
  estimates: Matrix,
  given: Partial<Omit<ScoringInput, "evidence">> & { evidence?: Partial<Record<keyof Evidence, Matrix>> } = {},
): ScoringInput {
  const { rows, cols } = estimates;
  const { evidence, ...others } = given;
  const unseen = Object.fromEntries(Object.keys(nothingSeen(0)).map((name) => [name, nothing(rows, cols)]));
  return {
    estimates,
    memory: opening(rule, estimates),
    block: dailyContext.clock.tempo,
    servedSince: new Float64Array(cols),
    capacity: new Float64Array(cols).fill(1),
    steps: new Float64Array(cols).fill(1),
    poolTokens: 100,
    ...(rule.looksAt && { evidence: { ...(unseen as Record<keyof Evidence, Matrix>), ...evidence } }),
    ...others,
  };
}

export const score = (rule: Scoring, estimates: Matrix, given: Parameters<typeof seeing>[2] = {}): Scored =>
  rule.score(seeing(rule, estimates, given));
