/** One in the binary fixed point with 32 fractional bits in which the decay factor is found. */
const ONE_Q32 = 2n ** 32n;

/** How the price of a registration moves. Prices are whole numbers of the smallest part of a token. */
export interface PriceRule {
  /** f: a block multiplies the price by it, fraction */
  readonly decayFactor: number;
  /** a registration multiplies the price by it at once; below 1 it counts as 1 */
  readonly multiplier: number;
  /** bounds of the price, tokens */
  readonly min: number;
  readonly max: number;
  /** smallest parts in a token: 1e9 on the chain; 1 where prices are given in parts */
  readonly partsPerToken: number;
}

/**
 * Decay of a block in units of 2^-32: the largest q whose power, truncated at each step as the chain does, is at most a half.
 *
 *   f = q / 2^32 with f^h = 1/2, rounded down
 *
 * @param halfLifeBlocks h: whole blocks; 0 for a price that does not decay
 * @throws RangeError when the half-life is no whole number of blocks
 * Source: docs/economy.md, "Registration".
 */
export function decayFactorQ32(halfLifeBlocks: number): number {
  if (!Number.isSafeInteger(halfLifeBlocks) || halfLifeBlocks < 0)
    throw new RangeError(`decayFactorQ32: half-life is ${halfLifeBlocks}; expected whole blocks, 0 or more`);
  if (halfLifeBlocks === 0) return Number(ONE_Q32);
  let low = 0n;
  let high = ONE_Q32;
  while (low + 1n < high) {
    const middle = (low + high) / 2n;
    if (powerQ32(middle, halfLifeBlocks) > ONE_Q32 / 2n) high = middle;
    else low = middle;
  }
  return Number(low);
}

/** base^exponent by squaring, every product cut to 32 fractional bits. */
function powerQ32(base: bigint, exponent: number): bigint {
  let power = ONE_Q32;
  let square = base;
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) power = (power * square) / ONE_Q32;
    square = (square * square) / ONE_Q32;
  }
  return power;
}

/**
 * Price after some blocks without a registration: each cuts f P to a whole part and to the bounds.
 *
 * @param price  tokens
 * @param blocks 0 or more
 * @returns tokens
 * Source: docs/economy.md, "Registration". A float product may miss the chain's by one part.
 */
export function priceAfterBlocks(rule: PriceRule, price: number, blocks: number): number {
  let parts = partsOf(rule, price);
  for (let block = 0; block < blocks; block++) {
    const next = within(rule, Math.floor(parts * rule.decayFactor));
    if (next === parts) break; // at the lower bound, or too small to lose a part
    parts = next;
  }
  return parts / rule.partsPerToken;
}

/** Price after one registration, in the same way: m P, cut to a whole part and to the bounds. */
export function priceAfterRegistration(rule: PriceRule, price: number): number {
  const parts = Math.floor(partsOf(rule, price) * Math.max(1, rule.multiplier));
  return within(rule, parts) / rule.partsPerToken;
}

/** A price is a whole number of parts already; rounding only takes away the error of its division. */
const partsOf = ({ partsPerToken }: PriceRule, price: number) => Math.round(price * partsPerToken);

function within(rule: PriceRule, parts: number): number {
  return Math.min(partsOf(rule, rule.max), Math.max(partsOf(rule, rule.min), parts));
}
