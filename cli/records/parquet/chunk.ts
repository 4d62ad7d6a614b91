/** One column of some rows: a page of its values, and a dictionary before it where few of them differ. */
import type { ColumnType } from "../../../sim/record/column.ts";
import { bytes, put, written, type Bytes } from "./bytes.ts";
import { codedNumbers, codedPlaces, type Coded } from "./dictionary.ts";
import { putCodes, putNumbers, putPresence, putSplit, putText, wholeNumbers } from "./encodings.ts";
import { putBlock } from "./lz4.ts";
import { binary, i32, i64, list, struct, type Fields, type Value } from "./thrift.ts";

export interface ColumnOfFile {
  readonly name: string;
  readonly type: ColumnType;
  /** numbers, NaN where one is missing; for text their places in `texts`; one alone where it is that of every row */
  readonly values: Float64Array;
  readonly texts: readonly string[];
}

/** Numbers of parquet.thrift. */
export const physicalTypes = { integer: 2, number: 5, text: 6 } as const;
const encodings = { plain: 0, runs: 3, dictionary: 8, split: 9 } as const;
const codecs = { none: 0, lz4: 7 } as const;
const pageTypes = { data: 0, dictionary: 2 } as const;

/** Numbers get a dictionary where it has at most one entry for so many rows: with more it saves little. */
const ROWS_AN_ENTRY = 4;

interface Page {
  readonly type: number;
  readonly encoding: number;
  readonly body: Uint8Array;
  readonly header: Fields;
}

/** Memory of the two pages of a column, as they are and compressed. */
const [dictionaryBody, dataBody] = [bytes(), bytes()];
const packedBodies = [bytes(), bytes()] as const;

/** Writes a column, and returns how the footer of the file describes it. */
export function putChunk(
  column: ColumnOfFile,
  rows: number,
  to: Bytes,
): { readonly described: Value; readonly plainLength: number } {
  const pages = pagesOf(column, rows);
  const packed = pages.map(({ body }, k) => packedIn(packedBodies[k]!, body));
  const shorter = total(packed) < total(pages.map(({ body }) => body));
  const starts: number[] = [];
  const start = to.length;
  let plainLength = 0;
  for (const [k, { type, body, header }] of pages.entries()) {
    const stored = shorter ? packed[k]! : body;
    const head = struct({ 1: i32(type), 2: i32(body.length), 3: i32(stored.length), ...header }).bytes;
    starts.push(to.length);
    put(to, head);
    put(to, stored);
    plainLength += head.length + body.length;
  }
  const described = struct({
    1: i32(physicalTypes[column.type]),
    2: list([i32(encodings.runs), ...pages.map((page) => i32(page.encoding))]),
    3: list([binary(column.name)]),
    4: i32(shorter ? codecs.lz4 : codecs.none),
    5: i64(rows),
    6: i64(plainLength),
    7: i64(to.length - start),
    9: i64(starts.at(-1)!),
    11: starts.length > 1 ? i64(start) : undefined,
  });
  return { described: struct({ 2: i64(start), 3: described }), plainLength };
}

const total = (parts: readonly Uint8Array[]): number => parts.reduce((sum, { length }) => sum + length, 0);

function packedIn(to: Bytes, body: Uint8Array): Uint8Array {
  to.length = 0;
  putBlock(body, to);
  return written(to);
}

function pagesOf(column: ColumnOfFile, rows: number): readonly Page[] {
  const values = presentOf(column);
  dataBody.length = 0;
  putPresence(column.values, values.length, rows, dataBody);
  if (values.length === 0) return [dataPage(rows, encodings.plain)];
  const dictionary = dictionaryOf(column, values);
  if (dictionary) {
    const entries = entriesPage(column, dictionary.entries);
    putCodes(dictionary.codes, dictionary.entries.length, column.values.length === 1 ? rows : values.length, dataBody);
    return [entries, dataPage(rows, encodings.dictionary)];
  }
  // DuckDB reads no integers that are split.
  if (column.type === "integer") putNumbers(wholeNumbers(values), dataBody);
  else putSplit(values, dataBody);
  return [dataPage(rows, column.type === "integer" ? encodings.plain : encodings.split)];
}

let some = new Float64Array(0);

/** The values that are not missing. */
function presentOf({ type, values }: ColumnOfFile): Float64Array {
  if (type === "text") return values;
  let first = 0;
  while (first < values.length && !Number.isNaN(values[first]!)) first++;
  if (first === values.length) return values;
  if (some.length < values.length) some = new Float64Array(values.length);
  some.set(values.subarray(0, first));
  let n = first;
  for (let k = first; k < values.length; k++) if (!Number.isNaN(values[k]!)) some[n++] = values[k]!;
  return some.subarray(0, n);
}

function dictionaryOf({ type, texts }: ColumnOfFile, values: Float64Array): Coded | null {
  if (type === "text") return codedPlaces(values, texts.length);
  return codedNumbers(values, Math.ceil(values.length / ROWS_AN_ENTRY));
}

function entriesPage({ type, texts }: ColumnOfFile, entries: Float64Array): Page {
  dictionaryBody.length = 0;
  if (type === "text") for (const place of entries) putText(texts[place]!, dictionaryBody);
  else putNumbers(type === "integer" ? wholeNumbers(entries) : entries, dictionaryBody);
  const header = { 7: struct({ 1: i32(entries.length), 2: i32(encodings.plain) }) };
  return { type: pageTypes.dictionary, encoding: encodings.plain, body: written(dictionaryBody), header };
}

function dataPage(rows: number, encoding: number): Page {
  const header = {
    5: struct({ 1: i32(rows), 2: i32(encoding), 3: i32(encodings.runs), 4: i32(encodings.runs) }),
  };
  return { type: pageTypes.data, encoding, body: written(dataBody), header };
}
