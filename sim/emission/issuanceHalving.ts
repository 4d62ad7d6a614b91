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
    mint: (from, to, { issuance }) =>
      partsPerToken === undefined
        ? mintReal(to - from, issuance, tokensPerBlock, cap)
        : mintParts(to - from, issuance, tokensPerBlock, cap, partsPerToken),
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

/** Halvings passed at an issuance: the largest n with cap - issuance <= cap / 2^n. */
function erasPassed(issuance: number, cap: number): number {
  let era = 0;
  while (era < LAST_ERA && cap - issuance <= cap * 2 ** -(era + 1)) era++;
  return era;
}

/** The era that an issuance is in, its reward, and the blocks until it ends. */
function eraOf(issuance: number, first: number, cap: number): { era: number; reward: number; blocks: number } {
  const era = erasPassed(issuance, cap);
  const reward = first * 2 ** -era;
  const toThreshold = cap - cap * 2 ** -(era + 1) - issuance;
  return { era, reward, blocks: reward > 0 ? Math.max(1, Math.ceil(toThreshold / reward)) : Infinity };
}

function eraReal(block: number, issuance: number, first: number, cap: number): Era | undefined {
  if (issuance >= cap) return undefined;
  const { era, reward, blocks } = eraOf(issuance, first, cap);
  return reward > 0 ? { index: era, end: block + blocks } : undefined;
}

function mintReal(blocks: number, issued: number, first: number, cap: number): number {
  let issuance = issued;
  let minted = 0;
  let left = blocks;
  while (left > 0 && issuance < cap) {
    const { reward, blocks: inEra } = eraOf(issuance, first, cap);
    const stretch = Math.min(left, inEra);
    minted += Math.min(stretch * reward, cap - issuance);
    issuance = issued + minted;
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

/** Integers beyond 2^53: 21 million tokens are 2.1e16 parts of 1e-9. */
function mintParts(blocks: number, issued: number, first: number, cap: number, perToken: number): number {
  const [firstParts, capParts] = [BigInt(Math.round(first * perToken)), BigInt(Math.round(cap * perToken))];
  let issuance = BigInt(Math.round(issued * perToken));
  let left = BigInt(blocks);
  let minted = 0n;
  while (left > 0n) {
    const { reward, threshold } = eraInParts(issuance, capParts, firstParts);
    if (reward === 0n) break;
    const toThreshold = (threshold - issuance + reward - 1n) / reward;
    const stretch = toThreshold < left ? toThreshold : left;
    issuance += stretch * reward;
    minted += stretch * reward;
    left -= stretch;
  }
  return Number(minted) / perToken;
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
