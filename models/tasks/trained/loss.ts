import type { Architecture } from "../../fleet/architecture.ts";

/**
 * Mean loss of answers to examples, in double precision: cross-entropy in nats where outputs are classes, else the mean squared error.
 *
 *   L = mean over n of  log(sum_c exp z_c) - z_y        or        mean over n and outputs of  (z - y)^2
 *
 * @param outputs [n, net.outputs]
 * @param targets [n] classes, or [n, net.outputs] numbers
 */
export function lossOf(
  { outputs: width, target }: Pick<Architecture, "outputs" | "target">,
  outputs: Float32Array,
  targets: Float32Array | Int32Array,
): number {
  let total = 0;
  if (target === "class") {
    for (let k = 0; k < targets.length; k++) total += surprise(outputs, k * width, width, targets[k]!);
  } else {
    for (let k = 0; k < targets.length; k++) total += (outputs[k]! - targets[k]!) ** 2;
  }
  return total / targets.length;
}

/** -log softmax(logits)[label], never below 0 */
function surprise(logits: Float32Array, from: number, classes: number, label: number): number {
  let most = -Infinity;
  for (let k = 0; k < classes; k++) most = Math.max(most, logits[from + k]!);
  let total = 0;
  for (let k = 0; k < classes; k++) total += Math.exp(logits[from + k]! - most);
  return Math.log(total) - (logits[from + label]! - most);
}
