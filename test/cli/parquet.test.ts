/** Parquet files as another program reads them: every value as it was, in whatever way it was stored. */
import fc from "fast-check";
import { mkdtempSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDatabase, quoted, type Database } from "../../cli/records/duckdb.ts";
import type { ColumnOfFile } from "../../cli/records/parquet/chunk.ts";
import { parquetOf } from "../../cli/records/parquet/file.ts";

const folder = mkdtempSync(join(tmpdir(), "taper-parquet-"));
let files = 0;
let database: Database;
beforeAll(async () => (database = await openDatabase()));
afterAll(() => database.close());

const numbers = (values: ArrayLike<number>): ColumnOfFile => ({
  name: "number",
  type: "number",
  values: Float64Array.from(values),
  texts: [],
});
const integers = (values: ArrayLike<number>): ColumnOfFile => ({
  ...numbers(values),
  name: "integer",
  type: "integer",
});
const texts = (all: readonly string[]): ColumnOfFile => {
  const list = [...new Set(["of nobody", ...all])];
  const places = Float64Array.from(all, (text) => list.indexOf(text));
  return { name: "text", type: "text", values: places, texts: list };
};

/** The columns of a file, a missing number as NaN. */
async function read(columns: readonly ColumnOfFile[], rows: number): Promise<unknown[][]> {
  const file = join(folder, `${files++}.parquet`); // DuckDB may remember one that it has read
  await writeFile(file, parquetOf(columns, rows));
  const all = await database.connection.runAndReadAll(`SELECT * FROM ${quoted(file)}`);
  const plain = (value: unknown) => (value === null ? NaN : typeof value === "bigint" ? Number(value) : value);
  return all.getColumnsJS().map((column) => column.map(plain));
}

/** n values, of which every `period` in a row are others. */
const repeating = (n: number, period: number, value: (k: number) => number): number[] =>
  Array.from({ length: n }, (_, k) => value(k % period));

describe("a Parquet file", () => {
  test("gives back any numbers, integers and texts", async () => {
    const number = fc.oneof(fc.double(), fc.constantFrom(0, -0, NaN, 1, Infinity, 5e-324));
    const integer = fc.oneof(fc.maxSafeInteger(), fc.constantFrom(0, 1, -1, 2 ** 32, -(2 ** 32)), fc.constant(NaN));
    const row = fc.tuple(number, integer, fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom("a", "")));
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 100 }), async (rows) => {
        const [a, b, c] = [0, 1, 2].map((k) => rows.map((cells) => cells[k]));
        const columns = [numbers(a as number[]), integers(b as number[]), texts(c as string[])];
        expect(await read(columns, rows.length)).toEqual([a, (b as number[]).map((value) => value + 0), c]);
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  test.each([
    ["one", 1],
    ["two", 2],
    ["a few", 5],
    ["as many as a byte counts", 256],
    ["more than a byte counts", 257],
    ["too many for a dictionary", 9_000],
  ])("gives back numbers of which %s differ, with and without missing ones", async (_, period) => {
    const n = 20_000;
    const root = repeating(n, period, (k) => Math.sqrt(k));
    const gaps = root.map((value, k) => (k % 7 === 0 ? NaN : value));
    const hashes = repeating(n, period, (k) => Math.imul(k + 1, 0x9e3779b1) >>> 0);
    const columns = [numbers(root), { ...numbers(gaps), name: "gaps" }, integers(hashes)];
    expect(await read(columns, n)).toEqual([root, gaps, hashes]);
  });

  test("gives back more rows than lie together, and more texts than two bytes count", async () => {
    const n = 140_001;
    const root = repeating(n, n, (k) => Math.sqrt(k));
    const ids = Array.from({ length: n }, (_, k) => `operator ${k % 70_000}`);
    const list = ids.slice(0, 70_000);
    const places = {
      name: "text",
      type: "text",
      values: Float64Array.from(ids, (_, k) => k % 70_000),
      texts: list,
    } as const;
    expect(await read([numbers(root), places], n)).toEqual([root, ids]);
  });

  test("holds a value of every row once", async () => {
    const n = 200_000;
    const columns = [numbers([0.1]), { ...numbers([NaN]), name: "none" }, integers([7]), texts(["a"])];
    const found = await read(columns, n);
    expect(found.map((column) => [column.length, new Set(column)])).toEqual([
      [n, new Set([0.1])],
      [n, new Set([NaN])],
      [n, new Set([7])],
      [n, new Set(["a"])],
    ]);
    expect(parquetOf(columns, n).length).toBeLessThan(1_500);
  });

  test("is as short as repetition allows", () => {
    const repeated = repeating(16_000, 250, (k) => Math.sqrt(k));
    expect(parquetOf([numbers(repeated)], 16_000).length).toBeLessThan(4_500);
  });

  test("has no integer that is not whole", () => {
    expect(() => parquetOf([integers([1, 0.5])], 2)).toThrow("0.5 is not a whole number");
  });
});
