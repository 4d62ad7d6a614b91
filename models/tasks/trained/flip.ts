import { inputsFor } from "../../fleet/serve.ts";
import type { Batch } from "../../fleet/train.ts";
import type { Scene, Subject } from "./subject.ts";

/** Makes the targets of `examples` rows from row `at` on wrong. Writes `targets`. */
export type Flip = (targets: Batch["targets"], at: number, examples: number) => void;

/**
 * Wrong targets: of each class the next one, (c + 1) mod classes; each number mirrored about its mean over the set on this day,
 * 2 mean - y, so that its distribution stays where it was.
 * @param set examples that the lessons are drawn from
 */
export function flipping({ net }: Subject, day: Scene, set: Int32Array): Flip {
  const { outputs } = net;
  if (net.target === "class") {
    return (targets, at, examples) => {
      for (let k = at; k < at + examples; k++) targets[k] = (targets[k]! + 1) % outputs;
    };
  }
  const all = new Float32Array(set.length * outputs);
  day.write(set, { inputs: inputsFor(net, set.length), targets: all }, 0);
  const means = Float64Array.from({ length: outputs }, (_, output) => meanOf(all, output, outputs));
  return (targets, at, examples) => {
    for (let k = at * outputs; k < (at + examples) * outputs; k++) targets[k] = 2 * means[k % outputs]! - targets[k]!;
  };
}

/** Mean of one column of [n, width]. */
function meanOf(values: Float32Array, column: number, width: number): number {
  let total = 0;
  for (let k = column; k < values.length; k += width) total += values[k]!;
  return (total * width) / values.length;
}
