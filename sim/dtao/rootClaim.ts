/** One in the fixed point with 32 fractional bits in which claims are kept. */
const ONE_Q32 = 2n ** 32n;
/** Least alpha that can be claimed, units. */
const LEAST_CLAIM = 500_000n;

/**
 * Alpha that a unit of TAO staked on root with a validator has earned so far in a subnet, after one more payment.
 *
 *   c' = c + paid / R        in 2^-32, cut
 *
 * @param rate  c: in 2^-32 units of alpha per unit of TAO, 0 or more
 * @param paid  units of alpha, 0 or more
 * @param stake R: units of TAO staked on root with the validator, more than 0
 * @throws RangeError when one is out of its bounds
 * Source: docs/dtao.md, equation 16.
 */
export function claimRate(rate: bigint, paid: bigint, stake: bigint): bigint {
  if (rate < 0n || paid < 0n || stake <= 0n)
    throw new RangeError(
      `claimRate: rate ${rate}, paid ${paid}, stake ${stake}; expected 0 or more, and stake above 0`,
    );
  return rate + (paid * ONE_Q32) / stake;
}

/**
 * What was claimed, after stake came or went: what is owed stays, so new stake has no part in what was earned before it.
 *
 *   claimed' = claimed + c change
 *
 * @param claimed units of alpha; below 0 where stake left with its earnings unclaimed
 * @param rate    c: as `claimRate` has it
 * @param change  units of TAO that came, below 0 that went
 * Source: docs/dtao.md, equation 16.
 */
export function claimedAfter(claimed: bigint, rate: bigint, change: bigint): bigint {
  const earned = (amount: bigint) => (rate * amount) / ONE_Q32;
  return change >= 0n ? claimed + earned(change) : claimed - earned(-change);
}

/**
 * Alpha that a staker on root may claim now.   owed = c R - claimed        0 below 500,000 units
 *
 * Claimed by the kind swap, the default, it is sold on the pool and the TAO is staked on root; by keep it is staked in the subnet.
 *
 * @param rate    c: as `claimRate` has it
 * @param stake   R: units of TAO of the staker
 * @param claimed units of alpha
 * @returns units of alpha
 * Source: docs/dtao.md, equation 16.
 */
export function owedToRoot(rate: bigint, stake: bigint, claimed: bigint): bigint {
  const owed = (rate * stake) / ONE_Q32 - claimed;
  return owed < LEAST_CLAIM ? 0n : owed;
}
