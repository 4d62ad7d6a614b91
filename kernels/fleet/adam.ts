import { f32At } from "./product";

/**
 * One Adam step of `count` parameters in place, moments kept as discounted sums.
 *
 *   G' = beta1 G + g;   S' = beta2 S + g^2;   w' = w - rate G' / (sqrt(S') + epsilon)
 */
export function adam(
  w: usize,
  first: usize,
  second: usize,
  gradient: usize,
  count: i32,
  beta1: f32,
  beta2: f32,
  rate: f32,
  epsilon: f32,
): void {
  const keep1 = f32x4.splat(beta1);
  const keep2 = f32x4.splat(beta2);
  const step = f32x4.splat(rate);
  const guard = f32x4.splat(epsilon);
  let k = 0;
  for (; k + 4 <= count; k += 4) {
    const g = v128.load(f32At(gradient, k));
    const m = f32x4.add(f32x4.mul(keep1, v128.load(f32At(first, k))), g);
    const v = f32x4.add(f32x4.mul(keep2, v128.load(f32At(second, k))), f32x4.mul(g, g));
    v128.store(f32At(first, k), m);
    v128.store(f32At(second, k), v);
    const change = f32x4.mul(step, f32x4.div(m, f32x4.add(f32x4.sqrt(v), guard)));
    v128.store(f32At(w, k), f32x4.sub(v128.load(f32At(w, k)), change));
  }
  for (; k < count; k++) {
    const g = load<f32>(f32At(gradient, k));
    const m: f32 = beta1 * load<f32>(f32At(first, k)) + g;
    const v: f32 = beta2 * load<f32>(f32At(second, k)) + g * g;
    store<f32>(f32At(first, k), m);
    store<f32>(f32At(second, k), v);
    const change: f32 = rate * (m / (sqrt<f32>(v) + epsilon));
    store<f32>(f32At(w, k), load<f32>(f32At(w, k)) - change);
  }
}
