/** A share estimated from counts, with its interval. */
export interface Share {
  readonly hits: number;
  readonly of: number;
  /** null where nothing was counted */
  readonly value: number | null;
  /** bounds of the 95% interval; 0 and 1 where nothing was counted */
  readonly low: number;
  readonly high: number;
}

/** Standard normal quantile of a two-sided 95% interval. */
const Z = 1.959963984540054;

/**
 * Share with Wilson's score interval, which stays inside 0..1 and is right for few counts.
 *
 *   (p + z^2/2n ± z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n)
 *
 * Source: Wilson 1927, "Probable inference, the law of succession, and statistical inference".
 */
export function shareOf(hits: number, of: number): Share {
  if (of === 0) return { hits, of, value: null, low: 0, high: 1 };
  const p = hits / of;
  const middle = p + Z ** 2 / (2 * of);
  const half = Z * Math.sqrt((p * (1 - p)) / of + Z ** 2 / (4 * of ** 2));
  const whole = 1 + Z ** 2 / of;
  return { hits, of, value: p, low: Math.max(0, (middle - half) / whole), high: Math.min(1, (middle + half) / whole) };
}

/** A mean with its standard error. */
export interface Mean {
  readonly count: number;
  /** null where nothing was counted */
  readonly value: number | null;
  /** null with fewer than two values */
  readonly error: number | null;
}

export function meanOf(values: readonly number[]): Mean {
  const count = values.length;
  if (count === 0) return { count, value: null, error: null };
  const value = values.reduce((sum, x) => sum + x, 0) / count;
  if (count === 1) return { count, value, error: null };
  const squares = values.reduce((sum, x) => sum + (x - value) ** 2, 0);
  return { count, value, error: Math.sqrt(squares / (count - 1) / count) };
}
