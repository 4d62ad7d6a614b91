import { normalizeSparseColumns, type SparseRows } from "../../core/matrix.ts";
import { dividends } from "../bonds.ts";
import { keptAsColumnU16 } from "../storage.ts";
import { instantBonds, instantShare, mixed } from "./columns.ts";
import type { BondInput, BondRule } from "./contract.ts";

/**
 * Classic bonds: each uid's bonds are shared out by active stake times weight, and remembered as shares.
 *
 *   B' = α dB + (1 - α) B, each column summing to 1;   B read with columns that sum to 1
 *
 * A validator without new bonds decays; a column that nobody scores keeps its shares.
 * Source: docs/yuma.md, equation 14.
 */
function classicBonds(input: BondInput): SparseRows {
  const { bonds, weights, activeStake, slack, alpha, sparse } = input;
  const now = instantBonds(weights, activeStake, slack);
  const before = normalizeSparseColumns(bonds, slack);
  // On the chain α holds in the first epoch too; it drops out of the shares, but for an α of 0, which buys nothing.
  const share = sparse && alpha === 0 ? 0 : instantShare(input);
  return normalizeSparseColumns(mixed(now, before, share), slack);
}

/** The chain's rule where Yuma 3 is off. */
export const classic: BondRule = { update: classicBonds, dividends, stored: keptAsColumnU16 };
