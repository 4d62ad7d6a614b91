/** Bounds of a pool's weights. */
export const LEAST_WEIGHT = 0.01;
/** Least that a pool must hold of what it gives out, units. */
const LEAST_RESERVE = 1_000_000;
/** Most that may be paid in, in parts of the reserve of it. */
const MOST_PAID_IN = 1000;

/** A weighted pool of alpha x and TAO y, in units; the weight of alpha is 1 - w. */
export interface Pool {
  /** y */
  readonly tao: number;
  /** x */
  readonly alpha: number;
  /** w, fraction */
  readonly taoWeight: number;
}

/**
 * Spot price.   P = (1 - w) y / (w x)
 * @returns TAO per alpha; 0 for a pool without alpha
 * Source: docs/dtao.md, equation 9.
 */
export function spotPrice({ tao, alpha, taoWeight }: Pool): number {
  return alpha > 0 ? ((1 - taoWeight) * tao) / (taoWeight * alpha) : 0;
}

/**
 * Alpha that TAO buys, without a fee.   dx = floor(x (1 - (y / (y + dy))^(w / (1 - w))))
 *
 * @param paid dy: whole units of TAO, 0 or more
 * @returns whole units of alpha; null where the pool refuses: too little alpha, or more than 1,000 times its TAO paid
 * Source: docs/dtao.md, equation 9.
 */
export function alphaBought({ tao, alpha, taoWeight }: Pool, paid: number): number | null {
  if (alpha < LEAST_RESERVE || tao <= 0 || paid > MOST_PAID_IN * tao) return null;
  // In this form a payment that is tiny beside the pool loses no digits.
  return Math.floor(-alpha * Math.expm1((-taoWeight / (1 - taoWeight)) * Math.log1p(paid / tao)));
}

/**
 * TAO that alpha fetches, without a fee.   dy = floor(y (1 - (x / (x + dx))^((1 - w) / w)))
 *
 * @param paid dx: whole units of alpha, 0 or more
 * @returns whole units of TAO; null where the pool refuses: too little TAO, or more than 1,000 times its alpha paid
 * Source: docs/dtao.md, equation 9.
 */
export function taoFetched({ tao, alpha, taoWeight }: Pool, paid: number): number | null {
  if (tao < LEAST_RESERVE || alpha <= 0 || paid > MOST_PAID_IN * alpha) return null;
  return Math.floor(-tao * Math.expm1((-(1 - taoWeight) / taoWeight) * Math.log1p(paid / alpha)));
}

/**
 * The pool's weight of TAO with which an injection leaves the price as it was.
 *
 *   w' = w x (y + dy) / ((1 - w) y (x + dx) + w x (y + dy))        1/2 where a reserve is and stays 0
 *
 * @param taoIn   dy: units, 0 or more
 * @param alphaIn dx: units, 0 or more
 * @returns fraction; null where a weight would leave its bounds, and nothing may be injected
 * Source: docs/dtao.md, equation 9.
 */
export function weightAfterInjection({ tao, alpha, taoWeight }: Pool, taoIn: number, alphaIn: number): number | null {
  const ofTao = taoWeight * alpha * (tao + taoIn);
  const all = (1 - taoWeight) * tao * (alpha + alphaIn) + ofTao;
  const weight = all > 0 ? ofTao / all : 1 / 2;
  return weight >= LEAST_WEIGHT && 1 - weight >= LEAST_WEIGHT ? weight : null;
}
