/**
 * Checkpoints of a run: world, learner and how far the records were, in one file each, written atomically. The newest that
 * can be read counts; the one before is kept in case the newest was being written.
 */
import { mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { RunState } from "../../sim/run.ts";
import { sync } from "../records/layout.ts";
import { readPlainData, Torn, writePlainData } from "./plainData.ts";
import type { Marks } from "../records/files.ts";

export interface Checkpoint {
  /** epochs played so far, over all arms */
  readonly played: number;
  readonly state: RunState;
  readonly marks: Marks;
}

const KEPT = 2;
const folder = (dir: string): string => join(dir, "checkpoints");
const fileName = (played: number): string => `${String(played).padStart(8, "0")}.checkpoint`;

/** Puts a checkpoint on disk whole or not at all: written beside, made durable, then renamed. */
export async function saveCheckpoint(dir: string, checkpoint: Checkpoint): Promise<void> {
  await mkdir(folder(dir), { recursive: true });
  const file = join(folder(dir), fileName(checkpoint.played));
  const handle = await open(`${file}.tmp`, "w");
  try {
    await writePlainData(handle, checkpoint);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(`${file}.tmp`, file);
  await sync(folder(dir));
  const older = (await names(dir)).slice(0, -KEPT);
  for (const name of older) await rm(join(folder(dir), name));
}

/**
 * The newest checkpoint that is whole; undefined when there is none.
 * @throws Error where the system does not let it be read: to start over would throw the run away
 */
export async function lastCheckpoint(dir: string): Promise<Checkpoint | undefined> {
  for (const name of (await names(dir)).reverse()) {
    try {
      return readPlainData(join(folder(dir), name)) as Checkpoint;
    } catch (error) {
      if (!(error instanceof Torn)) throw error; // torn by a crash of the machine; the one before is whole
    }
  }
  return undefined;
}

/** A finished run needs none. */
export async function removeCheckpoints(dir: string): Promise<void> {
  await rm(folder(dir), { recursive: true, force: true });
}

async function names(dir: string): Promise<string[]> {
  const found = await readdir(folder(dir)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
    return [];
  });
  return found.filter((name) => name.endsWith(".checkpoint")).sort();
}
