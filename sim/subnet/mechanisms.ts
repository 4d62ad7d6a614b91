import { floats } from "../core/arrays.ts";
import { sum } from "../core/matrix.ts";
import type { ConsensusResult } from "../consensus/contract.ts";

const U16_MAX = 65_535;

/**
 * An amount of whole units, divided among the mechanisms of a subnet; what rounding leaves goes to mechanism 0.
 *
 *   a_m = floor(a u_m / 65535), or floor(a / mechanisms) where no shares are set;   a_0 += max(0, a - sum a_m)
 *
 * That shares sum to 65535 is checked when an owner sets them, not here.
 *
 * @param amount     a, whole units
 * @param shares     u, in 1/65535, of the first mechanisms; others get 0. null for equal parts
 * @param mechanisms number of them
 * @returns [mechanisms] whole units
 * @throws RangeError for an amount that is not whole, or no mechanism
 * Source: opentensor/subtensor at 14bc6f9, pallets/subtensor/src/subnets/mechanism.rs, split_emissions.
 */
export function splitAmount(amount: number, shares: readonly number[] | null, mechanisms: number): number[] {
  if (!Number.isSafeInteger(amount) || amount < 0)
    throw new RangeError(`splitAmount: amount is ${amount}; expected whole units, 0 or more`);
  if (!Number.isSafeInteger(mechanisms) || mechanisms < 1)
    throw new RangeError(`splitAmount: ${mechanisms} mechanisms; expected a whole number, 1 or more`);
  // Products of an amount and a share can exceed 2^53.
  const part = (share: number) => Number((BigInt(amount) * BigInt(share)) / BigInt(U16_MAX));
  const parts = Array.from({ length: mechanisms }, (_, m) =>
    shares ? part(shares[m] ?? 0) : Math.floor(amount / mechanisms),
  );
  parts[0]! += Math.max(0, amount - sum(parts));
  return parts;
}

/** What several mechanisms say together; all over the n uids. */
export interface CombinedResult extends Pick<
  ConsensusResult,
  "active" | "stakeShare" | "permits" | "consensusWeight" | "validatorTrust"
> {
  /** I: each mechanism's, averaged; sums to less than 1 where a mechanism found no miner */
  readonly incentive: Float64Array;
  /** D: each mechanism's, averaged */
  readonly dividend: Float64Array;
  /** parts of what the subnet hands out that uids get as miners and as validators; together they sum to 1 at most */
  readonly server: Float64Array;
  readonly validator: Float64Array;
  /** shares of validators' pay, the fallback's included; sums to 1 or 0 */
  readonly validatorShares: Float64Array;
}

/**
 * The subnet's result from its mechanisms': emissions add up, scores are averaged with the mechanisms' shares as weights, and a
 * uid is active or permitted if any mechanism says so.
 *
 *   server_i = sum_m f_m I_mi / s_m        validator_i = sum_m f_m D_mi / s_m        s_m = [sum I_m > 0] + [sum D_m > 0]
 *
 * A mechanism without incentive or dividends pays validators by its fallback's shares instead.
 *
 * @param results one a mechanism
 * @param shares  f, fractions that sum to 1
 * @throws RangeError when there are not as many shares as results, or none
 * Source: opentensor/subtensor at 14bc6f9, pallets/subtensor/src/subnets/mechanism.rs, epoch_with_mechanisms.
 */
export function combineMechanisms(results: readonly ConsensusResult[], shares: readonly number[]): CombinedResult {
  if (results.length === 0 || results.length !== shares.length)
    throw new RangeError(
      `combineMechanisms: ${results.length} results, ${shares.length} shares; expected one share a result, and at least one`,
    );
  const n = results[0]!.incentive.length;
  const total = (values: (result: ConsensusResult, m: number) => Float64Array, weights: readonly number[]) => {
    const added = floats(n);
    results.forEach((result, m) => values(result, m).forEach((value, i) => (added[i]! += weights[m]! * value)));
    return added;
  };
  const either = (flags: (result: ConsensusResult) => Uint8Array) =>
    Uint8Array.from({ length: n }, (_, i) => (results.some((result) => flags(result)[i] === 1) ? 1 : 0));

  const parts = results.map((result, m) => partsOf(result, shares[m]!));
  const toValidators = parts.map(({ validator }) => validator);
  const all = sum(toValidators);
  const paid = ({ fallback, dividend }: ConsensusResult) => fallback?.shares ?? dividend;
  return {
    active: either(({ active }) => active),
    permits: either(({ permits }) => permits),
    stakeShare: total(({ stakeShare }) => stakeShare, shares),
    consensusWeight: total(({ consensusWeight }) => consensusWeight, shares),
    validatorTrust: total(({ validatorTrust }) => validatorTrust, shares),
    incentive: total(({ incentive }) => incentive, shares),
    dividend: total(({ dividend }) => dividend, shares),
    server: total(
      ({ incentive }) => incentive,
      parts.map(({ server }) => server),
    ),
    validator: total(paid, toValidators),
    validatorShares: total(
      paid,
      toValidators.map((part) => (all > 0 ? part / all : 0)),
    ),
  };
}

/** How much of a mechanism's share goes to miners and to validators: half each where there are both. */
function partsOf({ incentive, dividend, fallback }: ConsensusResult, share: number) {
  if (fallback) return { server: 0, validator: sum(fallback.shares) > 0 ? share : 0 };
  const [miners, validators] = [sum(incentive) > 0 ? 1 : 0, sum(dividend) > 0 ? 1 : 0];
  return { server: (share * miners) / (miners + validators), validator: (share * validators) / (miners + validators) };
}
