/**
 * Gathered rows as Parquet files. A missing number (NaN) becomes NULL; text is written with a dictionary.
 *
 * DuckDB asks for the rows a chunk at a time while it writes, so that they are copied once, and only the columns in which they
 * differ. PERF: 16,000 miners take 13 ms; by way of a table in its memory, cell by cell, 55 ms for the same bytes.
 */
import { rename, rm } from "node:fs/promises";
import { DOUBLE, DuckDBTableFunction, ENUM, type DuckDBDataChunk, type DuckDBType } from "@duckdb/node-api";
import type { Column } from "../../sim/record.ts";
import { memoryOf, named, openDatabase, quoted } from "./duckdb.ts";
import { sync } from "./layout.ts";
import type { Gathered, Gathering } from "./shards.ts";

export interface ShardFiles {
  /** Writes the rows to a file that is there whole or not at all. */
  write(rows: Gathered, file: string): Promise<void>;
  close(): void;
}

/** Most rows DuckDB takes at once. */
const CHUNK_ROWS = 2048;

/** A column in which rows differ, as DuckDB asks for it. */
interface Varying {
  readonly name: string;
  readonly type: DuckDBType;
  readonly values: Float64Array;
}

export async function shardFiles(): Promise<ShardFiles> {
  const database = await openDatabase();
  let waiting: readonly Varying[] = [];
  let rows = 0;
  let given = 0;
  const source = DuckDBTableFunction.create({
    name: "waiting",
    bindFunction: (columns) => {
      for (const { name, type } of waiting) columns.addResultColumn(name, type);
    },
    initFunction: () => {
      given = 0;
    },
    mainFunction: (_, chunk) => {
      const count = Math.min(CHUNK_ROWS, rows - given);
      chunk.rowCount = count;
      if (count > 0) fill(chunk, waiting, given, count);
      given += count;
    },
  });
  database.connection.registerTableFunction(source);
  return {
    async write(gathered, file) {
      const described = gathered.columns.map((gathering) => describe(gathering, gathered.rows));
      waiting = varying(gathered, described);
      rows = gathered.rows;
      const partial = `${file}.tmp`;
      await rm(partial, { force: true });
      const query = `SELECT ${described.map(({ sql }) => sql).join(", ")} FROM waiting()`;
      await database.connection.run(`COPY (${query}) TO ${quoted(partial)} (FORMAT parquet, COMPRESSION zstd)`);
      await sync(partial);
      await rename(partial, file);
    },
    close() {
      source.destroySync();
      database.close();
    },
  };
}

interface Described {
  readonly varies: boolean;
  readonly sql: string;
}

/** How a column is selected: by value where all rows have the same. */
function describe({ column, values, texts }: Gathering, rows: number): Described {
  const { name, type } = column;
  const varies = differ(values, rows);
  if (type === "text") {
    const text = varies ? `${named(name)}::VARCHAR` : quoted([...texts.keys()][values[0]!]!);
    return { varies, sql: `${text} AS ${named(name)}` };
  }
  return { varies, sql: stored(column, varies ? number(name, values, rows) : constant(values[0]!)) };
}

function differ(values: Float64Array, rows: number): boolean {
  const first = values[0]!;
  for (let k = 1; k < rows; k++) if (!Object.is(values[k]!, first)) return true;
  return false;
}

function number(name: string, values: Float64Array, rows: number): string {
  for (let k = 0; k < rows; k++) if (Number.isNaN(values[k]!)) return `nullif(${named(name)}, 'NaN'::DOUBLE)`;
  return named(name);
}

/** The text of a number, not the number: as a number of SQL it would be a decimal first, and lose its last bits. */
const constant = (value: number): string =>
  Number.isNaN(value) ? "NULL::DOUBLE" : `'${Object.is(value, -0) ? "-0" : value}'::DOUBLE`;

const stored = ({ name, type }: Column, value: string): string =>
  `${value}${type === "integer" ? "::BIGINT" : ""} AS ${named(name)}`;

/** Columns to hand over: where no row differs from another still one, since the rows are counted by it. */
function varying({ columns }: Gathered, described: readonly Described[]): readonly Varying[] {
  const some = columns.filter((_, k) => described[k]!.varies);
  return (some.length > 0 ? some : columns.slice(0, 1)).map(({ column, values, texts }) => ({
    name: column.name,
    type: column.type === "text" ? ENUM([...texts.keys()]) : DOUBLE,
    values,
  }));
}

function fill(chunk: DuckDBDataChunk, columns: readonly Varying[], from: number, count: number): void {
  columns.forEach(({ values }, k) => {
    const vector = chunk.getColumnVector(k);
    memoryOf(vector).set(values.subarray(from, from + count));
    vector.flush();
  });
}
