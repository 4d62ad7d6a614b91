import { f32At, storeLanes } from "./product";

/**
 * e^x of each lane, within 2 units in the last place; 0 below -87.3.
 * Source: Cody and Waite's reduction with the polynomial of Cephes (S. Moshier), single precision.
 */
export function exp(x: v128): v128 {
  const low = f32x4.splat(-87.3);
  const tiny = f32x4.lt(x, low);
  const kept = f32x4.min(f32x4.max(x, low), f32x4.splat(88.3));
  const n = f32x4.nearest(f32x4.mul(kept, f32x4.splat(1.44269504088896341)));
  let r = f32x4.sub(kept, f32x4.mul(n, f32x4.splat(0.693359375)));
  r = f32x4.sub(r, f32x4.mul(n, f32x4.splat(-2.1219444e-4)));
  let p = f32x4.splat(1.98756915e-4);
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.3981999507e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(8.3334519073e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(4.1665795894e-2));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.6666665459e-1));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(5.0000001201e-1));
  p = f32x4.add(f32x4.add(f32x4.mul(p, f32x4.mul(r, r)), r), f32x4.splat(1));
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return v128.andnot(f32x4.mul(p, power), tiny);
}

/** ln x of a normal positive number, within 2 units in the last place. Source: Cephes, single precision. */
export function ln(x: f32): f32 {
  const bits = reinterpret<i32>(x);
  let exponent = (bits >> 23) - 126;
  let m = reinterpret<f32>((bits & 0x007fffff) | 0x3f000000);
  if (m < <f32>0.70710678118654752) {
    exponent--;
    m += m;
  }
  m -= 1;
  const z = m * m;
  let y: f32 = 7.0376836292e-2;
  y = y * m - <f32>1.151461031e-1;
  y = y * m + <f32>1.167699874e-1;
  y = y * m - <f32>1.2420140846e-1;
  y = y * m + <f32>1.4249322787e-1;
  y = y * m - <f32>1.6668057665e-1;
  y = y * m + <f32>2.0000714765e-1;
  y = y * m - <f32>2.4999993993e-1;
  y = y * m + <f32>3.3333331174e-1;
  y = y * m * z;
  const e = <f32>exponent;
  return m + (y - <f32>2.1219444e-4 * e - <f32>0.5 * z) + <f32>0.693359375 * e;
}

/** Quadrant and rest of an angle:   x = q pi/2 + r, |r| <= pi/4. Good to a few units in the last place up to |x| = 8192. */
function rest(x: v128, q: v128): v128 {
  let r = f32x4.sub(x, f32x4.mul(q, f32x4.splat(1.5703125)));
  r = f32x4.sub(r, f32x4.mul(q, f32x4.splat(4.837512969970703125e-4)));
  return f32x4.sub(r, f32x4.mul(q, f32x4.splat(7.549789948768648e-8)));
}

/** sin(x + turn pi/2) of each lane: turn 0 is the sine, 1 the cosine. Source: Cephes, single precision. */
function wave(x: v128, turn: i32): v128 {
  const q = f32x4.nearest(f32x4.mul(x, f32x4.splat(0.63661977236758134)));
  const r = rest(x, q);
  const z = f32x4.mul(r, r);
  let s = f32x4.splat(-1.9515295891e-4);
  s = f32x4.add(f32x4.mul(s, z), f32x4.splat(8.3321608736e-3));
  s = f32x4.add(f32x4.mul(s, z), f32x4.splat(-1.6666654611e-1));
  s = f32x4.add(f32x4.mul(f32x4.mul(s, z), r), r);
  let c = f32x4.splat(2.443315711809948e-5);
  c = f32x4.add(f32x4.mul(c, z), f32x4.splat(-1.388731625493765e-3));
  c = f32x4.add(f32x4.mul(c, z), f32x4.splat(4.166664568298827e-2));
  c = f32x4.add(f32x4.sub(f32x4.mul(f32x4.mul(c, z), z), f32x4.mul(z, f32x4.splat(0.5))), f32x4.splat(1));
  const quadrant = i32x4.add(i32x4.trunc_sat_f32x4_s(q), i32x4.splat(turn));
  const odd = i32x4.eq(v128.and(quadrant, i32x4.splat(1)), i32x4.splat(1));
  const sign = i32x4.shl(v128.and(quadrant, i32x4.splat(2)), 30);
  return v128.xor(v128.bitselect(c, s, odd), sign);
}

/** y = sin(scale x) */
export function sines(x: usize, y: usize, count: i32, scale: f32): void {
  const factor = f32x4.splat(scale);
  for (let k = 0; k < count; k += 4)
    storeLanes(f32At(y, k), wave(f32x4.mul(factor, v128.load(f32At(x, k))), 0), count - k);
}

/** dx = dy scale cos(scale x) */
export function sineGradients(x: usize, dy: usize, dx: usize, count: i32, scale: f32): void {
  const factor = f32x4.splat(scale);
  for (let k = 0; k < count; k += 4) {
    const slope = f32x4.mul(factor, wave(f32x4.mul(factor, v128.load(f32At(x, k))), 1));
    storeLanes(f32At(dx, k), f32x4.mul(v128.load(f32At(dy, k)), slope), count - k);
  }
}
