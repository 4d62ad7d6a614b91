/** One of the two goods in a pool: how much of it there is, and its weight; the weights of both sum to 1. */
export interface Side {
  readonly reserve: number;
  readonly weight: number;
}

/** Bounds of a pool's weights: none is nearer to 0 or 1. */
export const LEAST_WEIGHT = 0.01;
/** How far a weight's own rounding may carry it past a bound on which it lies. */
const ROUNDING = 1e-15;

/**
 * Price of a good in the other one, for the next small trade.   P = w_x y / (w_y x)
 *
 * @param good  x and w_x, x above 0
 * @param money y and w_y
 * Source: docs/economy.md, "Token market".
 */
export function spotPrice(good: Side, money: Side): number {
  return (good.weight * money.reserve) / (money.weight * good.reserve);
}

/**
 * What a pool gives for an amount paid in, so that x^w_x y^w_y is kept.   dx = x (1 - (y / (y + dy))^(w_y / w_x))
 *
 * @param paid   y and w_y: the good that is paid in, y above 0
 * @param given  x and w_x: the good that is given out
 * @param amount dy: above -y; below 0 it is taken out, and what must be paid in for it comes back with a minus
 * Source: docs/economy.md, "Token market".
 */
export function givenFor(paid: Side, given: Side, amount: number): number {
  const power = paid.weight / given.weight;
  // An amount that is small beside the reserve loses digits in the power, a large one in the logarithm.
  if (Math.abs(amount) < paid.reserve / 2)
    return -given.reserve * Math.expm1(-power * Math.log1p(amount / paid.reserve));
  return given.reserve * (1 - (paid.reserve / (paid.reserve + amount)) ** power);
}

/**
 * What must be paid in for an exact amount out.   dy = y ((x / (x - dx))^(w_x / w_y) - 1)
 *
 * @param wanted dx: below x
 * Source: docs/economy.md, "Token market".
 */
export function neededFor(paid: Side, given: Side, wanted: number): number {
  return -givenFor(given, paid, -wanted);
}

/**
 * What must be paid in until the price of what is given out has grown by a factor.   dy = y (k^w_x - 1)
 *
 * @param factor k: price to reach over price now, both of the good given out; 0 is paid where it is not above 1
 * Source: docs/economy.md, "Token market".
 */
export function paidToReach(paid: Side, given: Side, factor: number): number {
  return factor > 1 ? paid.reserve * Math.expm1(given.weight * Math.log(factor)) : 0;
}

/**
 * Weight with which reserves that change leave the price as it was.
 *
 *   w_x' = w_x y (x + dx) / (w_x y (x + dx) + w_y x (y + dy))        1/2 where a reserve is and stays 0
 *
 * @param ofGood dx: 0 or more      @param ofMoney dy: 0 or more
 * @returns w_x', fraction; null where a weight would leave its bounds, and nothing may be added
 * Source: docs/economy.md, "Token market".
 */
export function weightAfterAdding(good: Side, money: Side, ofGood: number, ofMoney: number): number | null {
  const part = good.weight * money.reserve * (good.reserve + ofGood);
  const all = money.weight * good.reserve * (money.reserve + ofMoney) + part;
  return withinBounds(all > 0 ? part / all : 1 / 2);
}

/**
 * Weight of a good with which two reserves have a price.   w_x = P x / (P x + y)
 *
 * @param price P: of the good in money, above 0
 * @returns fraction; null where a weight would leave its bounds
 * Source: docs/economy.md, "Token market".
 */
export function weightAtPrice(reserve: number, money: number, price: number): number | null {
  return withinBounds((price * reserve) / (price * reserve + money));
}

function withinBounds(weight: number): number | null {
  const nearest = Math.min(1 - LEAST_WEIGHT, Math.max(LEAST_WEIGHT, weight));
  return Math.abs(weight - nearest) < ROUNDING ? nearest : null;
}
