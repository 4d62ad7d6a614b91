import type { Architecture } from "../../fleet/architecture.ts";
import { answer, answerOwn, type Questions } from "../../fleet/serve.ts";

/** Models that answer for miners: those of the task's form, then small students. */
export interface Voices {
  /** Outputs of some voices for the same examples. @param inputs [n, inputs] @returns [voices, n, outputs] */
  answer(voices: readonly number[], inputs: Float32Array | Int32Array): Promise<Float32Array>;
  /**
   * Outputs for `n` examples of its own for each voice that is named; one may be named more than once.
   * @param ask writes the examples of a row of `voices`
   * @returns [voices, n, outputs]
   */
  answerOwn(voices: readonly number[], n: number, ask: Questions): Promise<Float32Array>;
}

/** Voices of one form that are asked together. */
interface Choir {
  readonly net: Architecture;
  /** [m] flat parameters */
  readonly models: readonly Float32Array[];
  /** [m] their rows among the voices that are asked */
  readonly rows: readonly number[];
}

/**
 * @param models   [m] of [net.parameters]: voices 0 .. m - 1
 * @param students [s] of [net.student().parameters]: voices m .. m + s - 1; at least one voice in all
 */
export function voicesOf(
  net: Architecture,
  models: readonly Float32Array[],
  students: readonly Float32Array[],
): Voices {
  const choirs = (wanted: readonly number[]): Choir[] => {
    const choir = (own: () => Architecture, all: readonly Float32Array[], first: number): Choir[] => {
      const rows = [...wanted.keys()].filter((row) => wanted[row]! >= first && wanted[row]! < first + all.length);
      return rows.length === 0 ? [] : [{ net: own(), models: rows.map((row) => all[wanted[row]! - first]!), rows }];
    };
    return [...choir(() => net, models, 0), ...choir(() => net.student(), students, models.length)];
  };

  return {
    answer: (wanted, inputs) => together(choirs(wanted), (choir) => answer(choir.net, choir.models, inputs)),
    answerOwn: (wanted, n, ask) =>
      together(choirs(wanted), ({ net: own, models: asked, rows }) =>
        answerOwn(own, asked, n, (model, ...rest) => ask(rows[model]!, ...rest)),
      ),
  };
}

/** The answers of all choirs, each in its rows. */
async function together(choirs: readonly Choir[], ask: (choir: Choir) => Promise<Float32Array>): Promise<Float32Array> {
  const [first] = choirs;
  if (choirs.length === 1) return ask(first!);
  const parts = [];
  for (const choir of choirs) parts.push({ rows: choir.rows, answers: await ask(choir) });
  const each = parts[0]!.answers.length / parts[0]!.rows.length;
  const all = new Float32Array(parts.reduce((sum, { answers }) => sum + answers.length, 0));
  for (const { rows, answers } of parts)
    rows.forEach((row, k) => all.set(answers.subarray(k * each, (k + 1) * each), row * each));
  return all;
}
