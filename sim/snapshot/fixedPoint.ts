import { liquidAlpha } from "../consensus/bondRules/liquidAlpha.ts";
import { bondsOnKnownUids } from "../consensus/bonds.ts";
import { bondWeights, clipWeights } from "../consensus/clip.ts";
import type { ConsensusInput } from "../consensus/contract.ts";
import { weightsThatCount } from "../consensus/masks.ts";
import { withOwner } from "../consensus/permits.ts";
import { activeShares, SHARE_STEP } from "../consensus/stake.ts";
import { fromU16, storedYuma3Bonds } from "../consensus/storage.ts";
import type { YumaEpoch, YumaParameters } from "../consensus/yuma.ts";
import { entryOf, mapRows, mergeRows, normalizeSparseColumns, type SparseRows } from "../core/matrix.ts";

/**
 * Bonds in the chain's fixed point. Storage rounds them down to steps of 1/65535, and what float64 puts on the other side of a
 * step goes on: 10 that decay to nine tenths are stored as 8, since the chain comes out just below 9, and one step more or
 * less of a small bond moves dividends of the next epoch by up to 1e-5. Everything else that an epoch gives is continuous.
 */

/** A fraction as the chain holds it, cut to 32 binary places. */
export const cut = (fraction: number): number => Math.floor(fraction / SHARE_STEP) * SHARE_STEP;

/** A stored u16 as the chain reads it. */
export const cutU16 = (stored: number): number => cut(fromU16(stored));

const cutRows = (m: SparseRows): SparseRows => mapRows(m, (_i, _j, value) => cut(value));

/** Stored Yuma 3 bonds as the chain reads them. */
export const readCutBonds = (stored: SparseRows): SparseRows => mapRows(stored, (_i, _j, bond) => cutU16(bond));

/**
 * Bonds after an epoch, before storage, each number cut where the chain cuts it.
 *
 * @param parameters those of the chain, cut
 * @param input      with shares of stake that are cut
 * @param epoch      what the epoch gave otherwise
 * @returns [n, n] B'
 * Source: docs/yuma.md, equations 8, 11, 13, 14, 20 and 21.
 */
export function cutBonds(parameters: YumaParameters, input: ConsensusInput, epoch: YumaEpoch): SparseRows {
  const consensus = epoch.consensusWeight.map(cut);
  const given = cutRows(weightsThatCount(input));
  const weights = cutRows(bondWeights(given, clipWeights(given, consensus), consensus, parameters.bondsPenalty));
  const bonds = cutRows(bondsOnKnownUids(input));
  if (parameters.bonds === "yuma3") return yuma3Bonds(parameters, weights, bonds, consensus);
  return classicBonds(parameters, weights, bonds, activeStake(input, epoch));
}

/**
 * The same as stored.
 * @returns [n, n] u16
 * Source: docs/yuma.md, equations 17 and 23.
 */
export function storedCutBonds({ bonds: rule }: YumaParameters, bonds: SparseRows): SparseRows {
  return storedYuma3Bonds(rule === "yuma3" ? bonds : upscaled(bonds));
}

/** α times what is new and the rest times what was. */
const mixed = (alpha: number, now: number, before: number): number => cut(alpha * now) + cut((1 - alpha) * before);

function yuma3Bonds(
  { bondAlpha, liquidAlpha: liquid }: YumaParameters,
  weights: SparseRows,
  bonds: SparseRows,
  consensus: Float64Array,
): SparseRows {
  if (liquid === undefined || !consensus.some((c) => c > 0)) {
    return mergeRows(weights, bonds, (weight, bond) => mixed(bondAlpha, weight, bond));
  }
  return mapRows(weights, (i, j, weight) => {
    const bond = entryOf(bonds, i, j);
    return mixed(cut(liquidAlpha(liquid, weight, bond, consensus[j]!)), weight, bond);
  });
}

function classicBonds(
  { bondAlpha }: YumaParameters,
  weights: SparseRows,
  bonds: SparseRows,
  stake: Float64Array,
): SparseRows {
  const now = cutShares(mapRows(weights, (i, _j, weight) => cut(stake[i]! * weight)));
  return cutShares(mergeRows(now, bonds, (share, before) => mixed(bondAlpha, share, before)));
}

/** Each column divided by its sum. */
const cutShares = (m: SparseRows): SparseRows => cutRows(normalizeSparseColumns(m));

/** Each column divided by its largest entry. */
function upscaled(m: SparseRows): SparseRows {
  const largest = new Float64Array(m.cols);
  for (let k = 0; k < m.value.length; k++) largest[m.index[k]!] = Math.max(largest[m.index[k]!]!, m.value[k]!);
  return mapRows(m, (_i, j, value) => (largest[j]! > 0 ? cut(value / largest[j]!) : 0));
}

/** a_i of stake that was cut before. */
function activeStake({ stake, permits, ownerUid }: ConsensusInput, { active }: YumaEpoch): Float64Array {
  return activeShares(stake, active, withOwner(permits, ownerUid)).map(cut);
}
