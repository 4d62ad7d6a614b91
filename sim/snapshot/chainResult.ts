import { liquidAlpha } from "../consensus/bondRules/liquidAlpha.ts";
import { bondsOnKnownUids } from "../consensus/bonds.ts";
import { bondWeights, clipWeights } from "../consensus/clip.ts";
import { weightsThatCount } from "../consensus/masks.ts";
import { toU16 } from "../consensus/storage.ts";
import { filterRows } from "../core/keep.ts";
import { columnSums, pairsOf, type SparseRows, type Vec } from "../core/matrix.ts";
import type { ChainOutcome } from "./chain.ts";
import type { Pairs } from "./fields.ts";

/** One epoch in full, under the names that the chain's test vectors use. Vectors are [n], matrices sparse rows. */
export interface ChainResult {
  readonly label?: string;
  readonly block: number;
  readonly active: readonly boolean[];
  /** s */
  readonly stake_norm: readonly number[];
  /** a */
  readonly active_stake: readonly number[];
  /** permits of the next epoch */
  readonly permits_out: readonly boolean[];
  /** W */
  readonly weights_norm: Pairs;
  /** C */
  readonly consensus: readonly number[];
  /** min(W, C) */
  readonly clipped_weights: Pairs;
  readonly validator_trust: readonly number[];
  /** sum_i a_i W_ij */
  readonly prerank: readonly number[];
  /** R */
  readonly rank_unnormalised: readonly number[];
  readonly incentive: readonly number[];
  readonly dividends: readonly number[];
  /** B' before storage */
  readonly ema_bonds: Pairs;
  /** [n][n], dense; only where liquid alpha was used */
  readonly liquid_alpha?: readonly (readonly number[])[];
  readonly bonds_out_u16: Pairs;
  /** units, floored */
  readonly server_emission: readonly number[];
  readonly validator_emission: readonly number[];
  readonly combined_emission: readonly number[];
  readonly zero_emission_fallback: "active_stake" | "stake" | null;
  /** u16 as the chain stores them */
  readonly stored_u16: Readonly<
    Record<"stake_weight" | "consensus" | "incentive" | "dividends" | "validator_trust", readonly number[]>
  >;
}

/** Source: docs/yuma.md, equation by equation. */
export function chainResult(outcome: ChainOutcome, label?: string): ChainResult {
  const { input, epoch, emaBonds, bondsOut, paid } = outcome;
  const weights = weightsThatCount(input);
  const alphas = liquidAlphas(outcome, weights);
  return {
    ...(label !== undefined && { label }),
    block: input.block,
    active: Array.from(epoch.active, Boolean),
    stake_norm: Array.from(epoch.stakeShare),
    active_stake: Array.from(epoch.activeStake),
    permits_out: Array.from(epoch.permits, Boolean),
    weights_norm: pairsOf(weights),
    consensus: Array.from(epoch.consensusWeight),
    clipped_weights: pairsOf(clipWeights(weights, epoch.consensusWeight)),
    validator_trust: Array.from(epoch.validatorTrust),
    prerank: Array.from(columnSums(weights, epoch.activeStake)),
    rank_unnormalised: Array.from(epoch.rank),
    incentive: Array.from(epoch.incentive),
    dividends: Array.from(epoch.dividend),
    ema_bonds: held(emaBonds),
    ...(alphas && { liquid_alpha: alphas }),
    bonds_out_u16: held(bondsOut),
    server_emission: floored(paid.server),
    validator_emission: floored(paid.validator),
    combined_emission: floored(paid.combined),
    zero_emission_fallback: fallbackName(epoch.fallback),
    stored_u16: {
      stake_weight: stored(epoch.stakeShare),
      consensus: stored(epoch.consensusWeight),
      incentive: stored(epoch.incentive),
      dividends: stored(epoch.dividend),
      validator_trust: stored(epoch.validatorTrust),
    },
  };
}

const floored = (units: Vec) => Array.from(units, Math.floor);
const stored = (shares: Vec) => Array.from(shares, toU16);
/** Bonds of 0 are not kept on the chain. */
const held = (bonds: SparseRows) => pairsOf(filterRows(bonds, (_i, _j, bond) => bond !== 0));

function fallbackName(fallback: ChainOutcome["epoch"]["fallback"]): ChainResult["zero_emission_fallback"] {
  if (fallback === null) return null;
  return fallback.by === "activeStake" ? "active_stake" : "stake";
}

/**
 * Liquid alpha of every pair, listed or not; undefined where one alpha held for all.
 * Source: docs/yuma.md, equation 20.
 */
function liquidAlphas({ parameters, input, epoch }: ChainOutcome, weights: SparseRows): number[][] | undefined {
  const { liquidAlpha: liquid, bondsPenalty } = parameters;
  const { consensusWeight } = epoch;
  if (liquid === undefined || !consensusWeight.some((c) => c > 0)) return undefined;
  const clipped = clipWeights(weights, consensusWeight);
  const followed = denseRows(bondWeights(weights, clipped, consensusWeight, bondsPenalty));
  const bonds = denseRows(bondsOnKnownUids(input));
  return followed.map((row, i) =>
    Array.from(row, (w, j) => liquidAlpha(liquid, w, bonds[i]![j]!, consensusWeight[j]!)),
  );
}

function denseRows({ rows, cols, start, index, value }: SparseRows): Float64Array[] {
  return Array.from({ length: rows }, (_, i) => {
    const row = new Float64Array(cols);
    for (let k = start[i]!; k < start[i + 1]!; k++) row[index[k]!] = value[k]!;
    return row;
  });
}
