import { availableParallelism } from "node:os";
import { summaryOf, type SeedSummary } from "../../reports/seeds/summary.ts";
import { withSeed } from "../../sim/scenario.ts";
import { appendSeed, mendSeeds, readSeeds } from "../records/seeds.ts";
import { readRun } from "../records/read.ts";
import { threadScript } from "./crew.ts";
import { onInterrupt } from "./interruption.ts";
import { playSeed, SUMMARY_TABLES, type SeedJob } from "./playSeed.ts";
import { progressLine } from "./progress.ts";

export interface SeedsWish extends SeedJob {
  /** folder of the run, which is complete */
  readonly dir: string;
  /** seeds in all, that of the run among them */
  readonly count: number;
  /** threads that play seeds; by cores when left out. The bytes do not depend on it */
  readonly workers: number | undefined;
}

/**
 * Plays the seeds s, s + 1, ... s + count - 1 of a run with seed s and keeps what each came to in seeds.jsonl, in their
 * order; seeds that are there already are not played again.
 * @returns false when it was interrupted; it can go on later
 */
export async function playSeeds({ dir, count, workers, ...job }: SeedsWish): Promise<boolean> {
  let done = (await readSeeds(dir)).length;
  if (done >= count) return true;
  await mendSeeds(dir);
  if (done === 0) {
    await appendSeed(dir, summaryOf(await readRun(dir, { tables: SUMMARY_TABLES })));
    done++;
  }
  const { seed } = job.parsed.scenario;
  const left = Array.from({ length: count - done }, (_, k) => seed + done + k);
  const players = await startPlayers(Math.min(workers ?? availableParallelism(), left.length));
  const interruption = onInterrupt();
  const progress = progressLine(({ played }) => `seeds ${played} of ${count}`);
  try {
    const jobs = left.map((seed) => ({ ...job, parsed: withSeed(job.parsed, seed) }));
    for await (const summary of inOrder(jobs, players, () => interruption.asked)) {
      await appendSeed(dir, summary);
      progress.show({ played: ++done, total: count });
    }
  } finally {
    progress.end();
    interruption.ignore();
    await players.close();
  }
  return done === count;
}

interface Players {
  /** jobs that are handed out at a time: two a thread, so that none waits for the results to be put in order */
  readonly ahead: number;
  play(job: SeedJob): Promise<SeedSummary>;
  close(): Promise<void>;
}

/** Threads that play seeds; with one, this thread does. */
async function startPlayers(size: number): Promise<Players> {
  if (size === 1) return { ahead: 1, play: playSeed, close: async () => {} };
  const { Piscina } = await import("piscina");
  const pool = new Piscina({ filename: threadScript("seedThread"), minThreads: size, maxThreads: size });
  return { ahead: 2 * size, play: (job) => pool.run(job) as Promise<SeedSummary>, close: () => pool.destroy() };
}

/** Plays jobs, a few at a time, and yields the results in the order of the jobs, until it is stopped. */
async function* inOrder(
  jobs: readonly SeedJob[],
  { ahead, play }: Players,
  stopped: () => boolean,
): AsyncGenerator<SeedSummary, void, void> {
  const waiting: Promise<SeedSummary>[] = [];
  let next = 0;
  while (!stopped()) {
    while (waiting.length < ahead && next < jobs.length) {
      const result = play(jobs[next++]!);
      result.catch(() => {}); // one that fails is told of in its turn, and not at all once the run has stopped
      waiting.push(result);
    }
    const first = waiting.shift();
    if (first === undefined) return;
    yield await first;
  }
}
