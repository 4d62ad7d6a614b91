/**
 * The curve of effort to quality as least squares sees it: an epoch's change, exactly solved, with its slopes.
 *
 *   dq/dt = u f (qMax - q) - d (q - q0)
 *   q'    = q e + g (u f qMax + d q0)        e = exp(-r days),  g = (1 - e) / r,  r = u f + d
 *
 * Written so that it is smooth where rates are 0 or below, which a search may cross. Source: docs/economy.md, equation 7.
 */

/** What a fit may find or be told, in the order of a parameter vector. Drift is d, a continuous rate, until it is told. */
export const names = ["catchUp", "drift", "qMax", "q0"] as const;
export type Name = (typeof names)[number];
/** [u per day, d per day, qMax, q0] */
export type Point = readonly [number, number, number, number];

/** Changes of quality over an epoch; columns of the same length, those of one miner beside each other. */
export interface Transitions {
  readonly before: Float64Array;
  readonly after: Float64Array;
  /** f: steps a day over those of effort 1 */
  readonly effort: Float64Array;
  /** days of the epoch */
  readonly days: Float64Array;
  /** 1 where the quality before is not the quality after of the entry above */
  readonly starts: Uint8Array;
  /** [miners + 1] first entry of each miner, and the end */
  readonly offsets: Int32Array;
}

/** Quality after an epoch. */
export function afterEpoch([u, d, qMax, q0]: Point, quality: number, effort: number, days: number): number {
  const rate = u * effort + d;
  return quality * Math.exp(-rate * days) + gain(rate, days) * (u * effort * qMax + d * q0);
}

/** g = (1 - exp(-r t)) / r, its limit t where r is 0 */
const gain = (rate: number, days: number): number => (rate === 0 ? days : -Math.expm1(-rate * days) / rate);

/** dg/dr = (t e - g) / r, by its series where the difference would lose its digits */
function gainSlope(rate: number, days: number, decay: number, g: number): number {
  const x = rate * days;
  return Math.abs(x) < 1e-3 ? days * days * (-1 / 2 + x / 3 - (x * x) / 8) : (days * decay - g) / rate;
}

/** Sums of least squares at a point: Σ w ρ², Σ w J'J and Σ w J'ρ with ρ = measured - predicted. */
export interface Sums {
  readonly cost: number;
  /** [4 x 4], row-major, and [4] */
  readonly curvature: Float64Array;
  readonly slope: Float64Array;
}

/** @param weights [miners] how often each miner counts; every `stride`-th of its transitions is taken */
export function sums(data: Transitions, weights: ArrayLike<number>, point: Point, stride = 1): Sums {
  const { before, after, effort, days, offsets } = data;
  const [u, d, qMax, q0] = point;
  const curvature = new Float64Array(16);
  const slope = new Float64Array(4);
  const j = new Float64Array(4);
  let cost = 0;
  for (let m = 0; m < weights.length; m++) {
    const w = weights[m]!;
    if (w === 0) continue;
    for (let k = offsets[m]!; k < offsets[m + 1]!; k += stride) {
      const f = effort[k]!;
      const rate = u * f + d;
      const decay = Math.exp(-rate * days[k]!);
      const g = gain(rate, days[k]!);
      const level = u * f * qMax + d * q0;
      const perRate = -days[k]! * decay * before[k]! + gainSlope(rate, days[k]!, decay, g) * level;
      j[0] = f * (perRate + g * qMax);
      j[1] = perRate + g * q0;
      j[2] = g * u * f;
      j[3] = g * d;
      const residual = after[k]! - (before[k]! * decay + g * level);
      cost += w * residual * residual;
      for (let a = 0; a < 4; a++) {
        slope[a]! += w * j[a]! * residual;
        for (let b = 0; b <= a; b++) curvature[4 * a + b]! += w * j[a]! * j[b]!;
      }
    }
  }
  for (let a = 0; a < 4; a++) for (let b = 0; b < a; b++) curvature[4 * b + a] = curvature[4 * a + b]!;
  return { cost, curvature, slope };
}
