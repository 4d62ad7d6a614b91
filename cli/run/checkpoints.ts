/**
 * Checkpoints of a run: world, learner and how far the records were, in one file each, written atomically. The newest that
 * can be read counts; the one before is kept in case the newest was being written.
 */
import { mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { RunState } from "../../sim/run.ts";
import { sync } from "../records/layout.ts";
import { readPlainData, Torn, writePlainData } from "./plainData.ts";
import type { Marks, RecordFiles } from "../records/files.ts";

export interface Checkpoint {
  /** epochs played so far, over all arms */
  readonly played: number;
  readonly state: RunState;
  readonly marks: Marks;
}

const KEPT = 2;
/** Where a run keeps what it only needs until it is complete. */
export const checkpointFolder = (dir: string): string => join(dir, "checkpoints");
const fileName = (played: number): string => `${String(played).padStart(8, "0")}.checkpoint`;

export async function saveCheckpoint(dir: string, checkpoint: Checkpoint): Promise<void> {
  await writeWhole(dir, fileName(checkpoint.played), checkpoint);
  const older = (await names(dir)).slice(0, -KEPT);
  for (const name of older) await rm(join(checkpointFolder(dir), name));
}

export interface Checkpoints {
  /**
   * Begins to save, once the checkpoint before is saved: records first, then what goes on from them. The run may play on
   * meanwhile, since nothing of a state is written to again.
   */
  save(reached: Omit<Checkpoint, "marks">): Promise<void>;
  /** Waits until the last one is saved. */
  saved(): Promise<void>;
}

/** Saves checkpoints of a run and its records. */
export function savingTo(dir: string, records: Pick<RecordFiles, "flush">): Checkpoints {
  let last = Promise.resolve();
  return {
    async save(reached) {
      await last;
      last = records.flush().then((marks) => saveCheckpoint(dir, { ...reached, marks }));
      last.catch(() => {}); // whoever waits for it is told
    },
    saved: () => last,
  };
}

/** Puts plain data beside the checkpoints whole or not at all: written beside, made durable, then renamed. */
export async function writeWhole(dir: string, name: string, value: unknown): Promise<void> {
  await mkdir(checkpointFolder(dir), { recursive: true });
  const file = join(checkpointFolder(dir), name);
  const handle = await open(`${file}.tmp`, "w");
  try {
    await writePlainData(handle, value);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(`${file}.tmp`, file);
  await sync(checkpointFolder(dir));
}

/**
 * The newest checkpoint that is whole; undefined when there is none.
 * @throws Error where the system does not let it be read: to start over would throw the run away
 */
export async function lastCheckpoint(dir: string): Promise<Checkpoint | undefined> {
  for (const name of (await names(dir)).reverse()) {
    try {
      return readPlainData(join(checkpointFolder(dir), name)) as Checkpoint;
    } catch (error) {
      if (!(error instanceof Torn)) throw error; // torn by a crash of the machine; the one before is whole
    }
  }
  return undefined;
}

/** A finished run needs none. */
export async function removeCheckpoints(dir: string): Promise<void> {
  await rm(checkpointFolder(dir), { recursive: true, force: true });
}

async function names(dir: string): Promise<string[]> {
  const found = await readdir(checkpointFolder(dir)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
    return [];
  });
  return found.filter((name) => name.endsWith(".checkpoint")).sort();
}
