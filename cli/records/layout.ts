/**
 * Where a run's records lie in its folder:
 *
 *   manifest.json
 *   records/<table>.csv                              tables with few rows an epoch
 *   records/<table>/<arm>-<first epoch>.parquet      tables with a row per participant, a shard for a stretch of epochs
 */
import { open } from "node:fs/promises";
import { join } from "node:path";
import { tables, type Table } from "../../sim/record.ts";

export const manifestFile = (dir: string): string => join(dir, "manifest.json");
export const recordsFolder = (dir: string): string => join(dir, "records");

export const csvTables: readonly Table[] = tables.filter(({ store }) => store === "csv");
export const shardTables: readonly Table[] = tables.filter(({ store }) => store === "parquet");

export const csvFile = (dir: string, { name }: Table): string => join(recordsFolder(dir), `${name}.csv`);
export const shardFolder = (dir: string, { name }: Table): string => join(recordsFolder(dir), name);

/** "keep-000052.parquet": names in the order of their epochs */
export function shardName(arm: string, firstEpoch: number): string {
  return `${arm}-${String(firstEpoch).padStart(6, "0")}.parquet`;
}

/** Arm and first epoch of a shard's name; null for any other file. */
export function partsOfShard(name: string): { readonly arm: string; readonly firstEpoch: number } | null {
  const parts = /^(.+)-(\d{6,})\.parquet$/.exec(name);
  return parts === null ? null : { arm: parts[1]!, firstEpoch: Number(parts[2]) };
}

/** Makes a file's or folder's contents durable. */
export async function sync(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } catch (error) {
    // Windows cannot sync a folder; its entries are durable with the files'.
    if (process.platform !== "win32") throw error;
  } finally {
    await handle.close();
  }
}
