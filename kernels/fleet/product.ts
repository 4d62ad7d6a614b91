/** Address of element k of the f32 array at `base`. */
export function f32At(base: usize, k: i32): usize {
  return base + ((<usize>k) << 2);
}

/** The first `lanes` (1 to 4) lanes of a vector. */
export function storeLanes(to: usize, v: v128, lanes: i32): void {
  if (lanes >= 4) {
    v128.store(to, v);
  } else if (lanes == 3) {
    v128.store64_lane(to, v, 0);
    v128.store32_lane(to, v, 2, 8);
  } else if (lanes == 2) {
    v128.store64_lane(to, v, 0);
  } else {
    v128.store32_lane(to, v, 0);
  }
}

/**
 * C = A B, or C = bias + A B.   A is rows x inner with any strides, B is inner x cols and C rows x cols, row by row.
 *
 * Every element is the sum over `inner` in rising order, whatever tile it falls in, so results do not depend on the shape
 * of the rest. Loads of a last tile may read up to 12 bytes beyond the end of B or of the bias; those lanes are not stored.
 *
 * @param rowStride, colStride of A in elements
 * @param bias cols elements, or 0
 */
export function product(
  a: usize,
  rowStride: i32,
  colStride: i32,
  b: usize,
  bias: usize,
  c: usize,
  rows: i32,
  cols: i32,
  inner: i32,
): void {
  let i = 0;
  for (; i + 4 <= rows; i += 4) {
    const from = f32At(a, i * rowStride);
    const to = f32At(c, i * cols);
    let j = 0;
    for (; j + 8 <= cols; j += 8)
      tile4x8(from, rowStride, colStride, f32At(b, j), biasAt(bias, j), f32At(to, j), cols, inner);
    for (; j < cols; j += 4)
      tile4x4(from, rowStride, colStride, f32At(b, j), biasAt(bias, j), f32At(to, j), cols, inner, cols - j);
  }
  for (; i < rows; i++) {
    const from = f32At(a, i * rowStride);
    const to = f32At(c, i * cols);
    let j = 0;
    for (; j + 8 <= cols; j += 8) tile1x8(from, colStride, f32At(b, j), biasAt(bias, j), f32At(to, j), cols, inner);
    for (; j < cols; j += 4)
      tile1x4(from, colStride, f32At(b, j), biasAt(bias, j), f32At(to, j), cols, inner, cols - j);
  }
}

function biasAt(bias: usize, j: i32): usize {
  return bias == 0 ? 0 : f32At(bias, j);
}

function tile4x8(
  a: usize,
  rowStride: i32,
  colStride: i32,
  b: usize,
  bias: usize,
  c: usize,
  cols: i32,
  inner: i32,
): void {
  let low = f32x4.splat(0);
  let high = f32x4.splat(0);
  if (bias != 0) {
    low = v128.load(bias);
    high = v128.load(bias, 16);
  }
  let c00 = low,
    c10 = low,
    c20 = low,
    c30 = low;
  let c01 = high,
    c11 = high,
    c21 = high,
    c31 = high;
  const row = (<usize>rowStride) << 2;
  const next = (<usize>colStride) << 2;
  const down = (<usize>cols) << 2;
  let a0 = a;
  let a1 = a + row;
  let a2 = a1 + row;
  let a3 = a2 + row;
  for (let k = 0; k < inner; k++) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let s = v128.load32_splat(a0);
    c00 = f32x4.add(c00, f32x4.mul(s, b0));
    c01 = f32x4.add(c01, f32x4.mul(s, b1));
    s = v128.load32_splat(a1);
    c10 = f32x4.add(c10, f32x4.mul(s, b0));
    c11 = f32x4.add(c11, f32x4.mul(s, b1));
    s = v128.load32_splat(a2);
    c20 = f32x4.add(c20, f32x4.mul(s, b0));
    c21 = f32x4.add(c21, f32x4.mul(s, b1));
    s = v128.load32_splat(a3);
    c30 = f32x4.add(c30, f32x4.mul(s, b0));
    c31 = f32x4.add(c31, f32x4.mul(s, b1));
    b += down;
    a0 += next;
    a1 += next;
    a2 += next;
    a3 += next;
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  c += down;
  v128.store(c, c10);
  v128.store(c, c11, 16);
  c += down;
  v128.store(c, c20);
  v128.store(c, c21, 16);
  c += down;
  v128.store(c, c30);
  v128.store(c, c31, 16);
}

function tile1x8(a: usize, colStride: i32, b: usize, bias: usize, c: usize, cols: i32, inner: i32): void {
  let low = f32x4.splat(0);
  let high = f32x4.splat(0);
  if (bias != 0) {
    low = v128.load(bias);
    high = v128.load(bias, 16);
  }
  const next = (<usize>colStride) << 2;
  const down = (<usize>cols) << 2;
  for (let k = 0; k < inner; k++) {
    const s = v128.load32_splat(a);
    low = f32x4.add(low, f32x4.mul(s, v128.load(b)));
    high = f32x4.add(high, f32x4.mul(s, v128.load(b, 16)));
    a += next;
    b += down;
  }
  v128.store(c, low);
  v128.store(c, high, 16);
}

function tile4x4(
  a: usize,
  rowStride: i32,
  colStride: i32,
  b: usize,
  bias: usize,
  c: usize,
  cols: i32,
  inner: i32,
  lanes: i32,
): void {
  let start = f32x4.splat(0);
  if (bias != 0) start = v128.load(bias);
  let c0 = start,
    c1 = start,
    c2 = start,
    c3 = start;
  const row = (<usize>rowStride) << 2;
  const next = (<usize>colStride) << 2;
  const down = (<usize>cols) << 2;
  let a0 = a;
  let a1 = a + row;
  let a2 = a1 + row;
  let a3 = a2 + row;
  for (let k = 0; k < inner; k++) {
    const b0 = v128.load(b);
    c0 = f32x4.add(c0, f32x4.mul(v128.load32_splat(a0), b0));
    c1 = f32x4.add(c1, f32x4.mul(v128.load32_splat(a1), b0));
    c2 = f32x4.add(c2, f32x4.mul(v128.load32_splat(a2), b0));
    c3 = f32x4.add(c3, f32x4.mul(v128.load32_splat(a3), b0));
    b += down;
    a0 += next;
    a1 += next;
    a2 += next;
    a3 += next;
  }
  storeLanes(c, c0, lanes);
  storeLanes(c + down, c1, lanes);
  storeLanes(c + 2 * down, c2, lanes);
  storeLanes(c + 3 * down, c3, lanes);
}

function tile1x4(a: usize, colStride: i32, b: usize, bias: usize, c: usize, cols: i32, inner: i32, lanes: i32): void {
  let sum = f32x4.splat(0);
  if (bias != 0) sum = v128.load(bias);
  const next = (<usize>colStride) << 2;
  const down = (<usize>cols) << 2;
  for (let k = 0; k < inner; k++) {
    sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(a), v128.load(b)));
    a += next;
    b += down;
  }
  storeLanes(c, sum, lanes);
}

/** B' (cols x rows) = B (rows x cols) with its axes swapped. */
export function transposeInto(b: usize, out: usize, rows: i32, cols: i32): void {
  for (let i = 0; i < rows; i += 8) {
    const end = min(i + 8, rows);
    for (let j = 0; j < cols; j++) {
      const to = f32At(out, j * rows);
      for (let k = i; k < end; k++) store<f32>(f32At(to, k), load<f32>(f32At(b, k * cols + j)));
    }
  }
}
