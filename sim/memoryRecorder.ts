import { cellAt, expanded, isBatch, isTexts, lengthOf, valuesOf, type Values } from "./record/batch.ts";
import type { Column } from "./record/column.ts";
import { tables, type Frame, type Frames, type Part, type Recorder, type Row, type Table } from "./record.ts";

/** A recorder that keeps everything, for tests and the browser. */
export function memoryRecorder(): Recorder & { readonly rows: Record<string, Row[]>; frames(): Frames } {
  const parts: Record<string, Part[]> = Object.fromEntries(tables.map((t) => [t.name, []]));
  return {
    get rows() {
      return expanded(parts);
    },
    write(more) {
      for (const [name, added] of Object.entries(more)) for (const part of added) parts[name]!.push(part);
    },
    close() {},
    frames: () => Object.fromEntries(tables.map((t) => [t.name, frameOf(t, parts[t.name]!)])),
  };
}

/** A table as columns. @throws RangeError when a row lacks a declared column */
export function frameOf(table: Table, parts: readonly Part[]): Frame {
  const length = parts.reduce((rows, part) => rows + lengthOf(part), 0);
  const columns = Object.fromEntries(
    table.columns.map((column) => [column.name, filled(table, column, parts, length)]),
  );
  return { length, columns };
}

function filled(
  table: Table,
  { name, type }: Column,
  parts: readonly Part[],
  length: number,
): Frame["columns"][string] {
  const column = type === "text" ? new Array<string>(length) : new Float64Array(length);
  let row = 0;
  for (const part of parts) {
    const values = isBatch(part) ? valuesOf(part, name) : part[name];
    if (values === undefined) throw new RangeError(`record: row ${row} of table ${table.name} has no column "${name}"`);
    const places = isBatch(part) ? part.places : ONE;
    if (column instanceof Float64Array) fillNumbers(column, row, values, places);
    else for (let k = 0; k < places.length; k++) column[row + k] = String(cellAt(values, places[k]!));
    row += places.length;
  }
  return column;
}

/** The place of a single row. */
const ONE = new Int32Array(1);

function fillNumbers(column: Float64Array, from: number, values: Values, places: Int32Array): void {
  if (typeof values !== "object" || isTexts(values)) column.fill(Number(values), from, from + places.length);
  else for (let k = 0; k < places.length; k++) column[from + k] = values[places[k]!]!;
}
