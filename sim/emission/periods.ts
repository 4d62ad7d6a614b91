import type { Era } from "./contract.ts";

/**
 * Sum over [from, to) of a rate that is constant within periods of one length, counted from 0.
 *
 *   sum over k of rate(k) x |[from, to) and [k length, (k + 1) length)|
 *
 * @param last first period from which the rate is 0 for good
 */
export function integratePeriods(
  from: number,
  to: number,
  length: number,
  last: number,
  rate: (period: number) => number,
): number {
  let total = 0;
  let at = from;
  for (let k = Math.floor(from / length); at < to && k < last; k++) {
    const end = Math.min(to, (k + 1) * length);
    total += rate(k) * (end - at);
    at = end;
  }
  return total;
}

/**
 * Eras of one length, in blocks; where it is no whole number, an era begins with the first block that starts in it.
 *
 * @param reward of an era; 0 once minting has ended for good
 */
export function eraByLength(lengthBlocks: number, reward: (era: number) => number): (block: number) => Era | undefined {
  // A boundary that is a whole block but for rounding is that block.
  const firstBlock = (era: number) => Math.ceil(era * lengthBlocks - 1e-6);
  return (block) => {
    let index = Math.floor(block / lengthBlocks);
    while (firstBlock(index + 1) <= block) index++;
    return reward(index) > 0 ? { index, end: firstBlock(index + 1) } : undefined;
  };
}

/** After this many halvings a float is 0: 2^-1075 underflows. */
export const LAST_ERA = 1075;

/**
 * Reward of an era in smallest parts of a token, as chains keep it: halved by shifting a whole number.
 *   floor(e0 parts / 2^era)
 */
export const shiftedParts = (firstParts: number, era: number): number => Math.floor(firstParts * 2 ** -era);
