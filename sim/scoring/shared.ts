import { floats } from "../core/arrays.ts";
import { z } from "zod";
import type { Matrix, Vec } from "../core/matrix.ts";
import { rowOf } from "../core/matrix.ts";
import type { Evidence } from "../task/contract.ts";
import { duration } from "../units.ts";
import type { Memories, ScoringInput } from "./contract.ts";

/** Parameter that every kind shares which remembers quality. */
export const memory = duration
  .prefault("0 days")
  .describe("time constant over which a validator averages what it finds; 0 days keeps only the last finding");

/** Parameter of the kinds that pay only the first: those who judge apart would seldom name the same one. */
export const findings = z
  .enum(["pooled", "own"], { error: () => "expected pooled or own" })
  .default("pooled")
  .describe("what a validator judges by: the mean of what all who know a miner remember, or what it found itself");

/** Name of the matrix of remembered quality. */
export const QUALITY = "quality";

/** A matrix that a rule keeps. @throws RangeError when it is missing, or not of the shape of `like` */
export function kept(memory: Memories, name: string, like: Matrix): Matrix {
  const { rows, cols } = like;
  const found = memory[name];
  if (!found) throw new RangeError(`scoring: memory has no ${name}; expected a matrix of ${rows} x ${cols}`);
  if (found.rows !== rows || found.cols !== cols)
    throw new RangeError(`scoring: estimates are ${rows} x ${cols}, memory ${name} is ${found.rows} x ${found.cols}`);
  return found;
}

/** What audits saw beside quality. @throws RangeError when the rule's looks were not planned */
export function seen({ evidence }: ScoringInput, what: keyof Evidence): Matrix {
  if (!evidence) throw new RangeError(`scoring: no evidence; expected ${what} of every planned audit`);
  return evidence[what];
}

/**
 * What each validator remembers of each miner after an epoch.   m' = m + a (x - m),  a = 1 - exp(-Delta / tau)
 * Where nothing was found (NaN) the old memory stays; a first finding is taken whole.
 * Source: docs/economy.md, "Time".
 * @param weight a, of this epoch's finding
 */
export function remember(memory: Matrix, estimates: Matrix, weight: number): Matrix {
  const { rows, cols } = estimates;
  const { data: finding } = estimates;
  const { data: remembered } = memory;
  const data = floats(rows * cols);
  for (let k = 0; k < data.length; k++) {
    const found = finding[k]!;
    const before = remembered[k]!;
    if (Number.isNaN(found)) data[k] = before;
    else data[k] = Number.isNaN(before) ? found : before + weight * (found - before);
  }
  return { rows, cols, data };
}

/** Remembered quality after an epoch, of all miners. */
export const qualityAfter = ({ memory, estimates }: ScoringInput, weight: number): Matrix =>
  remember(kept(memory, QUALITY, estimates), estimates, weight);

/**
 * In each row the mean, by column, of all validators that know something; NaN where nobody does.
 * Source: docs/economy.md, equation 66.
 */
function pooled(values: Matrix): Matrix {
  const { rows, cols, data } = values;
  const means = Float64Array.from({ length: cols }, (_, j) => {
    let [known, total] = [0, 0];
    for (let k = j; k < data.length; k += cols) {
      if (Number.isNaN(data[k]!)) continue;
      known += 1;
      total += data[k]!;
    }
    return known > 0 ? total / known : NaN;
  });
  return { rows, cols, data: data.map((_, k) => means[k % cols]!) };
}

/** What validators judge by: as it is, or `pooled`. */
export const judgedBy = (rule: z.output<typeof findings>, values: Matrix): Matrix =>
  rule === "pooled" ? pooled(values) : values;

/** A matrix row by row: row i is f(row i of `of`, i). */
export function byRow(of: Matrix, f: (row: Float64Array, i: number) => Vec): Matrix {
  const data = floats(of.data.length);
  for (let i = 0; i < of.rows; i++) data.set(f(rowOf(of, i), i), i * of.cols);
  return { rows: of.rows, cols: of.cols, data };
}

/** The values of those who serve now, NaN for the others: who is gone is no rival. */
export const ofServing = (values: Float64Array, servedSince: Vec): Float64Array =>
  values.map((value, j) => (Number.isNaN(servedSince[j]!) ? NaN : value));
