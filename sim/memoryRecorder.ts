import { tables, type Frame, type Frames, type Recorder, type Row, type Table } from "./record.ts";

/** A recorder that keeps everything, for tests and the browser. */
export function memoryRecorder(): Recorder & { rows: Record<string, Row[]>; frames(): Frames } {
  const rows: Record<string, Row[]> = Object.fromEntries(tables.map((t) => [t.name, []]));
  return {
    rows,
    write(more) {
      for (const [name, added] of Object.entries(more)) for (const row of added) rows[name]!.push(row);
    },
    close() {},
    frames: () => Object.fromEntries(tables.map((t) => [t.name, frameOf(t, rows[t.name]!)])),
  };
}

/** Rows of a table as columns. @throws RangeError when a row lacks a declared column */
export function frameOf(table: Table, rows: readonly Row[]): Frame {
  const columns = Object.fromEntries(
    table.columns.map(({ name, type }) => {
      const missing = rows.findIndex((row) => row[name] === undefined);
      if (missing >= 0) throw new RangeError(`record: row ${missing} of table ${table.name} has no column "${name}"`);
      return [
        name,
        type === "text" ? rows.map((row) => String(row[name])) : Float64Array.from(rows, (row) => Number(row[name])),
      ];
    }),
  );
  return { length: rows.length, columns };
}
