import { UNITS_PER_TOKEN } from "./blockEmission.ts";

/** Blocks in which the price of a subnet falls back to the last one paid, before the first halving: 14 days. */
const LOCK_REDUCTION_BLOCKS = 100_800;
/** Least price of a subnet, units of TAO: 1,000 TAO. */
const MIN_LOCK = 1_000_000_000_000n;

/** What was last paid for a subnet, and when. */
export interface LastLock {
  /** units of TAO */
  readonly lastLock: bigint;
  /** 0 before the first */
  readonly lastLockBlock: number;
}

/**
 * Price of a new subnet: twice the last one, falling in a straight line.
 *
 *   L(t) = max(min, 2 last - floor(last / interval) (t - t_last))        once instead of twice before the first subnet
 *
 * @param block             t, not before the last lock's
 * @param reductionInterval blocks in which the price falls by the last one; 0 for a price that does not fall
 * @param minLock           units of TAO
 * @returns units of TAO
 * @throws RangeError when an amount is negative, or a block no whole number or before the last lock's
 * Source: docs/dtao.md, equation 13.
 */
export function lockCost(
  { lastLock, lastLockBlock }: LastLock,
  block: number,
  reductionInterval = LOCK_REDUCTION_BLOCKS,
  minLock = MIN_LOCK,
): bigint {
  const whole = [lastLockBlock, block, reductionInterval].every((n) => Number.isSafeInteger(n) && n >= 0);
  if (!whole || block < lastLockBlock || lastLock < 0n || minLock < 0n)
    throw new RangeError(
      `lockCost: last ${lastLock} at block ${lastLockBlock}, least ${minLock}, now ${block}, interval ${reductionInterval}; ` +
        "expected whole numbers, 0 or more, and no block before the last lock's",
    );
  const fallPerBlock = reductionInterval > 0 ? lastLock / BigInt(reductionInterval) : 0n;
  const start = lastLockBlock === 0 ? lastLock : 2n * lastLock;
  const cost = start - fallPerBlock * BigInt(block - lastLockBlock);
  return cost > minLock ? cost : minLock;
}

/**
 * Blocks in which the price falls, shorter as TAO halves.   floor(interval e / 10^9)
 * @param emission e: units of TAO that a block mints
 * Source: docs/dtao.md, equation 13.
 */
export function lockReductionInterval(emission: number, interval = LOCK_REDUCTION_BLOCKS): number {
  return Math.floor((interval * emission) / UNITS_PER_TOKEN);
}
