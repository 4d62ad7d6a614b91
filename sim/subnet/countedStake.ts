import { floats } from "../core/arrays.ts";
import { sameLength } from "../core/check.ts";
import type { Vec } from "../core/matrix.ts";

/** Part of a parent key's stake that counts for a child key instead. */
export interface Delegation {
  readonly parent: number;
  readonly child: number;
  /** fraction of the parent's stake */
  readonly proportion: number;
}

/** A parent may give away all of its stake, up to rounding of the proportions' sum. */
const MOST_GIVEN = 1 + 1e-12;

/**
 * Stake after delegation: minus what is given to children, plus what comes from parents. Given is a part of one's own stake,
 * never of what one received.
 *
 *   S'_i = S_i (1 - sum_c p_ic) + sum_p S_p p_pi
 *
 * @param stake       [keys] of one kind, tokens
 * @param delegations between keys, by index
 * @throws RangeError for a key that is not there, a key as its own child, a proportion outside 0..1, or more than all given
 * Source: opentensor/subtensor at 14bc6f9, pallets/subtensor/src/staking/stake_utils.rs,
 * get_inherited_for_hotkey_on_subnet.
 */
export function afterDelegation(stake: Vec, delegations: readonly Delegation[]): Float64Array {
  const given = floats(stake.length);
  const counted = Float64Array.from(stake);
  for (const { parent, child, proportion } of delegations) {
    if (stake[parent] === undefined || stake[child] === undefined || parent === child)
      throw new RangeError(
        `afterDelegation: key ${parent} gives to ${child}; expected two keys from 0 to ${stake.length - 1}`,
      );
    if (!(proportion >= 0 && proportion <= 1))
      throw new RangeError(`afterDelegation: key ${parent} gives ${proportion}; expected a fraction from 0 to 1`);
    given[parent]! += proportion;
    if (given[parent]! > MOST_GIVEN)
      throw new RangeError(`afterDelegation: key ${parent} gives ${given[parent]!} of its stake; expected at most 1`);
    counted[parent]! -= proportion * stake[parent]!;
    counted[child]! += proportion * stake[parent]!;
  }
  return counted.map((tokens) => Math.max(0, tokens)); // a parent that gives all keeps a rounding error
}

/**
 * Stake that counts in consensus: a subnet's own tokens, and root's at a weight, each after delegation.
 *
 *   S_i = alpha'_i + w root'_i
 *
 * @param alpha     [keys] stake in the subnet's token
 * @param root      [keys] stake on root
 * @param taoWeight w; 0.18 on the network modelled
 * @throws RangeError when alpha and root disagree on the number of keys, or as `afterDelegation`
 * Source: opentensor/subtensor at 14bc6f9, pallets/subtensor/src/staking/stake_utils.rs,
 * get_stake_weights_for_network.
 */
export function countedStake(
  alpha: Vec,
  root: Vec,
  taoWeight: number,
  delegations: readonly Delegation[] = [],
): Float64Array {
  sameLength("countedStake", alpha, "alpha", root, "root");
  const rootCounted = afterDelegation(root, delegations);
  return afterDelegation(alpha, delegations).map((tokens, i) => tokens + taoWeight * rootCounted[i]!);
}
