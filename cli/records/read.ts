/** A run's folder read back: its manifest, and its tables as columns. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Manifest } from "../../sim/manifest.ts";
import { tables, type Frame, type Table } from "../../sim/record.ts";
import { BadInput } from "../errors.ts";
import { frameOfCsv } from "./csv.ts";
import { memoryOf, named, openDatabase, quoted, type Database } from "./duckdb.ts";
import { csvFile, csvTables, manifestFile, partsOfShard, recordsFolder, shardFolder, shardTables } from "./layout.ts";

export interface ReadOptions {
  /** names of the tables to read; all of them when not given */
  readonly tables?: readonly string[];
  /** columns to read of some of them; all of the others' */
  readonly columns?: Readonly<Record<string, readonly string[]>>;
  /** columns of shards that earlier versions did not write; left out where they are not there */
  readonly later?: Readonly<Record<string, readonly string[]>>;
}

export interface RunRecords {
  readonly manifest: Manifest;
  readonly frames: Readonly<Record<string, Frame>>;
}

/** @throws BadInput when the folder is no run's, saying what is missing */
export async function readRun(dir: string, options: ReadOptions = {}): Promise<RunRecords> {
  const manifest = await readManifest(dir);
  const wanted = (table: Table): boolean => options.tables?.includes(table.name) ?? true;
  const frames: Record<string, Frame> = {};
  for (const table of csvTables.filter(wanted)) frames[table.name] = await readCsv(dir, table);
  const database = await openDatabase();
  try {
    for (const table of shardTables.filter(wanted)) {
      const some = only(table, options.columns?.[table.name]);
      frames[table.name] = await readShards(database, dir, some, manifest.arms, options.later?.[table.name]);
    }
  } finally {
    database.close();
  }
  return { manifest, frames: Object.fromEntries(tables.filter(wanted).map(({ name }) => [name, frames[name]!])) };
}

const manifestKeys = [
  "taper",
  "name",
  "question",
  "hash",
  "seed",
  "backend",
  "versions",
  "arms",
  "epochs",
  "epochDays",
  "subsidyEnd",
  "scale",
  "hardwareLifeDays",
  "warnings",
  "scenario",
  "status",
] as const satisfies readonly (keyof Manifest)[];

/** @throws BadInput when there is none, or it is not one of a run */
export async function readManifest(dir: string): Promise<Manifest> {
  const file = manifestFile(dir);
  const text = await readFile(file, "utf8").catch(() => {
    throw new BadInput(`${dir}: not the folder of a run; it has no manifest.json`);
  });
  const manifest = parsed(file, text);
  if (typeof manifest !== "object" || manifest === null)
    throw new BadInput(`${file}: not the manifest of a run; expected an object`);
  const lacking = manifestKeys.filter((key) => !(key in manifest));
  if (lacking.length > 0) throw new BadInput(`${file}: not the manifest of a run; it lacks ${lacking.join(", ")}`);
  return manifest as Manifest;
}

function parsed(file: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new BadInput(`${file}: not JSON: ${(error as Error).message}`);
  }
}

async function readCsv(dir: string, table: Table): Promise<Frame> {
  const file = csvFile(dir, table);
  const text = await readFile(file, "utf8").catch(() => {
    throw new BadInput(`${dir}: not the folder of a run; it has no ${join("records", `${table.name}.csv`)}`);
  });
  return refusing(() => frameOfCsv(file, table, text));
}

function refusing<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof RangeError ? new BadInput(error.message) : error;
  }
}

/** A table with some of its columns. */
function only(table: Table, names: readonly string[] | undefined): Table {
  return names ? { ...table, columns: table.columns.filter(({ name }) => names.includes(name)) } : table;
}

/** Rows arm by arm, each in the order in which they were written. */
async function readShards(
  database: Database,
  dir: string,
  table: Table,
  arms: readonly string[],
  later: readonly string[] = [],
): Promise<Frame> {
  const files = await shardsOf(dir, table, arms);
  if (files.length === 0) return emptyFrame(table);
  const from = `read_parquet([${files.map(quoted).join(", ")}])`;
  try {
    return await frameOf(database, later.length === 0 ? table : await written(database, table, from, later), from);
  } catch (error) {
    throw new BadInput(`${join(recordsFolder(dir), table.name)}: ${(error as Error).message}`);
  }
}

/** A table without those of the later columns that its shards lack. */
async function written({ connection }: Database, table: Table, from: string, later: readonly string[]): Promise<Table> {
  const there = (await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${from}`)).getRows().map(([name]) => name);
  return { ...table, columns: table.columns.filter(({ name }) => !later.includes(name) || there.includes(name)) };
}

/** PERF: texts come as codes, so that a cell is copied in 2 ns; one by one they took 300. */
async function frameOf({ connection }: Database, table: Table, from: string): Promise<Frame> {
  const count = Number((await connection.runAndReadAll(`SELECT count(*) FROM ${from}`)).getRows()[0]![0]);
  const lists: (readonly string[])[] = [];
  for (const [k, { name, type }] of table.columns.entries())
    lists.push(
      type === "text" ? await distinctTexts(connection, `texts${k}`, `SELECT ${named(name)} FROM ${from}`) : [],
    );
  const columns = table.columns.map(({ type }) =>
    type === "text" ? new Array<string>(count) : new Float64Array(count),
  );
  const result = await connection.stream(`SELECT ${table.columns.map(loaded).join(", ")} FROM ${from}`);
  let row = 0;
  for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    for (let k = 0; k < columns.length; k++) copy(memoryOf(chunk.getColumnVector(k)), lists[k]!, columns[k]!, row);
    row += chunk.rowCount;
  }
  return { length: count, columns: Object.fromEntries(table.columns.map(({ name }, k) => [name, columns[k]!])) };
}

/** The texts of a column in the order of their codes, as an ENUM of that name. */
async function distinctTexts(
  connection: Database["connection"],
  name: string,
  column: string,
): Promise<readonly string[]> {
  await connection.run(`CREATE OR REPLACE TYPE ${name} AS ENUM (SELECT DISTINCT * FROM (${column}))`);
  const all = await connection.runAndReadAll(`SELECT unnest(enum_range(NULL::${name}))::VARCHAR`);
  return all.getRows().map(([text]) => text as string);
}

function copy(from: ArrayLike<number>, texts: readonly string[], to: Float64Array | string[], start: number): void {
  if (to instanceof Float64Array) to.set(from, start);
  else for (let i = 0; i < from.length; i++) to[start + i] = texts[from[i]!]!;
}

/** A text by its code, a missing number as NaN. */
function loaded({ name, type }: Table["columns"][number], k: number): string {
  return type === "text"
    ? `enum_code(${named(name)}::texts${k})::DOUBLE`
    : `coalesce(${named(name)}::DOUBLE, 'NaN'::DOUBLE)`;
}

async function shardsOf(dir: string, table: Table, arms: readonly string[]): Promise<readonly string[]> {
  const folder = shardFolder(dir, table);
  const names = await readdir(folder).catch((): string[] => []);
  const place = (arm: string): number => (arms.includes(arm) ? arms.indexOf(arm) : arms.length);
  return names
    .flatMap((name) => {
      const parts = partsOfShard(name);
      return parts === null ? [] : [{ ...parts, file: join(folder, name) }];
    })
    .sort((a, b) => place(a.arm) - place(b.arm) || a.firstEpoch - b.firstEpoch)
    .map(({ file }) => file);
}

function emptyFrame(table: Table): Frame {
  const columns = table.columns.map(({ name, type }) => [name, type === "text" ? [] : new Float64Array(0)] as const);
  return { length: 0, columns: Object.fromEntries(columns) };
}
