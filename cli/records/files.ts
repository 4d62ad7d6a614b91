/**
 * The recorder of a run's folder. What was written up to a flush is on disk, and a run that is stopped and resumed from
 * the marks of a flush leaves the same bytes as one that was not, as long as it flushes after the same epochs.
 */
import { mkdir, open, readdir, rm, truncate, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { isBatch, rowsOf } from "../../sim/record/batch.ts";
import type { Part, Recorder, Row, Table, Tables } from "../../sim/record.ts";
import { BadInput } from "../errors.ts";
import { csvHeader, csvLines } from "./csv.ts";
import { csvFile, csvTables, recordsFolder, shardFolder, shardName, shardTables, sync } from "./layout.ts";
import { add, batchesOf, gather, type Gathered } from "./shards.ts";
import { bytesOf, putWhole } from "./shardFiles.ts";

/** What was on disk at a flush, as plain data: a checkpoint holds it. */
export interface Marks {
  /** bytes of each CSV file by table */
  readonly csv: Readonly<Record<string, number>>;
  /** "miners/cut-000000.parquet", sorted */
  readonly shards: readonly string[];
}

export interface RecordFiles extends Recorder {
  write(tables: Tables): Promise<void>;
  /**
   * Ends the current shards and puts everything on disk. More may be written meanwhile, which the marks do not count; one
   * flush at a time.
   */
  flush(): Promise<Marks>;
  close(): Promise<void>;
}

export interface RecordOptions {
  /** go on from here: what was written later is removed */
  readonly resumeFrom?: Marks;
  /** epochs in a shard */
  readonly shardEpochs?: number;
}

/** 256 participants x 256 epochs x 35 columns are 18 MB while they wait. */
const defaultShardEpochs = 256;

/** Lines are handed to the system in pieces of about this many characters. */
const pieceLength = 1 << 17;

/** @throws BadInput when the files hold less than the marks say */
export async function openRecords(
  dir: string,
  { resumeFrom, shardEpochs = defaultShardEpochs }: RecordOptions = {},
): Promise<RecordFiles> {
  await (resumeFrom === undefined ? startOver(dir) : goBack(dir, resumeFrom));
  const csv = await openCsvFiles(dir, resumeFrom);
  const shards = shardWriter(dir, resumeFrom?.shards ?? [], shardEpochs);

  let flushed: Promise<unknown> = Promise.resolve();
  const flush = (): Promise<Marks> => {
    const onDisk = [...[...csv.values()].map((file) => file.flush()), shards.flush()];
    const marks = { csv: bytesOfEach(csv), shards: shards.written() };
    const done = Promise.all(onDisk).then(() => sync(recordsFolder(dir)));
    flushed = done;
    return done.then(() => marks);
  };
  return {
    flush,
    async write(tables) {
      for (const table of csvTables) await csv.get(table.name)!.append(table, rowsOf(tables[table.name] ?? []));
      for (const table of shardTables) await shards.append(table, tables[table.name] ?? []);
    },
    async close() {
      await flushed;
      await flush();
      for (const file of csv.values()) await file.close();
    },
  };
}

const bytesOfEach = (files: ReadonlyMap<string, CsvFile>): Marks["csv"] =>
  Object.fromEntries([...files].map(([name, file]) => [name, file.bytes()]));

async function startOver(dir: string): Promise<void> {
  for (const table of csvTables) await rm(csvFile(dir, table), { force: true });
  for (const table of shardTables) await rm(shardFolder(dir, table), { recursive: true, force: true });
  await makeFolders(dir);
}

async function makeFolders(dir: string): Promise<void> {
  for (const table of shardTables) await mkdir(shardFolder(dir, table), { recursive: true });
}

/** Removes what was written after the marks. */
async function goBack(dir: string, marks: Marks): Promise<void> {
  await makeFolders(dir);
  const kept = new Set(marks.shards);
  const there = new Set<string>();
  for (const table of shardTables) {
    for (const name of await readdir(shardFolder(dir, table))) {
      const shard = `${table.name}/${name}`;
      there.add(shard);
      if (!kept.has(shard)) await rm(join(shardFolder(dir, table), name));
    }
  }
  const lost = marks.shards.find((shard) => !there.has(shard));
  if (lost !== undefined)
    throw new BadInput(`${join(recordsFolder(dir), lost)}: not found; the run cannot be resumed without it`);
  for (const table of csvTables) await cutBack(csvFile(dir, table), marks.csv[table.name] ?? 0);
}

async function cutBack(file: string, bytes: number): Promise<void> {
  const handle = await open(file, "r").catch(() => null);
  const size = handle === null ? 0 : (await handle.stat()).size;
  await handle?.close();
  if (handle === null || size < bytes) {
    throw new BadInput(`${file}: has ${size} bytes; resuming the run needs the ${bytes} bytes of its checkpoint`);
  }
  await truncate(file, bytes);
}

interface CsvFile {
  append(table: Table, rows: readonly Row[]): Promise<void>;
  flush(): Promise<void>;
  bytes(): number;
  close(): Promise<void>;
}

async function openCsvFiles(dir: string, resumeFrom: Marks | undefined): Promise<ReadonlyMap<string, CsvFile>> {
  const files = new Map<string, CsvFile>();
  for (const table of csvTables) {
    const handle = await open(csvFile(dir, table), "a");
    const header = resumeFrom === undefined ? csvHeader(table.columns) : "";
    files.set(table.name, csvAppender(handle, header, resumeFrom?.csv[table.name] ?? 0));
  }
  return files;
}

function csvAppender(handle: FileHandle, header: string, start: number): CsvFile {
  let waiting = header;
  let bytes = start;
  let durable = start;
  let appended = Promise.resolve();
  /** One piece after the other, though nobody waits for a flush before writing on. */
  const drain = (): Promise<void> => {
    const piece = Buffer.from(waiting, "utf8");
    waiting = "";
    bytes += piece.length;
    appended = appended.then(() => handle.appendFile(piece));
    return appended;
  };
  return {
    async append(table, rows) {
      if (rows.length > 0) waiting += csvLines(table, rows);
      if (waiting.length > pieceLength) await drain();
    },
    async flush() {
      if (waiting === "" && bytes === durable) return;
      const draining = drain();
      durable = bytes;
      await draining;
      await handle.sync();
    },
    bytes: () => bytes,
    close: () => handle.close(),
  };
}

interface ShardWriter {
  append(table: Table, parts: readonly Part[]): Promise<void>;
  /** Ends the current shards, and puts them on disk. */
  flush(): Promise<void>;
  /** names of the shards that were ended, sorted */
  written(): readonly string[];
}

/** Gathers rows by table and arm; a shard ends where a multiple of `shardEpochs` begins, or at a flush. */
function shardWriter(dir: string, kept: readonly string[], shardEpochs: number): ShardWriter {
  const open = new Map<string, Gathered>();
  const used = new Map<string, Gathered>();
  const written = new Set(kept);

  /** Its rows are bytes at once, so that their memory can take the next ones while these go to disk. */
  const finish = (key: string): Promise<void> => {
    const gathered = open.get(key)!;
    open.delete(key);
    const name = shardName(gathered.arm, gathered.firstEpoch);
    const onDisk = putWhole(join(shardFolder(dir, gathered.table), name), bytesOf(gathered));
    written.add(`${gathered.table.name}/${name}`);
    used.set(gathered.table.name, gathered);
    return onDisk;
  };
  return {
    async append(table, parts) {
      for (const batch of parts.every(isBatch) ? parts : batchesOf(table, rowsOf(parts))) {
        const { arm, epoch, places } = batch;
        if (places.length === 0) continue;
        const key = `${table.name} ${arm}`;
        const first = open.get(key)?.firstEpoch;
        if (first !== undefined && Math.floor(first / shardEpochs) < Math.floor(epoch / shardEpochs)) await finish(key);
        if (!open.has(key)) {
          open.set(key, gather(table, arm, epoch, used.get(table.name)));
          used.delete(table.name);
        }
        add(open.get(key)!, batch);
      }
    },
    async flush() {
      await Promise.all([...open.keys()].map(finish));
      await Promise.all(shardTables.map((table) => sync(shardFolder(dir, table))));
    },
    written: () => [...written].sort(),
  };
}
