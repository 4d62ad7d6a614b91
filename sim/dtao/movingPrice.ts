/** How the average follows the price. */
export interface MovingPriceRule {
  /** m: weight of a block once the subnet is old, fraction */
  readonly movingAlpha: number;
  /** h: blocks after the start at which the weight is half of that */
  readonly halvingBlocks: number;
}

/** Most that a spot price counts, TAO per alpha. */
const MOST_SPOT = 1;

/**
 * Average of a subnet's price after one more block.
 *
 *   p' = a min(P, 1) + (1 - a) p        a = m b / (b + h)
 *
 * @param average p, TAO per alpha
 * @param spot    P, TAO per alpha, 0 or more
 * @param blocks  b: blocks since the subnet started, 0 or more
 * @throws RangeError when a price or the blocks are negative or no number
 * Source: docs/dtao.md, equation 2.
 */
export function movingPrice(
  { movingAlpha, halvingBlocks }: MovingPriceRule,
  average: number,
  spot: number,
  blocks: number,
): number {
  if (!(average >= 0 && spot >= 0 && blocks >= 0))
    throw new RangeError(
      `movingPrice: average ${average}, spot ${spot} TAO per alpha after ${blocks} blocks; expected 0 or more of each`,
    );
  const weight = blocks > 0 ? (movingAlpha * blocks) / (blocks + halvingBlocks) : 0;
  return weight * Math.min(spot, MOST_SPOT) + (1 - weight) * average;
}
