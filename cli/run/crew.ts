import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import type { Crew } from "../../sim/task/contract.ts";

/** Threads that train, and their end. */
export interface Threads extends Crew {
  close(): Promise<void>;
}

/**
 * Starts threads that share the training of a run.
 * @param threads how many; 1 starts none: the run trains by itself
 */
export async function startThreads(threads: number): Promise<Threads | undefined> {
  if (threads === 1) return undefined;
  const { Piscina } = await import("piscina");
  const pool = new Piscina({ filename: threadScript("trainThread"), minThreads: threads, maxThreads: threads });
  return { size: threads, run: (job) => pool.run(job) as Promise<unknown>, close: () => pool.destroy() };
}

/**
 * Miners each below which threads do not pay: models travel to a thread and back every epoch, and it takes 100 MB.
 * PERF: the main job, 24 miners: 15.5 s alone, 17.2 s with two threads.
 */
const LEAST_MINERS = 64;

/** Threads for a run of so many miners, where the caller leaves it to us. */
export const threadsFor = (miners: number): number =>
  Math.max(1, Math.min(availableParallelism(), Math.floor(miners / LEAST_MINERS)));

/** A bundled thread: beside the command, or one folder up from its chunks. */
export function threadScript(name: string): string {
  const places = [`./${name}.js`, `../${name}.js`].map((path) => fileURLToPath(new URL(path, import.meta.url)));
  const found = places.find(existsSync);
  if (found === undefined) throw new Error(`no ${name}.js at ${places.join(" or ")}; build the package anew`);
  return found;
}
