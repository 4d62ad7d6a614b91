import type { SparseRows } from "../../core/matrix.ts";
import { dividends } from "../bonds.ts";
import { keptAsU16 } from "../storage.ts";
import { instantBonds, instantShare, mixed } from "./columns.ts";
import type { BondInput, BondRule } from "./contract.ts";

/**
 * Yuma 2 bonds: a moving average that is never brought back to a sum of 1.
 *
 *   B' = α dB + (1 - α) B
 *
 * A new miner's column starts near 0 and fills over the epochs, so its validators earn little at first.
 * Source: docs/yuma.md, equation 31.
 */
function yuma2Bonds(input: BondInput): SparseRows {
  return mixed(instantBonds(input.weights, input.activeStake), input.bonds, instantShare(input));
}

export const yuma2: BondRule = { update: yuma2Bonds, dividends, stored: keptAsU16 };
