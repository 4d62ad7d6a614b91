import type { Arbitrary } from "fast-check";
import { describe, expect, it } from "vitest";
import { filterRows } from "../../sim/core/keep.ts";
import {
  columnSums,
  mergeRows,
  normalizeSparseColumns,
  normalizeSparseRows,
  pairsOf,
  rowSums,
  sparseFromPairs,
  type SparseRows,
} from "../../sim/core/matrix.ts";
import { fc } from "../laws/seeded.ts";

const SIZE = 5;
const cell = fc.oneof(fc.constant(undefined), fc.constant(0), fc.double({ min: 0, max: 1, noNaN: true }));
const sparse: Arbitrary<SparseRows> = fc
  .array(fc.array(cell, { minLength: SIZE, maxLength: SIZE }), { minLength: SIZE, maxLength: SIZE })
  .map((rows) => {
    const pairs = rows.map((row) =>
      row.flatMap((value, j): [number, number][] => (value === undefined ? [] : [[j, value]])),
    );
    return sparseFromPairs(pairs, SIZE);
  });

function dense(m: SparseRows): number[][] {
  return pairsOf(m).map((row) => {
    const full = new Array<number>(m.cols).fill(0);
    for (const [j, value] of row) full[j] = value;
    return full;
  });
}

describe("sparse rows", () => {
  it("merge entry by entry, 0 for a missing one", () => {
    fc.assert(
      fc.property(sparse, sparse, (a, b) => {
        const merged = dense(mergeRows(a, b, (x, y) => 2 * x - y));
        const [full, other] = [dense(a), dense(b)];
        merged.forEach((row, i) => row.forEach((value, j) => expect(value).toBe(2 * full[i]![j]! - other[i]![j]!)));
      }),
    );
  });

  it("sum by row and by column, rows scaled", () => {
    fc.assert(
      fc.property(sparse, (m) => {
        const full = dense(m);
        rowSums(m).forEach((total, i) =>
          expect(total).toBeCloseTo(
            full[i]!.reduce((a, b) => a + b),
            12,
          ),
        );
        const scale = [1, 2, 3, 4, 5];
        columnSums(m, scale).forEach((total, j) => {
          expect(total).toBeCloseTo(
            full.reduce((a, row, i) => a + scale[i]! * row[j]!, 0),
            12,
          );
        });
      }),
    );
  });

  it("normalise to sums of 1, or stay all zero", () => {
    fc.assert(
      fc.property(sparse, (m) => {
        const sums = [...rowSums(normalizeSparseRows(m)), ...columnSums(normalizeSparseColumns(m))];
        for (const total of sums) expect(total === 0 || Math.abs(total - 1) < 1e-12).toBe(true);
      }),
    );
  });

  it("keep what is asked for", () => {
    const m = sparseFromPairs([[[0, 1], [1, 0]], [[1, 2]]], 2); // prettier-ignore
    expect(pairsOf(filterRows(m, (_i, _j, value) => value > 0))).toEqual([[[0, 1]], [[1, 2]]]);
  });

  it("refuse columns outside, out of order, and shapes that differ", () => {
    expect(() => sparseFromPairs([[[2, 1]]], 2)).toThrow(/column 2 is outside 0..1/);
    expect(() => sparseFromPairs([[[1, 1], [0, 1]]], 2)).toThrow(/not above the one before/); // prettier-ignore
    expect(() => mergeRows(sparseFromPairs([[]], 1), sparseFromPairs([[]], 2), (a) => a)).toThrow(/1 x 1 and 1 x 2/);
  });
});
