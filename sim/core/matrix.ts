/** Read-only view of a vector; results are fresh Float64Arrays. */
export type Vec = ArrayLike<number>;

/** Dense matrix, row-major: entry (i, j) is `data[i * cols + j]`; `i` judges, `j` is judged. */
export interface Matrix {
  readonly rows: number;
  readonly cols: number;
  readonly data: Float64Array;
}

/**
 * Sparse rows (compressed): row i holds the entries `start[i] <= k < start[i + 1]`, each a column `index[k]` and a
 * `value[k]`. Columns rise within a row. An explicit 0 is an entry, as on the chain.
 */
export interface SparseRows {
  readonly rows: number;
  readonly cols: number;
  readonly start: Int32Array;
  readonly index: Int32Array;
  readonly value: Float64Array;
}

export function matrix(rows: number, cols: number, fill = 0): Matrix {
  return { rows, cols, data: new Float64Array(rows * cols).fill(fill) };
}

export function sum(values: Vec): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return total;
}

/** values / sum(values); all zero stays all zero. */
export function normalize(values: Vec): Float64Array {
  const total = sum(values);
  const shares = Float64Array.from(values);
  if (total !== 0) for (let i = 0; i < shares.length; i++) shares[i]! /= total;
  return shares;
}

/** Row i of a dense matrix as a view; do not write to it. */
export function rowOf(m: Matrix, i: number): Float64Array {
  return m.data.subarray(i * m.cols, (i + 1) * m.cols);
}

/** Each row divided by its sum; an all-zero row stays all zero. */
export function normalizeRows(m: Matrix): Matrix {
  const data = new Float64Array(m.data.length);
  for (let i = 0; i < m.rows; i++) data.set(normalize(rowOf(m, i)), i * m.cols);
  return { rows: m.rows, cols: m.cols, data };
}

/** Rows of `[column, value]` pairs as compressed sparse rows. @throws RangeError on a column outside, or out of order. */
export function sparseFromPairs(rows: readonly (readonly (readonly [number, number])[])[], cols: number): SparseRows {
  const start = new Int32Array(rows.length + 1);
  for (let i = 0; i < rows.length; i++) start[i + 1] = start[i]! + rows[i]!.length;
  const index = new Int32Array(start[rows.length]!);
  const value = new Float64Array(start[rows.length]!);
  for (let i = 0; i < rows.length; i++) {
    let k = start[i]!;
    for (const [column, v] of rows[i]!) {
      if (column < 0 || column >= cols || (k > start[i]! && index[k - 1]! >= column))
        throw new RangeError(`sparse row ${i}: column ${column} is outside 0..${cols - 1} or not above the one before`);
      index[k] = column;
      value[k++] = v;
    }
  }
  return { rows: rows.length, cols, start, index, value };
}

/** The inverse of `sparseFromPairs`, for output and tests. */
export function pairsOf(m: SparseRows): [number, number][][] {
  return Array.from({ length: m.rows }, (_, i) => {
    const pairs: [number, number][] = [];
    for (let k = m.start[i]!; k < m.start[i + 1]!; k++) pairs.push([m.index[k]!, m.value[k]!]);
    return pairs;
  });
}

export function emptyRows(rows: number, cols: number): SparseRows {
  return { rows, cols, start: new Int32Array(rows + 1), index: new Int32Array(0), value: new Float64Array(0) };
}

/** The entries of `m` that `keep(row, column, value)` accepts. */
export function filterRows(m: SparseRows, keep: (i: number, j: number, value: number) => boolean): SparseRows {
  const start = new Int32Array(m.rows + 1);
  const index = new Int32Array(m.index.length);
  const value = new Float64Array(m.value.length);
  let k = 0;
  for (let i = 0; i < m.rows; i++) {
    for (let e = m.start[i]!; e < m.start[i + 1]!; e++) {
      if (!keep(i, m.index[e]!, m.value[e]!)) continue;
      index[k] = m.index[e]!;
      value[k++] = m.value[e]!;
    }
    start[i + 1] = k;
  }
  return { rows: m.rows, cols: m.cols, start, index: index.slice(0, k), value: value.slice(0, k) };
}

/** The same entries with new values `f(row, column, value)`. */
export function mapRows(m: SparseRows, f: (i: number, j: number, value: number) => number): SparseRows {
  const { start, index, value: old } = m;
  const value = new Float64Array(old.length);
  for (let i = 0; i < m.rows; i++) {
    for (let k = start[i]!, end = start[i + 1]!; k < end; k++) value[k] = f(i, index[k]!, old[k]!);
  }
  return { rows: m.rows, cols: m.cols, start, index, value };
}

/** Entry by entry `f(a, b)` over the entries that either matrix has; 0 stands for a missing one. */
export function mergeRows(a: SparseRows, b: SparseRows, f: (a: number, b: number) => number): SparseRows {
  if (a.rows !== b.rows || a.cols !== b.cols) {
    throw new RangeError(`mergeRows: shapes are ${a.rows} x ${a.cols} and ${b.rows} x ${b.cols}; both must agree`);
  }
  const start = new Int32Array(a.rows + 1);
  const index = new Int32Array(a.index.length + b.index.length);
  const value = new Float64Array(index.length);
  let k = 0;
  for (let i = 0; i < a.rows; i++) {
    let p = a.start[i]!;
    let q = b.start[i]!;
    const pEnd = a.start[i + 1]!;
    const qEnd = b.start[i + 1]!;
    while (p < pEnd || q < qEnd) {
      const column = Math.min(p < pEnd ? a.index[p]! : Infinity, q < qEnd ? b.index[q]! : Infinity);
      const fromA = p < pEnd && a.index[p] === column ? a.value[p++]! : 0;
      const fromB = q < qEnd && b.index[q] === column ? b.value[q++]! : 0;
      index[k] = column;
      value[k++] = f(fromA, fromB);
    }
    start[i + 1] = k;
  }
  return { rows: a.rows, cols: a.cols, start, index: index.slice(0, k), value: value.slice(0, k) };
}

/** [rows] sum of each row's entries. */
export function rowSums(m: SparseRows): Float64Array {
  const { start, value } = m;
  const sums = new Float64Array(m.rows);
  for (let i = 0; i < m.rows; i++) {
    let total = 0;
    for (let k = start[i]!, end = start[i + 1]!; k < end; k++) total += value[k]!;
    sums[i] = total;
  }
  return sums;
}

/** [cols] sum of each column's entries, row i counted `scale[i]` times (once without `scale`). */
export function columnSums(m: SparseRows, scale?: Vec): Float64Array {
  const { start, index, value } = m;
  const sums = new Float64Array(m.cols);
  for (let i = 0; i < m.rows; i++) {
    const times = scale ? scale[i]! : 1;
    for (let k = start[i]!, end = start[i + 1]!; k < end; k++) sums[index[k]!]! += times * value[k]!;
  }
  return sums;
}

/** Each row divided by its sum; a row whose entries sum to 0 stays as it is. */
export function normalizeSparseRows(m: SparseRows): SparseRows {
  const { start } = m;
  const sums = rowSums(m);
  const value = m.value.slice();
  for (let i = 0; i < m.rows; i++) {
    const total = sums[i]!;
    if (total === 0) continue;
    for (let k = start[i]!, end = start[i + 1]!; k < end; k++) value[k]! /= total;
  }
  return { rows: m.rows, cols: m.cols, start, index: m.index, value };
}

/** Each column divided by its sum; a column whose entries sum to 0 stays as it is. */
export function normalizeSparseColumns(m: SparseRows): SparseRows {
  const { index } = m;
  const sums = columnSums(m);
  const value = m.value.slice();
  for (let k = 0; k < value.length; k++) if (sums[index[k]!] !== 0) value[k]! /= sums[index[k]!]!;
  return { rows: m.rows, cols: m.cols, start: m.start, index, value };
}
