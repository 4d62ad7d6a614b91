/** Choice among offers by logit. Utilities are in units of the noise. Source: docs/theory.md, equations 10 to 12. */
import type { Vec } from "../core/matrix.ts";
import { amount, positive } from "./domain.ts";

/** What is chosen, and what the choice is worth. */
export interface Choice {
  /** [offers] */
  readonly shares: Float64Array;
  /** share that takes none of them; all add to 1 */
  readonly nothing: number;
  /** ln of the sum of e^U over all that can be chosen, nothing included */
  readonly inclusive: number;
}

/**
 * Shares of offers among choosers who may take none.   share_j = e^U_j / (e^U_0 + sum e^U)
 *
 * @param utilities [offers]; -Infinity for an offer that is not there
 * @param nothing   U_0: utility of none of them
 * @throws RangeError for a utility that is no number or Infinity, and where nothing at all can be chosen
 * Closed form `logit-shares`.
 */
export function logitShares(utilities: Vec, nothing = 0): Choice {
  const top = highest("logitShares", utilities, nothing);
  // Against the highest utility no exponential overflows.
  const shares = Float64Array.from(utilities, (u) => Math.exp(u - top));
  const none = Math.exp(nothing - top);
  let total = none;
  for (const share of shares) total += share;
  return { shares: shares.map((e) => e / total), nothing: none / total, inclusive: top + Math.log(total) };
}

/**
 * What being able to choose is worth to one chooser, over having only `nothing` at a utility of 0.   ln(sum e^U) / a   USD
 * @param sensitivity a: utility per USD, above 0
 * @throws RangeError for a sensitivity that is not above 0
 */
export function surplusUsd({ inclusive }: Pick<Choice, "inclusive">, sensitivity: number): number {
  positive("surplusUsd", "sensitivity", sensitivity);
  return inclusive / sensitivity;
}

/** Change of an offer's share with its own price, in percent of percent.   -a P (1 - share) @throws RangeError as `crossElasticity` */
export function ownElasticity(sensitivity: number, price: number, share: number): number {
  priced("ownElasticity", sensitivity, price, share);
  return -sensitivity * price * (1 - share);
}

/**
 * Change of any offer's share with the price of another.   a P_k share_k
 * @param price P_k, USD, 0 or more
 * @param share of the offer whose price moves
 * @throws RangeError for a sensitivity that is not above 0, a price below 0 and a share outside 0..1
 */
export function crossElasticity(sensitivity: number, price: number, share: number): number {
  priced("crossElasticity", sensitivity, price, share);
  return sensitivity * price * share;
}

/**
 * Sensitivity at which an offer has an elasticity seen at some price and share.   a = eps / (P (1 - share))
 *
 * When the share moves, so does the elasticity.
 * @param elasticity eps as a positive number
 * @throws RangeError for an elasticity or price that is not above 0, and a share that is not below 1
 * Closed form `logit-calibration`.
 */
export function sensitivityFor(elasticity: number, price: number, share: number): number {
  positive("sensitivityFor", "elasticity", elasticity);
  positive("sensitivityFor", "price", price);
  if (!(share >= 0 && share < 1))
    throw new RangeError(`sensitivityFor: share is ${share}; expected a fraction below 1`);
  return elasticity / (price * (1 - share));
}

function priced(where: string, sensitivity: number, price: number, share: number): void {
  positive(where, "sensitivity", sensitivity);
  amount(where, "price", price);
  if (!(share >= 0 && share <= 1)) throw new RangeError(`${where}: share is ${share}; expected a fraction from 0 to 1`);
}

/** Shares of offers that stand in nests: offers of one nest are closer to each other than to the rest. */
export interface NestedChoice {
  /** [nests] of [offers] */
  readonly shares: readonly Float64Array[];
  /** [nests] */
  readonly nests: Float64Array;
  readonly nothing: number;
  readonly inclusive: number;
}

/**
 * Shares among nests of offers.
 *
 *   I_n = ln sum_{j in n} e^(V_j / l)     P(n) = e^(l I_n) / (e^V_0 + sum_m e^(l I_m))     P(j) = P(n) e^(V_j / l) / e^(I_n)
 *
 * @param nests         [nests] of utilities; a nest may be empty, an offer that is not there -Infinity
 * @param dissimilarity l, above 0 and at most 1: plain logit at 1
 * @param nothing       V_0
 * @throws RangeError as `logitShares`, and for a dissimilarity outside (0, 1]
 * Closed form `nested-logit`.
 */
export function nestedLogitShares(nests: readonly Vec[], dissimilarity: number, nothing = 0): NestedChoice {
  if (!(dissimilarity > 0 && dissimilarity <= 1))
    throw new RangeError(`nestedLogitShares: dissimilarity is ${dissimilarity}; expected a fraction above 0`);
  const within = nests.map((nest) => {
    const open = Array.from(nest).some((u) => u !== -Infinity);
    // A nest in which nothing can be chosen has no share to give.
    return open
      ? logitShares(
          Float64Array.from(nest, (u) => u / dissimilarity),
          -Infinity,
        )
      : { shares: new Float64Array(nest.length), inclusive: -Infinity };
  });
  const between = logitShares(
    within.map(({ inclusive }) => dissimilarity * inclusive),
    nothing,
  );
  return {
    shares: within.map(({ shares }, n) => shares.map((share) => share * between.shares[n]!)),
    nests: between.shares,
    nothing: between.nothing,
    inclusive: between.inclusive,
  };
}

/** Where an offer stands: nest, place in it. */
export type Place = readonly [nest: number, offer: number];

/**
 * Part of an offer's choosers that go to another one when it vanishes.   (P'(j) - P(j)) / P(lost)
 *
 *   s = P(lost) / P(n), u = 1 - (1 - s)^l:   P(j) u / (s (1 - P(n) u)) from another nest,
 *   P(j) / P(n) (1 - (u / s)(1 - P(n)(1 - s))) / ((1 - s)(1 - P(n) u)) in its own
 *
 * @param lost the offer that vanishes, which must have a share
 * @param to   another one
 * @throws RangeError as `nestedLogitShares`, and for an offer that nobody chooses
 */
export function diversion(nests: readonly Vec[], dissimilarity: number, lost: Place, to: Place, nothing = 0): number {
  const before = nestedLogitShares(nests, dissimilarity, nothing);
  const share = before.shares[lost[0]]?.[lost[1]] ?? NaN;
  positive("diversion", `share of offer ${lost.join(".")}`, share);
  if (lost[0] === to[0] && lost[1] === to[1]) return -1;
  // In shares of the nest: s is lost and 1 - s is left, of which the nest keeps (1 - s)^l. No difference of two shares is taken.
  const nest = before.nests[lost[0]]!;
  const gone = share / nest;
  const left = before.shares[lost[0]]!.reduce((sum, other, j) => (j === lost[1] ? sum : sum + other / nest), 0);
  const given = -Math.expm1(dissimilarity * (gone < 0.5 ? Math.log1p(-gone) : Math.log(left)));
  const rest = 1 - nest * given;
  const target = before.shares[to[0]]![to[1]]!;
  if (lost[0] !== to[0]) return (target * given) / (gone * rest);
  return target === 0 ? 0 : ((target / nest) * (1 - (given / gone) * (1 - nest * left))) / (left * rest);
}

function highest(where: string, utilities: Vec, nothing: number): number {
  let top = nothing;
  for (let j = 0; j < utilities.length; j++) {
    const u = utilities[j]!;
    if (!(u < Infinity)) throw new RangeError(`${where}: utilities[${j}] is ${u}; expected a number or -Infinity`);
    top = Math.max(top, u);
  }
  if (!Number.isFinite(top))
    throw new RangeError(`${where}: nothing is ${nothing}; expected a number, or an offer that can be chosen`);
  return top;
}
