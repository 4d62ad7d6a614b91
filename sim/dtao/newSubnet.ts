/** What a new subnet's pool holds, units; equal weights. */
export interface OpeningReserves {
  readonly tao: bigint;
  readonly alpha: bigint;
}

/**
 * The pool of a new subnet: what was paid for it, and alpha at the middle of the others' prices. Its owner gets no alpha.
 *
 *   y = L        x = floor(L / median P), L / 1 where there is no other subnet
 *
 * @param lock   L: price that was paid for the subnet, units of TAO, more than 0
 * @param prices [subnets] P: spot prices of those there are, TAO per alpha, more than 0; of an even number the mean of the middle two
 * @throws RangeError when the lock or a price is not above 0
 * Source: docs/dtao.md, equation 15.
 */
export function openingReserves(lock: bigint, prices: readonly number[]): OpeningReserves {
  if (lock <= 0n || !prices.every((price) => price > 0 && price < Infinity))
    throw new RangeError(
      `openingReserves: lock ${lock}, prices ${prices.join(", ")}; expected a lock and prices above 0`,
    );
  return { tao: lock, alpha: BigInt(Math.floor(Number(lock) / medianOf(prices))) };
}

function medianOf(prices: readonly number[]): number {
  if (prices.length === 0) return 1;
  const sorted = prices.toSorted((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
}
