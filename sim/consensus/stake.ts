import { normalize, type Vec } from "../core/matrix.ts";

/**
 * Uids that set weights recently enough.   active_i  <=>  last_i + c >= t
 * @param cutoff c in blocks; a uid exactly c blocks old is still active
 * Source: docs/yuma.md, equation 1.
 */
export function activity(lastUpdate: Vec, block: number, cutoff: number): Uint8Array {
  return Uint8Array.from(lastUpdate, (last) => (last + cutoff >= block ? 1 : 0));
}

/** Resolution of a share of stake on the chain; less than this of the total is dust. */
export const SHARE_STEP = 2 ** -32;

/**
 * Share of the stake that counts.   s_i = S_i / sum S  over those at the threshold or above, and the owner
 * Dust (below 2^-32 of the total) becomes 0, as on the chain. All zero stays all zero.
 * Source: docs/yuma.md, equation 2.
 */
export function stakeShares(stake: Vec, threshold: number, ownerUid: number | null): Float64Array {
  const counted = Float64Array.from(stake, (s, i) => (s >= threshold || i === ownerUid ? s : 0));
  return normalize(counted).map((share) => (share < SHARE_STEP ? 0 : share));
}

/**
 * Share of the stake of those who are active and hold a permit.   a_i = s_i [active_i and permit_i] / sum
 * Source: docs/yuma.md, equation 4.
 */
export function activeShares(shares: Vec, active: ArrayLike<number>, permits: ArrayLike<number>): Float64Array {
  return normalize(Float64Array.from(shares, (s, i) => (active[i] && permits[i] ? s : 0)));
}
