import { bytes } from "../core/arrays.ts";
import type { Vec } from "../core/matrix.ts";
import { SHARE_STEP } from "./stake.ts";

/**
 * Permits for the next epoch: the `most` largest non-zero shares of stake, and the owner.
 *
 * Shares are compared on the chain's grid of 2^-32, so that equal stakes are equal whatever the rounding; among equals
 * the higher uid wins.
 *
 * @param shares [n] s_i
 * @returns [n] 1 where the uid may set weights from the next epoch on
 * Source: docs/yuma.md, equation 3.
 */
export function nextPermits(shares: Vec, most: number, ownerUid: number | null): Uint8Array {
  const onGrid = (uid: number) => Math.floor(shares[uid]! / SHARE_STEP);
  const staked: number[] = [];
  for (let uid = 0; uid < shares.length; uid++) if (shares[uid]! > 0 && onGrid(uid) > 0) staked.push(uid);
  staked.sort((a, b) => onGrid(b) - onGrid(a) || b - a);
  const permits = bytes(shares.length);
  for (const uid of staked.slice(0, most)) permits[uid] = 1;
  return withOwner(permits, ownerUid);
}

/** The owner always holds a permit: both now and next epoch. */
export function withOwner(permits: ArrayLike<number>, ownerUid: number | null): Uint8Array {
  const held = bytes(permits.length);
  for (let uid = 0; uid < held.length; uid++) if (permits[uid] === 1 || uid === ownerUid) held[uid] = 1;
  return held;
}
