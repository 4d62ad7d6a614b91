/** How an innovation spreads, and what paying for its spread leaves behind. Source: docs/theory.md, equation 15. */
import { amount, fraction, positive } from "./domain.ts";

/**
 * Share of a market that has come after some years (Bass 1969).   F' = (p + q F)(1 - F)
 *
 *   F(t) = (p (1 - e) + F_0 (q + p e)) / (p + q F_0 + q (1 - F_0) e),   e = e^(-(p + q) t)
 *
 * The same as (1 - A e)/(1 + (q/p) A e), A = (1 - F_0)/(1 + q F_0/p), and right where p is 0.
 *
 * @param innovation p, a year      @param imitation q, a year      @param years t      @param start F_0
 * @throws RangeError for rates or years below 0 and a start outside 0..1
 */
export function bassShare(innovation: number, imitation: number, years: number, start = 0): number {
  amount("bassShare", "innovation", innovation);
  amount("bassShare", "imitation", imitation);
  amount("bassShare", "years", years);
  fraction("bassShare", "start", start);
  const both = innovation + imitation;
  if (innovation + imitation * start === 0) return start; // nobody to begin with
  const left = Math.exp(-both * years);
  const come = innovation * -Math.expm1(-both * years) + start * (imitation + innovation * left);
  return come / (innovation + imitation * start + imitation * (1 - start) * left);
}

/** A market in which a subsidy makes newcomers more likely. */
export interface SubsidisedMarket {
  /** customers there could be */
  readonly market: number;
  /** p, a year, without the subsidy */
  readonly innovation: number;
  /** q, a year */
  readonly imitation: number;
  /** p is this many times as large while the subsidy lasts */
  readonly factor: number;
  readonly cutYear: number;
}

/** Customers in the three arms, and how they compare. */
export interface ThreeArms {
  readonly never: number;
  readonly kept: number;
  readonly cut: number;
  /** cut / kept; NaN where nobody came */
  readonly retention: number;
  /** cut / never; NaN or Infinity where nobody comes unpaid */
  readonly ratioToNever: number;
}

/**
 * Customers with the subsidy never paid, kept, and cut after some years.
 *
 * @param year when they are counted
 * @throws RangeError for amounts below 0 and a market that is not above 0
 * Closed form `three-arms-bass`.
 */
export function threeArms(
  { market, innovation, imitation, factor, cutYear }: SubsidisedMarket,
  year: number,
): ThreeArms {
  positive("threeArms", "market", market);
  for (const [name, value] of Object.entries({ factor, cutYear, year })) amount("threeArms", name, value);
  const paid = (years: number) => bassShare(factor * innovation, imitation, years);
  const never = market * bassShare(innovation, imitation, year);
  const kept = market * paid(year);
  const cut = year <= cutYear ? kept : market * bassShare(innovation, imitation, year - cutYear, paid(cutYear));
  return { never, kept, cut, retention: cut / kept, ratioToNever: cut / never };
}
