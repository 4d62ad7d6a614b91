/** Closed forms of procurement auctions; the market `reverseAuction` is compared with them. Costs are independent draws of F. */
import { count, finite } from "./domain.ts";

/** F: how costs are distributed, and where they end. */
export interface Costs {
  /** F(c), fraction of costs at or below c */
  readonly below: (cost: number) => number;
  /** highest cost, USD per request */
  readonly high: number;
}

/** Even steps of the quadrature: its error is far below 1e-9 for a smooth F and up to some hundred bidders. */
const STEPS = 4096;

/**
 * First-price bid in the symmetric equilibrium: the k lowest of n sealed bids win, each paid what it bids.
 *
 *   b(c) = c + int_c^high G(x) dx / G(c)      G(x) = P(fewer than k of n - 1 rivals have costs below x)
 *
 * With k = 1, G(x) = (1 - F(x))^(n - 1). The integral is Simpson's rule.
 *
 * @param cost    c, USD per request
 * @param bidders n, 1 or more
 * @param units   k, winners, 1 to n; with k = n everybody wins and bids the highest cost
 * @returns USD per request; `cost` itself at or above the highest cost
 * @throws RangeError for bidders and units that are no whole numbers above 0, and for more units than bidders
 * Source: docs/economy.md, "Market"; closed form `reverse-auction-uniform`.
 */
export function firstPriceBid(cost: number, { below, high }: Costs, bidders: number, units = 1): number {
  count("firstPriceBid", "bidders", bidders, 1);
  count("firstPriceBid", "units", units, 1);
  if (units > bidders)
    throw new RangeError(`firstPriceBid: units is ${units}; expected no more than bidders, ${bidders}`);
  if (cost >= high) return cost;
  const wins = (x: number) => atMost(units - 1, bidders - 1, below(x));
  const width = (high - cost) / STEPS;
  let area = wins(cost) + wins(high);
  for (let step = 1; step < STEPS; step++) area += (step % 2 === 1 ? 4 : 2) * wins(cost + step * width);
  return cost + (area * width) / 3 / wins(cost);
}

/** P(Bin(trials, chance) <= most) */
function atMost(most: number, trials: number, chance: number): number {
  if (most >= trials) return 1;
  let total = 0;
  let ways = 1;
  for (let i = 0; i <= most; i++) {
    total += ways * chance ** i * (1 - chance) ** (trials - i);
    ways *= (trials - i) / (i + 1);
  }
  return total;
}

/**
 * First-price bid for one unit where costs are uniform on [low, high].   b(c) = c + (high - c) / n
 * @returns `cost` itself at or above the highest cost
 * @throws RangeError for no bidders
 */
export function uniformBid(cost: number, high: number, bidders: number): number {
  count("uniformBid", "bidders", bidders, 1);
  return cost >= high ? cost : cost + (high - cost) / bidders;
}

/**
 * Expected k-th lowest of n costs that are uniform on [low, high].   low + k (high - low) / (n + 1)
 * @throws RangeError for costs out of order, and for k that is no whole number from 1 to n
 */
export function expectedCost(low: number, high: number, bidders: number, k = 1): number {
  inOrder("expectedCost", low, high);
  count("expectedCost", "bidders", bidders, 1);
  count("expectedCost", "k", k, 1);
  if (k > bidders) throw new RangeError(`expectedCost: k is ${k}; expected no more than bidders, ${bidders}`);
  return low + (k * (high - low)) / (bidders + 1);
}

/**
 * Expected price of k units among n bidders with costs uniform on [low, high], each paid the lowest losing bid; winners who are
 * paid their own first-price bids get the same on average (revenue equivalence).   low + (k + 1)(high - low) / (n + 1)
 *
 * Where nobody loses it is the highest cost, which is the reserve and what everybody bids.
 * @throws RangeError for costs out of order, counts that are no whole numbers above 0, and more units than bidders
 */
export function expectedPrice(low: number, high: number, bidders: number, units = 1): number {
  const lastToWin = expectedCost(low, high, bidders, units);
  return lastToWin + (high - low) / (bidders + 1);
}

/**
 * Expected profit of the winner of one unit: price less its cost.   (high - low) / (n + 1)
 * One bidder alone gets the highest cost, which is the reserve.
 * @throws RangeError for costs out of order and no bidders
 */
export function expectedWinnerProfit(low: number, high: number, bidders: number): number {
  inOrder("expectedWinnerProfit", low, high);
  count("expectedWinnerProfit", "bidders", bidders, 1);
  return (high - low) / (bidders + 1);
}

function inOrder(where: string, low: number, high: number): void {
  finite(where, "low", low);
  finite(where, "high", high);
  if (low > high) throw new RangeError(`${where}: low is ${low}; expected no more than high, ${high}`);
}
