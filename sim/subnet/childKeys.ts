import { floats } from "../core/arrays.ts";
import { checkTake } from "./take.ts";

/** Stake of a key: in the subnet's token and on root, tokens. */
export interface KeyStake {
  readonly alpha: number;
  readonly root: number;
}

/** A key that lets a child key validate with a part of its stake. */
export interface Parent extends KeyStake {
  /** fraction of its stake that counts for the child */
  readonly proportion: number;
  /** owned by the same coldkey as the child, which then takes nothing */
  readonly sameOwner: boolean;
}

/** The key that validates. */
export interface Child extends KeyStake {
  /** fraction of its stake that it gives to children of its own */
  readonly given: number;
  /** fraction that it keeps of what parents of other owners earn */
  readonly take: number;
}

/**
 * A child key's dividend, divided by whose stake earned it. Of a parent under another owner the child keeps its take.
 *
 *   c_p = proportion_p (alpha_p + w root_p),  c = (1 - given) (alpha + w root),  d_p = d c_p / (c + sum c_p)
 *   parent p gets d_p (1 - take [other owner]);  the child the rest
 *
 * Without any stake behind it the child gets all.
 *
 * @param dividend  d, in any unit
 * @param taoWeight w
 * @returns what the child gets, and each parent; their sum is d
 * @throws RangeError for a take outside 0..18 percent
 * Source: opentensor/subtensor at 14bc6f9, pallets/subtensor/src/coinbase/run_coinbase.rs,
 * get_parent_child_dividends_distribution.
 */
export function splitWithParents(
  dividend: number,
  child: Child,
  parents: readonly Parent[],
  taoWeight: number,
): { readonly child: number; readonly parents: Float64Array } {
  checkTake("splitWithParents", child.take);
  const weighed = ({ alpha, root }: KeyStake) => alpha + taoWeight * root;
  const contributions = parents.map((parent) => parent.proportion * weighed(parent));
  const total = contributions.reduce((all, one) => all + one, (1 - child.given) * weighed(child));
  if (!(total > 0)) return { child: dividend, parents: floats(parents.length) };
  const paid = Float64Array.from(parents, ({ sameOwner }, p) => {
    const earned = dividend * (contributions[p]! / total);
    return sameOwner ? earned : earned - child.take * earned;
  });
  return { child: paid.reduce((rest, amount) => rest - amount, dividend), parents: paid };
}
