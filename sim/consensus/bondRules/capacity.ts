import { mergeRows, normalizeSparseColumns, type SparseRows } from "../../core/matrix.ts";
import { dividends } from "../bonds.ts";
import type { BondInput, BondRule, Capacity } from "./contract.ts";

/** Both rates of the simulator that the rule comes from. */
export const DEFAULT_CAPACITY: Capacity = { purchaseRate: 0.1, decayRate: 0.1 };

/**
 * Bonds by capacity (Yuma 2c): stake gives each validator room for bonds on each miner, which weights fill and time empties.
 *
 *   B'_ij = min( a_i, (1 - δ) B_ij + min(ρ a_i, max(0, a_i - B_ij)) Wb_ij )
 *
 * ρ is the purchase rate, δ the decay rate. Bonds are shares of the capacity of all stake; a validator whose stake falls
 * keeps no more than its new capacity.
 * Source: docs/yuma.md, equation 32.
 */
function capacityBonds({ bonds, weights, activeStake, capacity: { purchaseRate, decayRate } }: BondInput): SparseRows {
  return mergeRows(weights, bonds, (weight, bond, i) => {
    const room = activeStake[i]!;
    const bought = Math.min(purchaseRate * room, Math.max(0, room - bond)) * weight;
    return Math.min(room, (1 - decayRate) * bond + bought);
  });
}

/** Capacity is counted in units of 2^-64 where the rule comes from, finer than a float: nothing is lost in storage. */
export const capacity: BondRule = {
  update: capacityBonds,
  // Counted in those units a column's sum dwarfs any slack, so there is none.
  dividends: (bonds, incentive, slack) => dividends(normalizeSparseColumns(bonds), incentive, slack),
  stored: (bonds) => bonds,
};
