import { mechanism } from "../core/slot.ts";
import { count, tokensPerBlock } from "../units.ts";
import type { Emission } from "./contract.ts";

/**
 * Emission that halves at fixed block heights.   e(b) = e0 / 2^floor(b / h)
 * Source: docs/economy.md, "Emission".
 */
export const heightHalving = mechanism(
  "heightHalving",
  "Emission that halves at fixed block heights: e(b) = e0 / 2^floor(b / h), exact where an epoch straddles a halving. " +
    "Source: docs/economy.md, Emission.",
  {
    tokensPerBlock: tokensPerBlock.describe("e0: tokens minted per block before the first halving"),
    intervalBlocks: count.describe("h: blocks between halvings"),
  },
  ({ tokensPerBlock, intervalBlocks }): Emission => ({
    mint: (from, to) => integrateEras(from, to, intervalBlocks, (era) => tokensPerBlock * 2 ** -era),
  }),
);

/** After this many halvings a float is 0: 2^-1075 underflows. */
const LAST_ERA = 1075;

/** Sum over blocks [from, to) of a rate that is constant within eras of `length` blocks. */
function integrateEras(from: number, to: number, length: number, rate: (era: number) => number): number {
  let total = 0;
  let block = from;
  for (let era = Math.floor(from / length); block < to && era < LAST_ERA; era++) {
    const end = Math.min(to, (era + 1) * length);
    total += rate(era) * (end - block);
    block = end;
  }
  return total;
}
