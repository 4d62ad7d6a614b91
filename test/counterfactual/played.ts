import type { Arms } from "../../sim/arms.ts";
import { armsOf } from "../../sim/arms.ts";
import { economy } from "../../sim/catalog.ts";
import type { Played, Stand } from "../../sim/counterfactual/contract.ts";
import { memoryRecorder } from "../../sim/memoryRecorder.ts";
import type { Row, Rows } from "../../sim/record.ts";
import { begin, run } from "../../sim/run.ts";
import { parseScenario } from "../../sim/scenario.ts";
import { readFileSync } from "node:fs";

const read = (path: string) => readFileSync(path, "utf8");

/** A run that is done: what is played on after it, and what it recorded of epochs and segments. */
export async function playedFile(
  file: string,
  overrides: readonly string[] = [],
): Promise<Played & { readonly rows: Record<string, Row[]> }> {
  const parsed = parseScenario(read(file), file, economy, read, overrides);
  const arms = armsOf(parsed, economy);
  return { ...(await playedArms(arms)), scenario: parsed.scenario };
}

async function playedArms(arms: Arms): Promise<Omit<Played, "scenario"> & { readonly rows: Record<string, Row[]> }> {
  const recorder = memoryRecorder();
  const ends: Record<string, Stand> = {};
  let fork: Stand | null = null;
  const { epochs } = arms.arms[0]!.rules.clock;
  for await (const { rows, world, work, arms: names, save } of run(arms, await begin(arms))) {
    await recorder.write(rows);
    const stand = () => ({ world, work, learner: save().learner });
    if (world.epoch === arms.forkEpoch && names.length > 1) fork = stand();
    if (world.epoch === epochs) for (const name of names) ends[name] = stand();
  }
  return { arms, fork, ends, rows: recorder.rows };
}

/** All rows of what is played after a run. */
export async function gathered(parts: AsyncIterable<Rows>): Promise<Record<string, Row[]>> {
  const recorder = memoryRecorder();
  for await (const rows of parts) await recorder.write(rows);
  return recorder.rows;
}
