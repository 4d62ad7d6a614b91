/** `seeds.jsonl` of a run's folder: what each seed came to, a line each, in the order of the seeds. */
import { appendFile, readFile, truncate } from "node:fs/promises";
import { join } from "node:path";
import type { SeedSummary } from "../../reports/seeds/summary.ts";
import { BadInput } from "../errors.ts";
import { sync } from "./layout.ts";

const seedsFile = (dir: string): string => join(dir, "seeds.jsonl");

/**
 * The seeds that are done; none where the run was played with one seed alone. A last line that a kill cut short does not
 * count.
 * @throws BadInput when a line is not a seed's, or not in its place
 */
export async function readSeeds(dir: string): Promise<readonly SeedSummary[]> {
  const seeds = (await wholeLines(dir)).map((line, k) => seedOf(line, `${seedsFile(dir)}:${k + 1}`));
  seeds.forEach(({ seed }, k) => {
    const expected = seeds[0]!.seed + k;
    if (seed !== expected)
      throw new BadInput(`${seedsFile(dir)}:${k + 1}: is of seed ${seed}; expected ${expected}, the next in order`);
  });
  return seeds;
}

/** Adds a line and makes it durable. */
export async function appendSeed(dir: string, summary: SeedSummary): Promise<void> {
  await appendFile(seedsFile(dir), `${JSON.stringify(summary)}\n`);
  await sync(seedsFile(dir));
}

/** Makes the file ready for more lines: takes away a last one that a kill cut short. */
export async function mendSeeds(dir: string): Promise<void> {
  const whole = (await wholeLines(dir)).map((line) => `${line}\n`).join("");
  await appendFile(seedsFile(dir), "");
  await truncate(seedsFile(dir), Buffer.byteLength(whole));
}

async function wholeLines(dir: string): Promise<string[]> {
  const text = await readFile(seedsFile(dir), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
    return "";
  });
  return text.split("\n").slice(0, -1);
}

function seedOf(line: string, where: string): SeedSummary {
  try {
    const summary = JSON.parse(line) as Partial<SeedSummary> | null;
    if (Number.isInteger(summary?.seed) && summary?.arms) return summary as SeedSummary;
  } catch {
    // refused below, like JSON of something else
  }
  throw new BadInput(`${where}: not what a seed came to; expected JSON with seed and arms`);
}
