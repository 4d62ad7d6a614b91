import { mechanism } from "../core/slot.ts";
import { count, tokensPerBlock } from "../units.ts";
import type { Emission } from "./contract.ts";
import { eraByLength, integratePeriods, LAST_ERA, shiftedParts } from "./periods.ts";
import { partsPerToken, wholePartsFault } from "./shared.ts";

/**
 * Emission that halves at fixed block heights.   e(b) = e0 / 2^floor(b / h)
 *
 * With `partsPerToken` the reward is a whole number of smallest parts, shifted right once an era, as Bitcoin's subsidy is;
 * totals are then exact up to 2^53 parts. Source: docs/economy.md, "Emission".
 */
export const heightHalving = mechanism(
  "heightHalving",
  "Emission that halves at fixed block heights: e(b) = e0 / 2^floor(b / h), exact where an epoch straddles a halving. " +
    "Source: docs/economy.md, Emission.",
  {
    tokensPerBlock: tokensPerBlock.describe("e0: tokens minted per block before the first halving"),
    intervalBlocks: count.describe("h: blocks between halvings"),
    partsPerToken,
  },
  ({ tokensPerBlock, intervalBlocks, partsPerToken }): Emission => {
    if (partsPerToken === undefined) {
      const reward = (era: number) => tokensPerBlock * 2 ** -era;
      return {
        mint: (from, to) => integratePeriods(from, to, intervalBlocks, LAST_ERA, reward),
        follows: "time",
        cap: 2 * tokensPerBlock * intervalBlocks,
        era: eraByLength(intervalBlocks, reward),
      };
    }
    const firstParts = Math.round(tokensPerBlock * partsPerToken);
    const reward = (era: number) => shiftedParts(firstParts, era);
    const mint = (from: number, to: number) =>
      integratePeriods(from, to, intervalBlocks, LAST_ERA, reward) / partsPerToken;
    return {
      mint,
      follows: "time",
      cap: mint(0, intervalBlocks * LAST_ERA),
      era: eraByLength(intervalBlocks, reward),
    };
  },
  [],
  wholePartsFault,
);
