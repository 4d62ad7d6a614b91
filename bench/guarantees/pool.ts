import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Column, Task } from "./columns.ts";

/**
 * Plays tasks on one thread a core, in any order.
 * @param script the bundled worker
 * @param done   called with the task's place in the list and its columns
 * @throws Error of a thread that failed; the others are stopped
 */
export async function playAll(
  tasks: readonly Task[],
  script: URL,
  done: (place: number, columns: readonly Column[]) => void,
): Promise<void> {
  const workers = Array.from({ length: Math.min(availableParallelism(), tasks.length) }, () => new Worker(script));
  let next = 0;
  const drain = (worker: Worker) =>
    new Promise<void>((resolve, reject) => {
      let place: number;
      const send = () => {
        if (next === tasks.length) return resolve();
        place = next++;
        worker.postMessage(tasks[place]);
      };
      worker.on("message", (columns: readonly Column[]) => {
        done(place, columns);
        send();
      });
      worker.on("error", reject);
      send();
    });
  try {
    await Promise.all(workers.map(drain));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}
