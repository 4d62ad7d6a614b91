import { bytes, floats } from "../core/arrays.ts";
import { normalized, type Vec } from "../core/matrix.ts";

/**
 * Uids that set weights recently enough.   active_i  <=>  last_i + c >= t
 * @param cutoff c in blocks; a uid exactly c blocks old is still active
 * Source: docs/yuma.md, equation 1.
 */
export function activity(lastUpdate: Vec, block: number, cutoff: number): Uint8Array {
  const active = bytes(lastUpdate.length);
  for (let i = 0; i < active.length; i++) if (lastUpdate[i]! + cutoff >= block) active[i] = 1;
  return active;
}

/** Resolution of a share of stake on the chain; less than this of the total is dust. */
export const SHARE_STEP = 2 ** -32;

/**
 * Share of the stake that counts.   s_i = S_i / sum S  over those at the threshold or above, and the owner
 * Dust (on the chain below 2^-32 of the total) becomes 0. All zero stays all zero.
 * Source: docs/yuma.md, equation 2.
 */
export function stakeShares(stake: Vec, threshold: number, ownerUid: number | null, dust = SHARE_STEP): Float64Array {
  const shares = floats(stake.length);
  for (let i = 0; i < shares.length; i++) if (stake[i]! >= threshold || i === ownerUid) shares[i] = stake[i]!;
  normalized(shares);
  for (let i = 0; i < shares.length; i++) if (shares[i]! < dust) shares[i] = 0;
  return shares;
}

/**
 * Share of the stake of those who are active and hold a permit.   a_i = s_i [active_i and permit_i] / sum
 * Source: docs/yuma.md, equation 4.
 */
export function activeShares(shares: Vec, active: ArrayLike<number>, permits: ArrayLike<number>): Float64Array {
  const those = floats(shares.length);
  for (let i = 0; i < those.length; i++) if (active[i] && permits[i]) those[i] = shares[i]!;
  return normalized(those);
}
