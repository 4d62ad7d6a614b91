import { mapRows, normalizeSparseColumns, type SparseRows } from "../core/matrix.ts";

/**
 * How the chain stores shares and bonds. The simulator keeps floats between epochs; these convert at its edges
 * (snapshots, test vectors).
 */
const U16_MAX = 65_535;

/** Share in [0, 1] as the chain stores it.   floor(65535 x), at most 65535 */
export function toU16(share: number): number {
  return Math.min(U16_MAX, Math.max(0, Math.floor(share * U16_MAX)));
}

export function fromU16(stored: number): number {
  return stored / U16_MAX;
}

/**
 * Classic bonds as stored: the largest holder of each column has 65535.
 * Source: docs/yuma.md, equation 17.
 */
export function storedBonds(bonds: SparseRows): SparseRows {
  const largest = new Float64Array(bonds.cols);
  for (let k = 0; k < bonds.value.length; k++) {
    const j = bonds.index[k]!;
    largest[j] = Math.max(largest[j]!, bonds.value[k]!);
  }
  return mapRows(bonds, (_, j, bond) => (largest[j]! > 0 ? toU16(bond / largest[j]!) : 0));
}

/** Yuma 3 bonds as stored: absolute.   floor(65535 b)   Source: docs/yuma.md, equation 23. */
export function storedYuma3Bonds(bonds: SparseRows): SparseRows {
  return mapRows(bonds, (_i, _j, bond) => toU16(bond));
}

/** Stored Yuma 3 bonds read back. */
export function readYuma3Bonds(stored: SparseRows): SparseRows {
  return mapRows(stored, (_i, _j, value) => fromU16(value));
}

/** Stored classic bonds read back: each column sums to 1, or to 0. */
export function readBonds(stored: SparseRows): SparseRows {
  return normalizeSparseColumns(stored);
}
