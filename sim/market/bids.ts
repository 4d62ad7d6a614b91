/** What bidders believe of each other: costs are uniform between these, USD per request. */
export interface Belief {
  readonly low: number;
  readonly high: number;
}

/** A term below this part of a sum, or a sum above its inverse, changes no digit of a bid. */
const NEGLIGIBLE = 1e-17;

/**
 * First-price bid in the symmetric equilibrium of n bidders of whom the k lowest win, each one unit:
 *
 *   b(c) = c + int_c^high G(x) dx / G(c)        G(x) = P(at most k - 1 of n - 1 rivals have costs below x)
 *        = c + (high - low) (k - n t + (n - k) t r) / n        t = (c - low) / (high - low)
 *   r = P(Bin(n - 1, t) = k - 1) / P(Bin(n - 1, t) <= k - 1)
 *
 * With k = 1 this is c + (high - c) / n, with k = n it is `high`. A cost below `low` bids as `low` does, since it wins as
 * surely; one above `high` bids itself.
 *
 * @param cost    c, USD per request
 * @param bidders n, whole, 1 or more
 * @param winners k, whole, 1 to n
 * @returns USD per request; never below cost, and it rises with cost and with winners
 * Source: docs/economy.md, "Market"; closed form `reverse-auction-uniform`.
 */
export function firstPriceBid(cost: number, { low, high }: Belief, bidders: number, winners: number): number {
  if (cost >= high) return cost;
  const width = high - low;
  const t = Math.max(0, (cost - low) / width);
  const odds = oddsBelow(bidders - 1, winners - 1, t);
  const markup = (winners - bidders * t + ((bidders - winners) * t) / odds) / bidders;
  return low + width * (t + Math.max(0, markup));
}

/**
 * P(Bin(m, t) <= i) / P(Bin(m, t) = i) as the sum of the ratios of its terms, from the last one down.
 * PERF: terms rise once and fall once, so some ten standard deviations of a binomial are all that is ever summed.
 */
function oddsBelow(m: number, i: number, t: number): number {
  let odds = 1;
  let term = 1;
  for (let at = i; at > 0 && term > NEGLIGIBLE * odds && odds < 1 / NEGLIGIBLE; at--) {
    term *= (at * (1 - t)) / ((m - at + 1) * t);
    odds += term;
  }
  return odds;
}
