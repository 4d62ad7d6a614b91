import { stringify } from "csv-stringify/sync";
import type { Cell, Column, Frame, Row, Table } from "../../sim/record.ts";

/** Shortest text that reads back as the same number; a missing one (NaN) is an empty cell. */
export function numberText(value: number): string {
  if (Number.isNaN(value)) return "";
  return Object.is(value, -0) ? "-0" : String(value);
}

export function csvHeader(columns: readonly Column[]): string {
  return stringify([columns.map(({ name }) => name)]);
}

/** Rows as lines. @throws RangeError when a row lacks a column or has one of another type */
export function csvLines(table: Table, rows: readonly Row[]): string {
  let lines = "";
  for (const row of rows) {
    let separator = "";
    for (const column of table.columns) {
      const cell = cellOf(table, column, row);
      lines += separator + (typeof cell === "number" ? numberText(cell) : csvText(cell));
      separator = ",";
    }
    lines += "\n";
  }
  return lines;
}

/** A text as a cell. PERF: few have to be quoted. */
const csvText = (text: string): string => (/[",\r\n]/.test(text) ? stringify([[text]], { eof: false }) : text);

/** @throws RangeError when the row lacks the column or has one of another type */
export function cellOf(table: Table, column: Column, row: Row): Cell {
  const cell = row[column.name];
  if (typeof cell !== (column.type === "text" ? "string" : "number")) throw wrongCell(table, column, cell);
  return cell as Cell;
}

export function wrongCell(table: Table, { name, type }: Column, cell: Cell | undefined): RangeError {
  const found = cell === undefined ? "missing" : JSON.stringify(cell);
  return new RangeError(
    `record: ${table.name}.${name} is ${found}; expected ${type === "text" ? "a text" : "a number"}`,
  );
}

/**
 * Columns of a CSV file. A last line without its end was cut off by a stop and is left out.
 * @throws RangeError when the header lacks a column or a line has another number of cells
 */
export function frameOfCsv(file: string, table: Table, text: string): Frame {
  const [header = [], ...lines] = recordsOf(text.slice(0, text.lastIndexOf("\n") + 1));
  const uneven = lines.findIndex((cells) => cells.length !== header.length);
  if (uneven >= 0) {
    throw new RangeError(`${file}:${uneven + 2}: ${lines[uneven]!.length} cells; the header has ${header.length}`);
  }
  const columns = table.columns.map(({ name, type }) => {
    const k = header.indexOf(name);
    if (k < 0) throw new RangeError(`${file}:1: no column "${name}"; found ${header.join(", ")}`);
    const cells = lines.map((line) => line[k]!);
    return [
      name,
      type === "text" ? cells : Float64Array.from(cells, (cell) => (cell === "" ? NaN : Number(cell))),
    ] as const;
  });
  return { length: lines.length, columns: Object.fromEntries(columns) };
}

/** Cells of each line; quoted ones may hold commas, ends of lines and doubled quotes. */
function recordsOf(text: string): string[][] {
  if (!text.includes('"'))
    return text
      .split("\n")
      .slice(0, -1)
      .map((line) => line.split(","));
  const lines: string[][] = [];
  let line: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n)/gy;
  for (let match = cell.exec(text); match !== null; match = cell.exec(text)) {
    line.push(match[1] === undefined ? match[2]! : match[1].replaceAll('""', '"'));
    if (match[3] === ",") continue;
    lines.push(line);
    line = [];
  }
  return lines;
}
