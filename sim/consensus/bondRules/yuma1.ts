import { normalizeSparseColumns, type SparseRows } from "../../core/matrix.ts";
import { dividends } from "../bonds.ts";
import { keptAsU16 } from "../storage.ts";
import { instantBonds, instantShare, mixed } from "./columns.ts";
import type { BondInput, BondRule } from "./contract.ts";

/**
 * Yuma 1 bonds: bonds are mixed as they were kept, then each column is brought back to a sum of 1.
 *
 *   B' = α dB + (1 - α) B, each column summing to 1
 *
 * Classic bonds but for the reading: what a column lost since, such as the bonds of a validator that left, makes room
 * for instant bonds instead of for the other old ones.
 * Source: docs/yuma.md, equation 30.
 */
function yuma1Bonds(input: BondInput): SparseRows {
  const { bonds, weights, activeStake, slack } = input;
  const now = instantBonds(weights, activeStake, slack);
  return normalizeSparseColumns(mixed(now, bonds, instantShare(input)), slack);
}

export const yuma1: BondRule = { update: yuma1Bonds, dividends, stored: keptAsU16 };
