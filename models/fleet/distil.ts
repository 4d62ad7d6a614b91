import type { Architecture } from "./architecture.ts";
import { newMember } from "./member.ts";
import { serve } from "./serve.ts";
import { train } from "./train.ts";

/** How a student is taught. */
export interface Distilling {
  readonly seed: number;
  /** [M] whose student each is: its first weights belong to (seed, id) */
  readonly ids: readonly string[];
  readonly batch: number;
  readonly steps: number;
  readonly rate: number;
  /** [M, steps x batch, inputs] examples, batch after batch */
  readonly inputs: Float32Array | Int32Array;
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
  { seed, ids, batch, steps, rate, inputs }: Distilling,
): Promise<Float32Array[]> {
  const pupil = net.student();
  const teaching = serve(net, teachers);
  const answers = await teaching.answerOwn(inputs).finally(() => teaching.dispose());
  const rows = (values: Float32Array | Int32Array, width: number, member: number, step: number) => {
    const from = (member * steps + step) * batch * width;
    return values.subarray(from, from + batch * width);
  };
  const pupils = ids.map((id) => newMember(pupil, seed, `student of ${id}`));
  const taught = await train(pupil, pupils, new Int32Array(ids.length).fill(steps), {
    batch,
    rates: ids.map(() => rate),
    write(member, step, at, into) {
      into.inputs.set(rows(inputs, net.inputs, member, step), at * net.inputs);
      into.targets.set(rows(answers, net.outputs, member, step), at * net.outputs);
    },
  });
  return taught.map(({ weights }) => weights);
}
