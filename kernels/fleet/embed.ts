import { f32At } from "./product";

/**
 * Sum of one row of W for each place of a context, and the bias: a product with one-hot rows without the zeros.
 *
 *   y_i = b + sum over p of W[p * symbols + id_ip]
 */
export function embed(ids: usize, w: usize, b: usize, y: usize, rows: i32, places: i32, symbols: i32, cols: i32): void {
  for (let i = 0; i < rows; i++) {
    const to = f32At(y, i * cols);
    memory.copy(to, b, (<usize>cols) << 2);
    for (let p = 0; p < places; p++)
      addRow(f32At(w, (p * symbols + load<i32>(f32At(ids, i * places + p))) * cols), to, cols);
  }
}

/** dW of `embed`, every row that no context names 0. */
export function embedGradient(ids: usize, dy: usize, dw: usize, rows: i32, places: i32, symbols: i32, cols: i32): void {
  memory.fill(dw, 0, (<usize>(places * symbols * cols)) << 2);
  for (let i = 0; i < rows; i++)
    for (let p = 0; p < places; p++)
      addRow(f32At(dy, i * cols), f32At(dw, (p * symbols + load<i32>(f32At(ids, i * places + p))) * cols), cols);
}

function addRow(from: usize, to: usize, cols: i32): void {
  let j = 0;
  for (; j + 4 <= cols; j += 4) v128.store(f32At(to, j), f32x4.add(v128.load(f32At(to, j)), v128.load(f32At(from, j))));
  for (; j < cols; j++) store<f32>(f32At(to, j), load<f32>(f32At(to, j)) + load<f32>(f32At(from, j)));
}
