import type { Architecture } from "./architecture.ts";
import { newMember } from "./member.ts";
import { answerOwn, type Questions } from "./serve.ts";
import { train } from "./train.ts";

/** How a student is taught. */
export interface Distilling {
  readonly seed: number;
  /** [M] whose student each is: its first weights belong to (seed, id) */
  readonly ids: readonly string[];
  readonly batch: number;
  readonly steps: number;
  readonly rate: number;
  /** writes the examples [from, to) of a member, of steps x batch in all */
  readonly write: Questions;
}

/**
 * Small students of models, each taught from fresh weights to give its teacher's outputs (logits, or numbers) on examples.
 *
 *   loss = mean over examples and outputs of (student - teacher)^2
 *
 * @param teachers [M] of [net.parameters]; at least one
 * @returns [M] of [net.student().parameters]
 * @throws RangeError where the net has no hidden units to leave out
 * Source: Ba and Caruana 2014, "Do deep nets really need to be deep?", section 2.2 (logits as targets).
 */
export async function distil(
  net: Architecture,
  teachers: readonly Float32Array[],
  { seed, ids, batch, steps, rate, write }: Distilling,
): Promise<Float32Array[]> {
  const pupil = net.student();
  const answers = await answerOwn(net, teachers, steps * batch, write);
  const pupils = ids.map((id) => newMember(pupil, seed, `student of ${id}`));
  const taught = await train(pupil, pupils, new Int32Array(ids.length).fill(steps), {
    batch,
    rates: ids.map(() => rate),
    write(member, step, at, into) {
      const from = (member * steps + step) * batch * net.outputs;
      write(member, step * batch, (step + 1) * batch, into.inputs, at);
      into.targets.set(answers.subarray(from, from + batch * net.outputs), at * net.outputs);
    },
  });
  return taught.map(({ weights }) => weights);
}
