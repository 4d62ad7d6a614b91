/** Rows of one table and arm, gathered in columns until a stretch of epochs is full. */
import { everyPlace, isTexts, valuesOf, type Batch, type Texts, type Values } from "../../sim/record/batch.ts";
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
  values: Float64Array;
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
  const end = rows + batch.places.length;
  for (const gathering of gathered.columns) {
    const { column } = gathering;
    const values = valuesOf(batch, column.name);
    grow(gathering, end);
    if (values === undefined) throw wrongCell(table, column, values);
    if (column.type === "text") addTexts(table, gathering, rows, values, batch.places);
    else addNumbers(table, gathering, rows, values, batch.places);
  }
  gathered.rows = end;
}

function grow(gathering: Gathering, length: number): void {
  if (length <= gathering.values.length) return;
  const values = new Float64Array(Math.max(length, 2 * gathering.values.length));
  values.set(gathering.values);
  gathering.values = values;
}

function addNumbers(table: Table, to: Gathering, start: number, from: Values, places: Int32Array): void {
  const { column, values } = to;
  if (typeof from === "number") values.fill(from, start, start + places.length);
  else if (typeof from === "string") throw wrongCell(table, column, from);
  else if (isTexts(from)) throw wrongCell(table, column, from.texts[from.codes[places[0]!]!]);
  else if (from.length === places.length) values.set(from, start);
  else for (let k = 0; k < places.length; k++) values[start + k] = from[places[k]!]!;
}

function addTexts(table: Table, to: Gathering, start: number, from: Values, places: Int32Array): void {
  const { column, values } = to;
  if (typeof from === "number") throw wrongCell(table, column, from);
  if (typeof from === "string") values.fill(placeOf(to.texts, from), start, start + places.length);
  else if (!isTexts(from)) throw wrongCell(table, column, from[places[0]!]);
  else {
    const { codes, texts } = from;
    if (to.list !== texts) {
      to.list = texts;
      to.places = Int32Array.from(texts, (text) => placeOf(to.texts, text));
    }
    const known = to.places;
    for (let k = 0; k < places.length; k++) values[start + k] = known[codes[places[k]!]!]!;
  }
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
