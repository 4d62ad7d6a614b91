import { times } from "../core/columns.ts";
import { sum } from "../core/matrix.ts";
import type { Settled } from "./contract.ts";

/**
 * Fees divided in USD.   operator_j = (1 - omega - tau) R_j    validator_i = omega R D_i    treasury = the rest
 *
 * @param revenueUsd     R_j, [operators]
 * @param dividend       D_i, [validators]; where all are 0 the validators' share goes to the treasury
 * @param validatorShare omega, fraction
 * @param treasuryShare  tau, fraction; omega + tau at most 1
 * Source: docs/economy.md, "Settlement".
 */
export function payInUsd(
  revenueUsd: Float64Array,
  dividend: Float64Array,
  validatorShare: number,
  treasuryShare: number,
): Omit<Settled, "purchases"> {
  const revenue = sum(revenueUsd);
  const paidToValidators = sum(dividend) > 0 ? validatorShare * revenue : 0;
  // Shares that take all of it may leave less than nothing by rounding.
  const operatorShare = Math.max(0, 1 - validatorShare - treasuryShare);
  const operatorUsd = times(operatorShare, revenueUsd);
  return {
    operatorUsd,
    validatorUsd: times(paidToValidators, dividend),
    treasuryUsd: Math.max(0, revenue - sum(operatorUsd) - paidToValidators),
  };
}
