/** Rows of one table and arm, gathered in columns until a stretch of epochs is full. */
import { isNothing } from "../../sim/core/columns.ts";
import {
  everyPlace,
  isTexts,
  valuesOf,
  type Batch,
  type Numbers,
  type Texts,
  type Values,
} from "../../sim/record/batch.ts";
import type { Column, Row, Table } from "../../sim/record.ts";
import { cellOf, wrongCell } from "./csv.ts";

/** Rows that wait to be written. */
export interface Gathered {
  readonly table: Table;
  readonly arm: string;
  readonly firstEpoch: number;
  rows: number;
  readonly columns: readonly Gathering[];
}

/** Numbers of a column, or for text their places among its `texts`. */
export interface Gathering {
  readonly column: Column;
  /** of each row; only the first is kept while it is that of all rows */
  values: Float64Array;
  same: boolean;
  readonly texts: Map<string, number>;
  /** the list of texts that came last, and the places of its members */
  list: readonly string[];
  places: Int32Array;
}

const FIRST_ROWS = 1024;

/** Begins to gather, in the memory of rows that were written. */
export function gather(table: Table, arm: string, firstEpoch: number, written?: Gathered): Gathered {
  const columns = table.columns.map((column, k) => ({
    column,
    values: written?.columns[k]!.values ?? new Float64Array(FIRST_ROWS),
    same: true,
    texts: new Map<string, number>(),
    list: [],
    places: new Int32Array(0),
  }));
  return { table, arm, firstEpoch, rows: 0, columns };
}

/**
 * PERF: 2 ns a cell; from rows as objects it took 80.
 * @throws RangeError when the batch lacks a column or has one of another type
 */
export function add(gathered: Gathered, batch: Batch): void {
  const { table, rows } = gathered;
  for (const gathering of gathered.columns) {
    const { column } = gathering;
    const values = valuesOf(batch, column.name);
    if (values === undefined) throw wrongCell(table, column, values);
    const cells =
      column.type === "text" ? placesIn(table, gathering, values, batch) : numbersOf(table, column, values, batch);
    addCells(gathering, rows, cells, batch.places);
  }
  gathered.rows = rows + batch.places.length;
}

/** One number for every row, or an array that rows have places in; of texts numbers behind their codes. */
interface Cells {
  readonly from: number | Numbers;
  readonly known: Int32Array | null;
}

function numbersOf(table: Table, column: Column, values: Values, { places }: Batch): Cells {
  if (typeof values === "string") throw wrongCell(table, column, values);
  if (isTexts(values)) throw wrongCell(table, column, values.texts[values.codes[places[0]!]!]);
  return { from: values instanceof Float64Array && isNothing(values) ? 0 : values, known: null };
}

function placesIn(table: Table, to: Gathering, values: Values, { places }: Batch): Cells {
  if (typeof values === "number") throw wrongCell(table, to.column, values);
  if (typeof values === "string") return { from: placeOf(to.texts, values), known: null };
  if (!isTexts(values)) throw wrongCell(table, to.column, values[places[0]!]);
  const { codes, texts } = values;
  if (to.list !== texts) {
    to.list = texts;
    to.places = Int32Array.from(texts, (text) => placeOf(to.texts, text));
  }
  return { from: codes, known: to.places };
}

/** PERF: most columns hold one value for many epochs; what is not kept once more needs no memory and is not looked at again. */
function addCells(to: Gathering, start: number, cells: Cells, places: Int32Array): void {
  if (start === 0) to.values[0] = cellAt(cells, places[0]!);
  const first = to.values[0]!;
  if (to.same && holdsOnly(first, cells, places)) return;
  grow(to, start + places.length);
  if (to.same) to.values.fill(first, 1, start);
  to.same = false;
  copy(to.values, start, cells, places);
}

function cellAt({ from, known }: Cells, place: number): number {
  if (typeof from === "number") return from;
  return known ? known[from[place]!]! : from[place]!;
}

function holdsOnly(value: number, { from, known }: Cells, places: Int32Array): boolean {
  if (typeof from === "number") return Object.is(from, value);
  if (known) {
    for (let k = 0; k < places.length; k++) if (known[from[places[k]!]!] !== value) return false;
  } else for (let k = 0; k < places.length; k++) if (!Object.is(from[places[k]!], value)) return false;
  return true;
}

function copy(to: Float64Array, start: number, { from, known }: Cells, places: Int32Array): void {
  const n = places.length;
  if (typeof from === "number") to.fill(from, start, start + n);
  else if (known) for (let k = 0; k < n; k++) to[start + k] = known[from[places[k]!]!]!;
  else if (from.length === n) to.set(from, start);
  else for (let k = 0; k < n; k++) to[start + k] = from[places[k]!]!;
}

function grow(gathering: Gathering, length: number): void {
  if (length <= gathering.values.length) return;
  const values = new Float64Array(Math.max(length, 2 * gathering.values.length));
  values.set(gathering.values);
  gathering.values = values;
}

function placeOf(texts: Map<string, number>, text: string): number {
  const known = texts.get(text);
  if (known !== undefined) return known;
  texts.set(text, texts.size);
  return texts.size - 1;
}

/** Neighbouring rows of one arm and epoch as batches. @throws RangeError when a row lacks a column or has one of another type */
export function batchesOf(table: Table, rows: readonly Row[]): readonly Batch[] {
  const runs: Row[][] = [];
  for (const row of rows) {
    const last = runs[runs.length - 1]?.[0];
    const same =
      last && last["arm"] === row["arm"] && last["epoch"] === row["epoch"] && last["subnet"] === row["subnet"];
    if (same) runs[runs.length - 1]!.push(row);
    else runs.push([row]);
  }
  return runs.map((some) => batchOf(table, some));
}

function batchOf(table: Table, rows: readonly Row[]): Batch {
  const cells = (column: Column) => rows.map((row) => cellOf(table, column, row));
  const columns = table.columns.map((column): [string, Values] => [
    column.name,
    column.type === "text" ? textsOf(cells(column) as string[]) : Float64Array.from(cells(column) as number[]),
  ]);
  const first = rows[0]!;
  return {
    arm: String(first["arm"]),
    epoch: Number(first["epoch"]),
    subnet: Number(first["subnet"]),
    places: everyPlace(rows.length),
    columns: Object.fromEntries(columns),
  };
}

const textsOf = (texts: readonly string[]): Texts => ({ codes: everyPlace(texts.length), texts });
