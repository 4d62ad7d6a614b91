import type { Architecture } from "../../fleet/architecture.ts";
import { serve } from "../../fleet/serve.ts";

/** Models that answer for miners: those of the task's form, then small students. Free it when done. */
export interface Voices {
  /** Outputs of some voices for the same examples. @param inputs [n, inputs] @returns [voices, n, outputs] */
  answer(voices: readonly number[], inputs: Float32Array | Int32Array): Promise<Float32Array>;
  /**
   * Outputs for examples of its own for each voice that is named; one may be named more than once.
   * @param inputs [voices, n, inputs]
   * @returns [voices, n, outputs]
   */
  answerOwn(voices: readonly number[], inputs: Float32Array | Int32Array): Promise<Float32Array>;
  dispose(): void;
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
  const kinds = [
    { net, weights: models, from: 0 },
    ...(students.length > 0 ? [{ net: net.student(), weights: students, from: models.length }] : []),
  ].filter(({ weights }) => weights.length > 0);
  const servers = kinds.map((kind) => serve(kind.net, kind.weights));
  const all = models.length + students.length;

  /** The rows of the wanted voices, of each kind by what `ask` says, put together. */
  const gathered = async (
    wanted: readonly number[],
    ask: (kind: number, voices: readonly number[], rows: readonly number[]) => Promise<Float32Array>,
  ): Promise<Float32Array> => {
    const parts: { rows: number[]; answers: Float32Array }[] = [];
    for (const [k, { weights, from }] of kinds.entries()) {
      const rows = [...wanted.keys()].filter((row) => wanted[row]! >= from && wanted[row]! < from + weights.length);
      if (rows.length === 0) continue;
      const answers = await ask(
        k,
        rows.map((row) => wanted[row]! - from),
        rows,
      );
      if (rows.length === wanted.length) return answers;
      parts.push({ rows, answers });
    }
    const each = parts[0]!.answers.length / parts[0]!.rows.length;
    const together = new Float32Array(wanted.length * each);
    for (const { rows, answers } of parts)
      rows.forEach((row, k) => together.set(answers.subarray(k * each, (k + 1) * each), row * each));
    return together;
  };

  return {
    answer: (wanted, inputs) => gathered(wanted, (k, voices) => servers[k]!.answer(voices, inputs)),
    answerOwn(wanted, inputs) {
      const everyone = wanted.length === all && wanted.every((voice, row) => voice === row);
      if (everyone && kinds.length === 1) return servers[0]!.answerOwn(inputs);
      const each = inputs.length / wanted.length;
      return gathered(wanted, async (k, voices, rows) => {
        const { net: own, weights } = kinds[k]!;
        const named = serve(
          own,
          voices.map((voice) => weights[voice]!),
        );
        return named.answerOwn(blocks(inputs, each, rows)).finally(() => named.dispose());
      });
    },
    dispose: () => servers.forEach((server) => server.dispose()),
  };
}

/** Some blocks of `each` numbers, one after the other. */
function blocks<T extends Float32Array | Int32Array>(values: T, each: number, rows: readonly number[]): T {
  const chosen = new (values.constructor as new (n: number) => T)(rows.length * each);
  rows.forEach((row, k) => chosen.set(values.subarray(row * each, (row + 1) * each), k * each));
  return chosen;
}
