import { names, sums, type Name, type Point, type Sums, type Transitions } from "./curve.ts";

/** Values of parameters that are not fitted. */
export type Held = Readonly<Partial<Record<Name, number>>>;

/** Places in a parameter vector that are fitted. */
export const freeOf = (held: Held): number[] => names.flatMap((name, k) => (held[name] === undefined ? [k] : []));

const MOST_STEPS = 200;
/** A search ends when no parameter moves by more than this, relative to its size or to 1e-3. */
const SETTLED = 1e-11;

/**
 * The point of least squares near a start, by Levenberg and Marquardt's damped steps over the free parameters.
 *
 *   (J'J + λ diag J'J) step = J'ρ
 */
export function descend(data: Transitions, weights: ArrayLike<number>, start: Point, free: readonly number[]): Point {
  let point = start;
  let here = sums(data, weights, point);
  let damping = 1e-4;
  for (let k = 0; k < MOST_STEPS && damping < 1e12; k++) {
    const step = damped(here, free, damping);
    const next = step && moved(point, free, step);
    const there = next && sums(data, weights, next);
    if (!there || !(there.cost <= here.cost)) {
      damping *= 8;
      continue;
    }
    const still = free.every((p) => Math.abs(next[p]! - point[p]!) <= SETTLED * Math.max(1e-3, Math.abs(next[p]!)));
    [point, here, damping] = [next, there, Math.max(1e-12, damping / 8)];
    if (still) break;
  }
  return point;
}

function damped({ curvature, slope }: Sums, free: readonly number[], damping: number): Float64Array | undefined {
  const matrix = free.map((a) => free.map((b) => curvature[4 * a + b]! * (a === b ? 1 + damping : 1)));
  return solve(
    matrix,
    free.map((a) => slope[a]!),
  );
}

function moved(point: Point, free: readonly number[], step: ArrayLike<number>): Point {
  const next = [...point] as [number, number, number, number];
  free.forEach((p, k) => (next[p]! += step[k]!));
  return next;
}

/** Rates per day to start from: a thousandth of a day to several a day. */
const RATES = [0.001, 0.004, 0.016, 0.06, 0.25, 1, 4];
/** Transitions that are enough to choose a start. */
const ENOUGH = 4000;

/** The best of a grid of rates, with the levels that suit each: they are linear given the rates. */
export function startOf(data: Transitions, weights: ArrayLike<number>, held: Held): Point {
  const stride = Math.max(1, Math.floor(data.before.length / ENOUGH));
  const levels = freeOf(held).filter((p) => p >= 2);
  let best: { cost: number; point: Point } | undefined;
  for (const u of held.catchUp === undefined ? RATES : [held.catchUp]) {
    for (const d of held.drift === undefined ? RATES : [held.drift]) {
      const rough: Point = [u, d, held.qMax ?? 1, held.q0 ?? 0];
      const step = damped(sums(data, weights, rough, stride), levels, 1e-9);
      const point = step ? moved(rough, levels, step) : rough;
      const { cost } = sums(data, weights, point, stride);
      if (!best || cost < best.cost) best = { cost, point };
    }
  }
  return best!.point;
}

/** x with A x = b by Cholesky's factors; undefined where A is not positive definite. */
export function solve(matrix: readonly (readonly number[])[], right: readonly number[]): Float64Array | undefined {
  const n = right.length;
  const factor = matrix.map(() => new Float64Array(n));
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = matrix[i]![j]!;
      for (let k = 0; k < j; k++) rest -= factor[i]![k]! * factor[j]![k]!;
      if (i !== j) factor[i]![j] = rest / factor[j]![j]!;
      else if (rest > 0) factor[i]![i] = Math.sqrt(rest);
      else return undefined;
    }
  }
  const x = Float64Array.from(right);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i]! -= factor[i]![k]! * x[k]!;
    x[i]! /= factor[i]![i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i]! -= factor[k]![i]! * x[k]!;
    x[i]! /= factor[i]![i]!;
  }
  return x;
}

/** Variance inflation beyond which a parameter cannot be told from others; 1 where it is alone. */
const INFLATED = 1e8;

/**
 * Free parameters whose effect on the records is none, or that of others together.
 * A parameter's variance is inflated by 1 / (1 - R²) of its own effect regressed on those of the others.
 */
export function entangled({ curvature }: Sums, free: readonly number[]): Name[] {
  const size = free.map((p) => Math.sqrt(curvature[4 * p + p]!));
  const seen = free.filter((_, k) => size[k]! > 0);
  const correlation = seen.map((a) =>
    seen.map((b) => curvature[4 * a + b]! / Math.sqrt(curvature[4 * a + a]! * curvature[4 * b + b]!)),
  );
  const inflated = seen.filter((_, k) => {
    const ridged = correlation.map((row, a) => row.map((c, b) => (a === b ? c + 1e-13 : c)));
    const unit = seen.map((_, i) => (i === k ? 1 : 0));
    const column = solve(ridged, unit);
    return column === undefined || column[k]! > INFLATED;
  });
  return free.filter((p, k) => size[k] === 0 || inflated.includes(p)).map((p) => names[p]!);
}
