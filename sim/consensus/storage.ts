import { floats } from "../core/arrays.ts";
import { normalizeSparseColumns, type SparseRows, withValues } from "../core/matrix.ts";

/** How the chain stores shares and bonds: what snapshots hold, and what bonds lose from one epoch to the next. */
const U16_MAX = 65_535;

/** Share in [0, 1] as the chain stores it.   floor(65535 x), at most 65535 */
export function toU16(share: number): number {
  const stored = Math.floor(share * U16_MAX);
  if (stored > U16_MAX) return U16_MAX;
  return stored < 0 ? 0 : stored;
}

export function fromU16(stored: number): number {
  return stored / U16_MAX;
}

/**
 * Classic bonds as stored: the largest holder of each column has 65535.
 * Source: docs/yuma.md, equation 17.
 */
export function storedBonds(bonds: SparseRows): SparseRows {
  const { index, value } = bonds;
  const largest = floats(bonds.cols);
  for (let k = 0; k < value.length; k++) {
    const j = index[k]!;
    if (value[k]! > largest[j]!) largest[j] = value[k]!;
  }
  const stored = floats(value.length);
  for (let k = 0; k < stored.length; k++) {
    const most = largest[index[k]!]!;
    stored[k] = most > 0 ? toU16(value[k]! / most) : 0;
  }
  return withValues(bonds, stored);
}

/** Yuma 3 bonds as stored: absolute.   floor(65535 b)   Source: docs/yuma.md, equation 23. */
export function storedYuma3Bonds(bonds: SparseRows): SparseRows {
  const value = floats(bonds.value.length);
  for (let k = 0; k < value.length; k++) value[k] = toU16(bonds.value[k]!);
  return withValues(bonds, value);
}

/**
 * Absolute bonds in [0, 1] as a stay in storage leaves them.   floor(65535 b) / 65535
 * PERF: one pass instead of two, in every epoch.
 * Source: docs/yuma.md, equation 23.
 */
export function keptAsU16(bonds: SparseRows): SparseRows {
  const { value: held } = bonds;
  const value = floats(held.length);
  for (let k = 0; k < value.length; k++) value[k] = fromU16(toU16(held[k]!));
  return withValues(bonds, value);
}

/**
 * Classic bonds as a stay in storage leaves them, the largest of each column being 1.   floor(65535 B / max) / 65535
 * Source: docs/yuma.md, equation 17.
 */
export function keptAsColumnU16(bonds: SparseRows): SparseRows {
  const { value: stored } = storedBonds(bonds);
  for (let k = 0; k < stored.length; k++) stored[k] = fromU16(stored[k]!);
  return withValues(bonds, stored);
}

/** Stored classic bonds read back: each column sums to 1, or to 0. */
export function readBonds(stored: SparseRows): SparseRows {
  return normalizeSparseColumns(stored);
}
