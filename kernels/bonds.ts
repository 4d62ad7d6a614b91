import { at, both } from "./lanes";

/** Wb = W + beta (min(W, C) - W); beta 1 and 0 are exactly the clipped weights and the weights. */
function followed(weight: v128, consensus: v128, beta: f64): v128 {
  if (beta == 0) return weight;
  const clipped = f64x2.pmin(weight, consensus);
  if (beta == 1) return clipped;
  return f64x2.add(weight, f64x2.mul(f64x2.splat(beta), f64x2.sub(clipped, weight)));
}

/** b = alpha Wb + (1 - alpha) b in place; `sums` comes in as zeros and leaves as the columns' sums of b. */
export function averageBonds(
  w: usize,
  bonds: usize,
  rows: i32,
  stride: i32,
  consensus: usize,
  beta: f64,
  alpha: f64,
  sums: usize,
): void {
  const gain = f64x2.splat(alpha);
  const keep = f64x2.splat(1 - alpha);
  for (let i = 0; i < rows; i += 4) {
    for (let j = 0; j < stride; j += 2) {
      const c = v128.load(at(consensus, j));
      const k = i * stride + j;
      let total = v128.load(at(sums, j));
      total = f64x2.add(total, mixBond(at(w, k), at(bonds, k), c, beta, gain, keep));
      total = f64x2.add(total, mixBond(at(w, k + stride), at(bonds, k + stride), c, beta, gain, keep));
      total = f64x2.add(total, mixBond(at(w, k + 2 * stride), at(bonds, k + 2 * stride), c, beta, gain, keep));
      total = f64x2.add(total, mixBond(at(w, k + 3 * stride), at(bonds, k + 3 * stride), c, beta, gain, keep));
      v128.store(at(sums, j), total);
    }
  }
}

function mixBond(w: usize, bond: usize, consensus: v128, beta: f64, gain: v128, keep: v128): v128 {
  const b = f64x2.add(f64x2.mul(gain, followed(v128.load(w), consensus, beta)), f64x2.mul(keep, v128.load(bond)));
  v128.store(bond, b);
  return b;
}

/** [rows] sum_j b_ij f_j */
export function rowProducts(bonds: usize, rows: i32, stride: i32, factor: usize, product: usize): void {
  for (let i = 0; i < rows; i++) {
    const row = at(bonds, i * stride);
    let even = f64x2.splat(0);
    let odd = f64x2.splat(0);
    for (let j = 0; j < stride; j += 4) {
      even = f64x2.add(even, f64x2.mul(v128.load(at(row, j)), v128.load(at(factor, j))));
      odd = f64x2.add(odd, f64x2.mul(v128.load(at(row, j), 16), v128.load(at(factor, j), 16)));
    }
    store<f64>(at(product, i), both(even) + both(odd));
  }
}

/** [rows] sum_j (b_ij / s_j) g_j, added up one by one; columns without a sum earn nothing. */
export function rowEarnings(bonds: usize, rows: i32, stride: i32, sums: usize, earned: usize, product: usize): void {
  for (let i = 0; i < rows; i += 4) {
    let e0: f64 = 0;
    let e1: f64 = 0;
    let e2: f64 = 0;
    let e3: f64 = 0;
    for (let j = 0; j < stride; j++) {
      const total = load<f64>(at(sums, j));
      if (total == 0) continue;
      const gain = load<f64>(at(earned, j));
      const k = i * stride + j;
      e0 += (load<f64>(at(bonds, k)) / total) * gain;
      e1 += (load<f64>(at(bonds, k + stride)) / total) * gain;
      e2 += (load<f64>(at(bonds, k + 2 * stride)) / total) * gain;
      e3 += (load<f64>(at(bonds, k + 3 * stride)) / total) * gain;
    }
    store<f64>(at(product, i), e0);
    store<f64>(at(product, i + 1), e1);
    store<f64>(at(product, i + 2), e2);
    store<f64>(at(product, i + 3), e3);
  }
}

/** Columns' sums of a_i Wb_ij and of b_ij; both come in as zeros. */
export function bondSums(
  w: usize,
  bonds: usize,
  rows: i32,
  stride: i32,
  consensus: usize,
  beta: f64,
  stake: usize,
  bought: usize,
  kept: usize,
): void {
  for (let i = 0; i < rows; i += 4) {
    const a0 = v128.load64_splat(at(stake, i));
    const a1 = v128.load64_splat(at(stake, i + 1));
    const a2 = v128.load64_splat(at(stake, i + 2));
    const a3 = v128.load64_splat(at(stake, i + 3));
    for (let j = 0; j < stride; j += 2) {
      const k = i * stride + j;
      const c = v128.load(at(consensus, j));
      let now = f64x2.add(v128.load(at(bought, j)), f64x2.mul(a0, followed(v128.load(at(w, k)), c, beta)));
      now = f64x2.add(now, f64x2.mul(a1, followed(v128.load(at(w, k + stride)), c, beta)));
      now = f64x2.add(now, f64x2.mul(a2, followed(v128.load(at(w, k + 2 * stride)), c, beta)));
      v128.store(at(bought, j), f64x2.add(now, f64x2.mul(a3, followed(v128.load(at(w, k + 3 * stride)), c, beta))));
      let old = f64x2.add(v128.load(at(kept, j)), v128.load(at(bonds, k)));
      old = f64x2.add(old, v128.load(at(bonds, k + stride)));
      old = f64x2.add(old, v128.load(at(bonds, k + 2 * stride)));
      v128.store(at(kept, j), f64x2.add(old, v128.load(at(bonds, k + 3 * stride))));
    }
  }
}

/** b_ij = a_i Wb_ij buy_j + b_ij keep_j in place; `sums` comes in as zeros and leaves as the columns' sums of b. */
export function mixBonds(
  w: usize,
  bonds: usize,
  rows: i32,
  stride: i32,
  consensus: usize,
  beta: f64,
  stake: usize,
  buy: usize,
  keep: usize,
  sums: usize,
): void {
  for (let i = 0; i < rows; i += 4) {
    const a0 = v128.load64_splat(at(stake, i));
    const a1 = v128.load64_splat(at(stake, i + 1));
    const a2 = v128.load64_splat(at(stake, i + 2));
    const a3 = v128.load64_splat(at(stake, i + 3));
    for (let j = 0; j < stride; j += 2) {
      const k = i * stride + j;
      const c = v128.load(at(consensus, j));
      const gain = v128.load(at(buy, j));
      const rest = v128.load(at(keep, j));
      let total = v128.load(at(sums, j));
      total = f64x2.add(total, mixBond(at(w, k), at(bonds, k), c, beta, f64x2.mul(a0, gain), rest));
      total = f64x2.add(total, mixBond(at(w, k + stride), at(bonds, k + stride), c, beta, f64x2.mul(a1, gain), rest));
      total = f64x2.add(
        total,
        mixBond(at(w, k + 2 * stride), at(bonds, k + 2 * stride), c, beta, f64x2.mul(a2, gain), rest),
      );
      total = f64x2.add(
        total,
        mixBond(at(w, k + 3 * stride), at(bonds, k + 3 * stride), c, beta, f64x2.mul(a3, gain), rest),
      );
      v128.store(at(sums, j), total);
    }
  }
}

/** b_ij f_j in place, and [rows] the sums of b_ij f_j g_j. */
export function scaleBonds(bonds: usize, rows: i32, stride: i32, factor: usize, earned: usize, product: usize): void {
  for (let i = 0; i < rows; i++) {
    const row = at(bonds, i * stride);
    let even = f64x2.splat(0);
    let odd = f64x2.splat(0);
    for (let j = 0; j < stride; j += 4) {
      const b0 = f64x2.mul(v128.load(at(row, j)), v128.load(at(factor, j)));
      const b1 = f64x2.mul(v128.load(at(row, j), 16), v128.load(at(factor, j), 16));
      v128.store(at(row, j), b0);
      v128.store(at(row, j), b1, 16);
      even = f64x2.add(even, f64x2.mul(b0, v128.load(at(earned, j))));
      odd = f64x2.add(odd, f64x2.mul(b1, v128.load(at(earned, j), 16)));
    }
    store<f64>(at(product, i), both(even) + both(odd));
  }
}

/** b = floor(65535 b) / 65535 in place, at most 1: `keptAsU16`. */
export function keepAsU16(bonds: usize, rows: i32, stride: i32): void {
  const most = f64x2.splat(65535);
  for (let k = 0; k < rows * stride; k += 2) {
    const stored = f64x2.floor(f64x2.mul(v128.load(at(bonds, k)), most));
    v128.store(at(bonds, k), f64x2.div(f64x2.pmin(stored, most), most));
  }
}
