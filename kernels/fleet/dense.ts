import { f32At, product, transposeInto } from "./product";

/** y = max(0, y) in place. */
export function rectify(y: usize, count: i32): void {
  const zero = f32x4.splat(0);
  let k = 0;
  for (; k + 4 <= count; k += 4) v128.store(f32At(y, k), f32x4.max(v128.load(f32At(y, k)), zero));
  for (; k < count; k++) store<f32>(f32At(y, k), max<f32>(load<f32>(f32At(y, k)), 0));
}

/** dz = dy where y > 0, else 0. */
export function rectifyGradient(dy: usize, y: usize, dz: usize, count: i32): void {
  const zero = f32x4.splat(0);
  let k = 0;
  for (; k + 4 <= count; k += 4) {
    const alive = f32x4.gt(v128.load(f32At(y, k)), zero);
    v128.store(f32At(dz, k), v128.and(v128.load(f32At(dy, k)), alive));
  }
  for (; k < count; k++) store<f32>(f32At(dz, k), load<f32>(f32At(y, k)) > 0 ? load<f32>(f32At(dy, k)) : 0);
}

/** Sum of each column of rows x cols, rows in rising order. */
export function columnSums(x: usize, out: usize, rows: i32, cols: i32): void {
  let j = 0;
  for (; j + 4 <= cols; j += 4) {
    let sum = v128.load(f32At(x, j));
    for (let i = 1; i < rows; i++) sum = f32x4.add(sum, v128.load(f32At(x, i * cols + j)));
    v128.store(f32At(out, j), sum);
  }
  for (; j < cols; j++) {
    let sum = load<f32>(f32At(x, j));
    for (let i = 1; i < rows; i++) sum += load<f32>(f32At(x, i * cols + j));
    store<f32>(f32At(out, j), sum);
  }
}

/**
 * y = act(x W + b) of each member.   x [members, rows, inner], or one for all where xStep is 0
 * @param rectified 1 for max(0, .), 0 for nothing
 */
export function dense(
  x: usize,
  xStep: i32,
  w: usize,
  b: usize,
  y: usize,
  members: i32,
  rows: i32,
  inner: i32,
  cols: i32,
  rectified: i32,
): void {
  for (let m = 0; m < members; m++) {
    const to = f32At(y, m * rows * cols);
    product(f32At(x, m * xStep), inner, 1, f32At(w, m * inner * cols), f32At(b, m * cols), to, rows, cols, inner);
    if (rectified) rectify(to, rows * cols);
  }
}

/** dW = x^T dz and db = sums of dz, of each member. */
export function denseGradient(
  x: usize,
  xStep: i32,
  dz: usize,
  dw: usize,
  db: usize,
  members: i32,
  rows: i32,
  inner: i32,
  cols: i32,
): void {
  for (let m = 0; m < members; m++) {
    const from = f32At(dz, m * rows * cols);
    product(f32At(x, m * xStep), 1, inner, from, 0, f32At(dw, m * inner * cols), inner, cols, rows);
    columnSums(from, f32At(db, m * cols), rows, cols);
  }
}

/** C = op(A) op(B) of each member; an operand of one member goes with all where its step is 0. `room` holds B', inner x cols. */
export function matMul(
  a: usize,
  aStep: i32,
  aTurned: i32,
  b: usize,
  bStep: i32,
  bTurned: i32,
  c: usize,
  room: usize,
  members: i32,
  rows: i32,
  cols: i32,
  inner: i32,
): void {
  for (let m = 0; m < members; m++) {
    let right = f32At(b, m * bStep);
    if (bTurned) {
      if (m == 0 || bStep != 0) transposeInto(right, room, cols, inner);
      right = room;
    }
    product(
      f32At(a, m * aStep),
      aTurned ? 1 : inner,
      aTurned ? rows : 1,
      right,
      0,
      f32At(c, m * rows * cols),
      rows,
      cols,
      inner,
    );
  }
}
