import { exp, ln } from "./elementary";
import { f32At, storeLanes } from "./product";

/**
 * Mean cross-entropy of a batch of softmax(logits), and its gradient.
 *
 *   loss = -1/n sum_i ln softmax(l_i)[label_i]       dl_i = (softmax(l_i) - label_i) / n
 *
 * @param logits, gradient rows x classes
 * @param labels rows classes as i32
 */
export function crossEntropy(logits: usize, labels: usize, gradient: usize, rows: i32, classes: i32): f32 {
  let loss: f32 = 0;
  const share: f32 = <f32>1 / <f32>rows;
  for (let i = 0; i < rows; i++) {
    const from = f32At(logits, i * classes);
    const to = f32At(gradient, i * classes);
    const label = load<i32>(f32At(labels, i));
    let most = load<f32>(from);
    for (let j = 1; j < classes; j++) most = max(most, load<f32>(f32At(from, j)));
    const top = f32x4.splat(most);
    for (let j = 0; j < classes; j += 4)
      storeLanes(f32At(to, j), exp(f32x4.sub(v128.load(f32At(from, j)), top)), classes - j);
    let total: f32 = 0;
    for (let j = 0; j < classes; j++) total += load<f32>(f32At(to, j));
    loss += ln(total) - (load<f32>(f32At(from, label)) - most);
    const scale = share / total;
    for (let j = 0; j < classes; j++) store<f32>(f32At(to, j), scale * load<f32>(f32At(to, j)));
    store<f32>(f32At(to, label), load<f32>(f32At(to, label)) - share);
  }
  return loss * share;
}
