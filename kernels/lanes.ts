/** Address of element k of the f64 array at `base`. */
export function at(base: usize, k: i32): usize {
  return base + ((<usize>k) << 3);
}

/** Sum of two lanes. */
export function both(v: v128): f64 {
  return f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1);
}

/** First address that is free for the caller. */
export function base(): usize {
  return (__heap_base + 63) & ~63;
}
