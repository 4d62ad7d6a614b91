import { at, both } from "./lanes";

/** W_ij = w_ij / sum_k w_ik in place. Sums run in four lanes by position, as `rowSums`. */
export function normalizeRows(w: usize, rows: i32, stride: i32): void {
  for (let i = 0; i < rows; i++) {
    const row = at(w, i * stride);
    let even = f64x2.splat(0);
    let odd = f64x2.splat(0);
    for (let j = 0; j < stride; j += 4) {
      even = f64x2.add(even, v128.load(at(row, j)));
      odd = f64x2.add(odd, v128.load(at(row, j), 16));
    }
    const total = both(even) + both(odd);
    if (total == 0) continue;
    const divisor = f64x2.splat(total);
    for (let j = 0; j < stride; j += 2) v128.store(at(row, j), f64x2.div(v128.load(at(row, j)), divisor));
  }
}

/** W_ij = w_ij / total_i in place; a row whose total is 0 stays as it is. */
export function divideRows(w: usize, rows: i32, stride: i32, totals: usize): void {
  for (let i = 0; i < rows; i++) {
    const row = at(w, i * stride);
    const total = load<f64>(at(totals, i));
    if (total == 0) continue;
    const divisor = f64x2.splat(total);
    for (let j = 0; j < stride; j += 2) v128.store(at(row, j), f64x2.div(v128.load(at(row, j)), divisor));
  }
}

/**
 * T_i = sum_j min(W_ij, C_j) over positive entries, in four lanes by place among them, as `rowSums` of sparse rows.
 * @param room for a row
 */
export function sparseTrust(w: usize, rows: i32, stride: i32, consensus: usize, room: usize, trust: usize): void {
  for (let i = 0; i < rows; i++) {
    const row = at(w, i * stride);
    let count = 0;
    for (let j = 0; j < stride; j++) {
      const clipped = min(load<f64>(at(row, j)), load<f64>(at(consensus, j)));
      store<f64>(at(room, count), clipped);
      count += i32(clipped > 0);
    }
    for (const end = (count + 3) & ~3; count < end; count++) store<f64>(at(room, count), 0);
    let even = f64x2.splat(0);
    let odd = f64x2.splat(0);
    for (let k = 0; k < count; k += 4) {
      even = f64x2.add(even, v128.load(at(room, k)));
      odd = f64x2.add(odd, v128.load(at(room, k), 16));
    }
    store<f64>(at(trust, i), both(even) + both(odd));
  }
}

/** T_i = sum_j min(W_ij, C_j) and R_j = sum_i a_i min(W_ij, C_j). `rank` comes in as zeros. */
export function clippedSums(
  w: usize,
  rows: i32,
  stride: i32,
  consensus: usize,
  stake: usize,
  trust: usize,
  rank: usize,
): void {
  for (let i = 0; i < rows; i += 4) {
    const row = at(w, i * stride);
    const a0 = v128.load64_splat(at(stake, i));
    const a1 = v128.load64_splat(at(stake, i + 1));
    const a2 = v128.load64_splat(at(stake, i + 2));
    const a3 = v128.load64_splat(at(stake, i + 3));
    let t0 = f64x2.splat(0);
    let t1 = f64x2.splat(0);
    let t2 = f64x2.splat(0);
    let t3 = f64x2.splat(0);
    for (let j = 0; j < stride; j += 2) {
      const c = v128.load(at(consensus, j));
      const m0 = f64x2.pmin(v128.load(at(row, j)), c);
      const m1 = f64x2.pmin(v128.load(at(row, j + stride)), c);
      const m2 = f64x2.pmin(v128.load(at(row, j + 2 * stride)), c);
      const m3 = f64x2.pmin(v128.load(at(row, j + 3 * stride)), c);
      t0 = f64x2.add(t0, m0);
      t1 = f64x2.add(t1, m1);
      t2 = f64x2.add(t2, m2);
      t3 = f64x2.add(t3, m3);
      let r = f64x2.add(v128.load(at(rank, j)), f64x2.mul(a0, m0));
      r = f64x2.add(r, f64x2.mul(a1, m1));
      r = f64x2.add(r, f64x2.mul(a2, m2));
      v128.store(at(rank, j), f64x2.add(r, f64x2.mul(a3, m3)));
    }
    store<f64>(at(trust, i), both(t0));
    store<f64>(at(trust, i + 1), both(t1));
    store<f64>(at(trust, i + 2), both(t2));
    store<f64>(at(trust, i + 3), both(t3));
  }
}
