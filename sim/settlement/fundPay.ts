import { normalize, sum } from "../core/matrix.ts";

/**
 * Newly minted pay, divided into what customers' money took off the market and what is left over.
 *
 *   funded_j = min(p E, M) E_j / E     netSubsidy_j = max(0, p E - M) E_j / (p E)
 *
 * @param operatorTokens E_j, [operators] newly minted pay, E its sum
 * @param price          p, USD per token
 * @param takenUsd       M, USD of current customers that bought tokens to be burned
 * @returns [operators] USD, and [operators] tokens
 * Source: docs/economy.md, "Settlement"; closed form `burn-mint-income-split`.
 */
export function fundPay(
  operatorTokens: Float64Array,
  price: number,
  takenUsd: number,
): { fundedUsd: Float64Array; netSubsidyTokens: Float64Array } {
  const payUsd = price * sum(operatorTokens);
  const funded = payUsd > 0 ? Math.min(1, takenUsd / payUsd) : 0;
  return {
    fundedUsd: operatorTokens.map((tokens) => funded * price * tokens),
    netSubsidyTokens: operatorTokens.map((tokens) => (1 - funded) * tokens),
  };
}

/** [operators] tokens divided in proportion to fees. */
export function byFees(revenueUsd: Float64Array, tokens: number): Float64Array {
  return normalize(revenueUsd).map((share) => share * tokens);
}

/** a_o + b_o */
export const added = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, o) => value + b[o]!);
