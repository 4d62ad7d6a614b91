/**
 * Draws four at a time: Philox 4x32-10 as `mix` of sim/core/random.ts, on keys whose hashes lie in memory. Addresses are in
 * bytes; arrays have room for a multiple of 4 elements. test/core/draws.test.ts compares the two.
 */
export { base } from "./lanes";

const ROUNDS = 10;

/** High words of four unsigned products. */
function high(a: v128, b: v128): v128 {
  return v128.shuffle<i32>(i64x2.extmul_low_i32x4_u(a, b), i64x2.extmul_high_i32x4_u(a, b), 1, 3, 5, 7);
}

/** Two doubles from 53 of the 64 bits in the lower two lanes: 26 of `low` below 27 of `top`. */
function uniform(top: v128, low: v128): v128 {
  const bits = f64x2.add(
    f64x2.mul(f64x2.convert_low_i32x4_u(i32x4.shr_u(top, 5)), f64x2.splat(67108864)),
    f64x2.convert_low_i32x4_u(i32x4.shr_u(low, 6)),
  );
  return f64x2.mul(bits, f64x2.splat(1.0 / 9007199254740992.0));
}

/**
 * Uniform draws of (epoch, first, second, which) under (seed, purpose).
 *
 * @param first  [n] hashes of ids, and `second` others of the same ids
 * @param purpose [n] hashes of purposes
 * @param drawn  [n] f64, written
 */
export function uniforms(
  n: i32,
  seed: i32,
  epoch: i32,
  first: usize,
  second: usize,
  purpose: usize,
  which: i32,
  drawn: usize,
): void {
  const a = i32x4.splat(0xd2511f53);
  const b = i32x4.splat(0xcd9e8d57);
  for (let i = 0; i < n; i += 4) {
    const place = (<usize>i) << 2;
    let c0 = i32x4.splat(epoch);
    let c1 = v128.load(first + place);
    let c2 = v128.load(second + place);
    let c3 = i32x4.splat(which);
    let k0 = i32x4.splat(seed);
    let k1 = v128.load(purpose + place);
    for (let round = 0; round < ROUNDS; round++) {
      const h0 = high(a, c0);
      const h1 = high(b, c2);
      const l0 = i32x4.mul(a, c0);
      const l1 = i32x4.mul(b, c2);
      c0 = v128.xor(v128.xor(h1, c1), k0);
      c1 = l1;
      c2 = v128.xor(v128.xor(h0, c3), k1);
      c3 = l0;
      k0 = i32x4.add(k0, i32x4.splat(0x9e3779b9));
      k1 = i32x4.add(k1, i32x4.splat(0xbb67ae85));
    }
    const to = drawn + ((<usize>i) << 3);
    v128.store(to, uniform(c0, c1));
    v128.store(to, uniform(v128.shuffle<i32>(c0, c0, 2, 3, 2, 3), v128.shuffle<i32>(c1, c1, 2, 3, 2, 3)), 16);
  }
}
