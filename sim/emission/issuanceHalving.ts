import { mechanism } from "../core/slot.ts";
import { positiveTokens, tokensPerBlock } from "../units.ts";
import type { Emission, Era } from "./contract.ts";
import { LAST_ERA } from "./periods.ts";
import { partsPerToken, wholePartsFault } from "./shared.ts";

/**
 * Emission that halves when issuance reaches thresholds: what is left under the cap has halved once more.
 *
 *   n = floor(log2(1 / (1 - issuance/cap)))        e = e0 / 2^n, 0 once issuance >= cap
 *
 * A block's reward follows the issuance before it, so recycled tokens delay a halving. With `partsPerToken` the reward is
 * floor(e0 parts / 2^n) in whole parts and issuance is counted in them.
 * Source: docs/economy.md, "Emission"; opentensor/subtensor at 14bc6f9, coinbase/block_emission.rs.
 */
export const issuanceHalving = mechanism(
  "issuanceHalving",
  "Emission that halves when what is left under the cap has halved: n = floor(log2(1 / (1 - issuance/cap))), " +
    "e = e0 / 2^n, exact to the block; recycled tokens delay it. Source: docs/economy.md, Emission.",
  {
    tokensPerBlock: tokensPerBlock.describe("e0: tokens minted per block before the first threshold"),
    cap: positiveTokens.describe("issuance at which minting ends"),
    partsPerToken,
  },
  ({ tokensPerBlock, cap, partsPerToken }): Emission => ({
    mint: (from, to, { issuance, kept = 1 }) =>
      partsPerToken === undefined
        ? mintReal(to - from, issuance, tokensPerBlock, cap, kept)
        : mintParts(to - from, issuance, tokensPerBlock, cap, partsPerToken, kept),
    follows: "issuance",
    cap,
    era: (block, issuance) =>
      partsPerToken === undefined
        ? eraReal(block, issuance, tokensPerBlock, cap)
        : eraParts(block, issuance, tokensPerBlock, cap, partsPerToken),
  }),
  [],
  wholePartsFault,
);

/** Part of a block's tokens by which rounding may leave an issuance short of a threshold that it has reached. */
const ROUNDING = 1e-5;

/** The era that an issuance is in, its reward, and the blocks until it ends where the share `kept` of the reward is issued. */
function eraOf(
  issuance: number,
  first: number,
  cap: number,
  kept: number,
): { era: number; reward: number; blocks: number } {
  const toThreshold = (era: number) => cap - cap * 2 ** -(era + 1) - issuance;
  let era = 0;
  while (era < LAST_ERA && toThreshold(era) <= ROUNDING * first * 2 ** -era) era++;
  const reward = first * 2 ** -era;
  const blocks = Math.max(1, Math.ceil(toThreshold(era) / (reward * kept) - ROUNDING));
  return { era, reward, blocks: reward * kept > 0 ? blocks : Infinity };
}

function eraReal(block: number, issuance: number, first: number, cap: number): Era | undefined {
  if (issuance >= cap) return undefined;
  const { era, reward, blocks } = eraOf(issuance, first, cap, 1);
  return reward > 0 ? { index: era, end: block + blocks } : undefined;
}

function mintReal(blocks: number, issued: number, first: number, cap: number, kept: number): number {
  let issuance = issued;
  let minted = 0;
  let left = blocks;
  while (left > 0 && issuance < cap) {
    const { reward, blocks: inEra } = eraOf(issuance, first, cap, kept);
    const stretch = Math.min(left, inEra);
    minted += kept > 0 ? Math.min(stretch * reward, (cap - issuance) / kept) : stretch * reward;
    issuance = issued + kept * minted;
    left -= stretch;
  }
  return minted;
}

function eraParts(block: number, issued: number, first: number, cap: number, perToken: number): Era | undefined {
  const [firstParts, capParts] = [BigInt(Math.round(first * perToken)), BigInt(Math.round(cap * perToken))];
  const issuance = BigInt(Math.round(issued * perToken));
  const { era, reward, threshold } = eraInParts(issuance, capParts, firstParts);
  if (reward === 0n) return undefined;
  return { index: era, end: block + Number((threshold - issuance + reward - 1n) / reward) };
}

/** Integers beyond 2^53: 21 million tokens are 2.1e16 parts of 1e-9. A share of a block's parts is rounded once, in the end. */
function mintParts(blocks: number, issued: number, first: number, cap: number, perToken: number, kept: number): number {
  const [firstParts, capParts] = [BigInt(Math.round(first * perToken)), BigInt(Math.round(cap * perToken))];
  const opening = BigInt(Math.round(issued * perToken));
  let issuance = opening;
  let left = BigInt(blocks);
  let minted = 0n;
  while (left > 0n) {
    const { reward, threshold } = eraInParts(issuance, capParts, firstParts);
    if (reward === 0n) break;
    const toThreshold = dividedUp(threshold - issuance, reward, kept, left);
    const stretch = toThreshold < left ? toThreshold : left;
    // The last block mints no more than is left under the cap.
    const most = dividedUp(capParts - issuance, 1n, kept, stretch * reward);
    minted += most < stretch * reward ? most : stretch * reward;
    issuance = opening + (kept === 1 ? minted : BigInt(Math.round(kept * Number(minted))));
    left -= stretch;
  }
  return Number(minted) / perToken;
}

/** ceil(a / (b kept)), exact where all is kept; `most` at most where it is not. */
function dividedUp(a: bigint, b: bigint, kept: number, most: bigint): bigint {
  if (kept === 1) return (a + b - 1n) / b;
  return BigInt(Math.ceil(Math.min(Number(most), Number(a) / (Number(b) * kept))));
}

/**
 * Halvings passed, reward of a block and the issuance at which it next halves, in whole parts.
 *
 * @param issuance parts issued before the block; from `cap` on the reward is 0
 */
export function eraInParts(
  issuance: bigint,
  cap: bigint,
  first: bigint,
): { era: number; reward: bigint; threshold: bigint } {
  if (issuance >= cap) return { era: Infinity, reward: 0n, threshold: cap };
  let era = 0n;
  // Left of the cap times 2^(n + 1), compared with the cap, is exact; the chain's fixed point gives the same (2^-n fits its grid).
  while ((cap - issuance) << (era + 1n) <= cap) era++;
  const leftAtNext = cap >> (era + 1n);
  return { era: Number(era), reward: first >> era, threshold: cap - leftAtNext };
}
