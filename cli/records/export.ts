import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { stringify } from "csv-stringify";
import { tables, type Frame, type Table } from "../../sim/record.ts";
import { numberText } from "./csv.ts";
import { readManifest, readRun } from "./read.ts";

export interface WrittenTable {
  readonly table: string;
  readonly file: string;
  readonly rows: number;
}

/**
 * All tables of a run as CSV files with a header, and `columns.csv`: table, name, type, unit and meaning of each column.
 * @throws BadInput when the folder is no run's
 */
export async function writeTables(dir: string, folder: string): Promise<readonly WrittenTable[]> {
  await readManifest(dir);
  const written: WrittenTable[] = [];
  for (const table of tables) {
    const { frames } = await readRun(dir, { tables: [table.name] });
    const frame = frames[table.name]!;
    await mkdir(folder, { recursive: true });
    const file = join(folder, `${table.name}.csv`);
    await writeCsv(
      file,
      table.columns.map(({ name }) => name),
      cellsOf(table, frame),
    );
    written.push({ table: table.name, file, rows: frame.length });
  }
  const described = tables.flatMap((table) =>
    table.columns.map(({ name, type, unit, meaning }) => [table.name, name, type, unit, meaning]),
  );
  const file = join(folder, "columns.csv");
  await writeCsv(file, ["table", "name", "type", "unit", "meaning"], described);
  return [...written, { table: "columns", file, rows: described.length }];
}

function* cellsOf({ columns }: Table, frame: Frame): Generator<string[]> {
  for (let row = 0; row < frame.length; row++) {
    yield columns.map(({ name }) => {
      const cell = frame.columns[name]![row]!;
      return typeof cell === "number" ? numberText(cell) : cell;
    });
  }
}

function writeCsv(file: string, header: string[], lines: Iterable<string[]>): Promise<void> {
  return pipeline(Readable.from(lines), stringify({ header: true, columns: header }), createWriteStream(file));
}
