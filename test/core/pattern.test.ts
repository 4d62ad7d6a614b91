import { describe, expect, it } from "vitest";
import { sparseFromPairs, type SparseRows } from "../../sim/core/matrix.ts";
import { patternOf, samePattern } from "../../sim/core/pattern.ts";

const rows = (...lists: number[][]) =>
  sparseFromPairs(
    lists.map((list) => list.map((j): [number, number] => [j, j + 1])),
    9,
  );

describe("patternOf", () => {
  it("finds rows that list the same columns, with empty rows between", () => {
    const { rows: uids, columns } = patternOf(rows([], [1, 3, 4, 6, 8], [], [1, 3, 4, 6, 8], [])).block!;
    expect([Array.from(uids), Array.from(columns)]).toEqual([
      [1, 3],
      [1, 3, 4, 6, 8],
    ]);
  });

  it.each([
    ["another column", rows([1, 3, 4, 5, 6], [1, 3, 4, 5, 7])],
    ["fewer columns", rows([1, 3, 4], [1, 3])],
    ["as many entries in other rows", rows([1, 3, 4], [1], [0, 1, 3, 4], [1])],
    ["nothing", rows([], [])],
  ])("takes no block of %s", (_, m) => expect(patternOf(m).block).toBeNull());

  const made = (...index: number[]): SparseRows => ({
    rows: 2,
    cols: 4,
    start: Int32Array.of(0, index.length / 2, index.length),
    index: Int32Array.from(index),
    value: new Float64Array(index.length),
  });

  it.each([
    ["falls", made(0, 1, 2, 1), 1],
    ["repeats a column", made(1, 1, 2, 3), 0],
    ["falls in every row alike", made(2, 1, 2, 1), 0],
    ["is beyond the matrix", made(0, 1, 3, 4), 1],
    ["is below 0", made(-1, 1, 2, 3), 0],
  ])("names the row whose column %s", (_, m, row) => expect(patternOf(m).disorder).toBe(row));

  it("is asked again where the same columns are other rows", () => {
    const index = Int32Array.of(0, 1, 2, 0);
    const value = new Float64Array(4);
    const first = { rows: 2, cols: 3, start: Int32Array.of(0, 3, 4), index, value };
    expect(patternOf(first).disorder).toBe(-1);
    expect(patternOf(first)).toBe(patternOf({ ...first, value: new Float64Array(4) }));
    expect(patternOf({ ...first, start: Int32Array.of(0, 2, 4) }).disorder).toBe(1);
    expect(patternOf({ ...first, cols: 2 }).disorder).toBe(0);
  });
});

describe("samePattern", () => {
  const one = rows([0, 1, 2, 3, 4], [5]);
  it.each([
    ["a copy", rows([0, 1, 2, 3, 4], [5]), true],
    ["another column", rows([0, 1, 2, 3, 6], [5]), false],
    ["another last column", rows([0, 1, 2, 3, 4], [6]), false],
    ["other rows", rows([0, 1, 2, 3], [4, 5]), false],
    ["fewer entries", rows([0, 1, 2, 3, 4], []), false],
  ])("%s", (_, other, same) => expect(samePattern(one, other)).toBe(same));
});
