import { normalize, type Vec } from "../core/matrix.ts";
import { CHAIN_EXPONENT } from "./bondRules/liquidAlpha.ts";
import { SHARE_STEP } from "./stake.ts";
import { fromU16, toU16 } from "./storage.ts";

/** Where the network and public simulators of it divide, round and forget differently. */
export interface Arithmetic {
  /** added to a sum before dividing by it: rows of weights, columns of bonds, dividends */
  readonly slack: number;
  /** share of stake below which it does not count */
  readonly dust: number;
  /** consensus is found from the top, divided by its sum and put on the grid of u16 */
  readonly onGrid: boolean;
  /** pairs without consensus vanish, and under liquid alpha those no longer listed; otherwise every pair stays */
  readonly sparse: boolean;
  /** liquid alpha holds in the first epoch already */
  readonly liquidAtOnce: boolean;
  /** where the exponent of liquid alpha is cut, on either side of 0 */
  readonly mostExponent: number;
}

/** Source: docs/yuma.md, equations 37 and 38. */
export const arithmetics: Readonly<Record<"chain" | "peer", Arithmetic>> = {
  chain: { slack: 0, dust: SHARE_STEP, onGrid: false, sparse: true, liquidAtOnce: true, mostExponent: CHAIN_EXPONENT },
  peer: { slack: 1e-6, dust: 0, onGrid: true, sparse: false, liquidAtOnce: false, mostExponent: Infinity },
};

/**
 * Consensus as shares of its sum, on the grid of u16.   C'_j = floor(65535 C_j / sum C) / 65535
 * All zero stays all zero.
 * Source: docs/yuma.md, equation 38.
 */
export function consensusOnGrid(consensus: Vec): Float64Array {
  return normalize(consensus).map((share) => fromU16(toU16(share)));
}
