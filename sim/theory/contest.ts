/**
 * Contests: a fixed pool is shared in proportion to what each puts in, and everybody chooses how much. Emission is such a pool.
 * Source: docs/theory.md, equations 37 to 39; Arnosti and Weinberg 2022, "Bitcoin: a natural oligopoly"; Perez-Castrillo and
 * Verdier 1992, "A general analysis of rent-seeking games".
 */
import { sum, type Vec } from "../core/matrix.ts";
import { amount, count, positive } from "./domain.ts";

/** What a contest settles at. */
export interface Contest {
  /** c*: cost at which it does not pay to take part, in the unit of `costs` */
  readonly cutoff: number;
  /** [participants] of the pool; 0 from c* on */
  readonly shares: Float64Array;
  /** part of the pool that is spent to win it.   sum s_i (1 - s_i) */
  readonly spent: number;
}

/**
 * Natural oligopoly: shares of participants whose cost is in proportion to what they put in.
 *
 *   s_i = max(0, 1 - c_i / c*),   c* such that they add to 1:   c* = sum_{i <= k} c_i / (k - 1) over the k cheapest, c_k < c*
 *
 * Whoever costs more than c* is out, however large the pool: at least two take part, and the cheapest has 1 - c_1 / c_2 or more.
 * @param costs [participants] of one unit put in, above 0
 * @throws RangeError for less than two participants and costs that are not above 0
 */
export function contest(costs: Vec): Contest {
  if (costs.length < 2) throw new RangeError(`contest: costs has ${costs.length} entries; expected 2 or more`);
  for (let i = 0; i < costs.length; i++) positive("contest", `costs[${i}]`, costs[i]!);
  const sorted = Float64Array.from(costs).sort();
  let total = sorted[0]! + sorted[1]!;
  let cutoff = total;
  for (let k = 2; k < sorted.length && sorted[k]! < cutoff; k++) {
    total += sorted[k]!;
    cutoff = total / k;
  }
  const shares = Float64Array.from(costs, (cost) => Math.max(0, 1 - cost / cutoff));
  return { cutoff, shares, spent: sum(shares.map((share) => share * (1 - share))) };
}

/**
 * Part of the pool that alike participants spend, whose cost of putting in x is x^g.   (n - 1) / (n g)
 *
 * With cost in proportion (g = 1) it is (n - 1)/n: what is left is the profit of being few.
 * @param participants n, 1 or more
 * @param exponent     g: below 1 with economies of scale
 * @throws RangeError for an exponent that is not above 0, for no participants, and for more than economies of scale can carry
 */
export function spentByAlike(participants: number, exponent = 1): number {
  count("spentByAlike", "participants", participants, 1);
  const most = mostParticipants(exponent);
  if (participants > most)
    throw new RangeError(
      `spentByAlike: participants is ${participants}; expected ${most} or less at exponent ${exponent}`,
    );
  return (participants - 1) / (participants * exponent);
}

/**
 * Most alike participants that economies of scale can carry: with one more, all would spend more than the pool.   1 / (1 - g)
 * @param exponent g of the cost x^g, above 0
 * @returns whole number; Infinity where there are none, g >= 1
 * @throws RangeError for an exponent that is not above 0
 */
export function mostParticipants(exponent: number): number {
  positive("mostParticipants", "exponent", exponent);
  // 1 / (1 - 0.9) is 10.000000000000002
  return exponent >= 1 ? Infinity : Math.floor((1 + 1e-12) / (1 - exponent));
}

/**
 * Share of the pool that the cheapest holds at least, whoever else there is.   1 - c_1 / c_2
 * @param cheapest c_1, 0 or more      @param second c_2: next cheapest, above 0
 * @throws RangeError for costs below 0 or out of order
 */
export function leastShareOfCheapest(cheapest: number, second: number): number {
  amount("leastShareOfCheapest", "cheapest", cheapest);
  positive("leastShareOfCheapest", "second", second);
  if (cheapest > second)
    throw new RangeError(`leastShareOfCheapest: cheapest is ${cheapest}; expected no more than second, ${second}`);
  return 1 - cheapest / second;
}
