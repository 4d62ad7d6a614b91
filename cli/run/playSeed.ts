import { summaryOf, type SeedSummary } from "../../reports/seeds/summary.ts";
import type { ArmName } from "../../sim/armNames.ts";
import { armsOf } from "../../sim/arms.ts";
import { memoryRecorder } from "../../sim/memoryRecorder.ts";
import { begin, run } from "../../sim/run.ts";
import type { ParsedScenario } from "../../sim/scenario.ts";
import type { Environment } from "../../sim/task/contract.ts";
import { catalog } from "../catalog.ts";
import { environmentOf } from "./environment.ts";
import { manifestOf } from "./manifestOf.ts";

/** A seed to play, as plain data: what a thread is sent. */
export interface SeedJob {
  readonly parsed: ParsedScenario;
  readonly wanted: readonly ArmName[];
  readonly backend: NonNullable<Environment["backend"]>;
}

/** All that the summary of a seed reads. */
export const SUMMARY_TABLES: readonly string[] = ["epochs"];

/** Plays the arms of a scenario in memory and keeps what they came to. */
export async function playSeed({ parsed, wanted, backend }: SeedJob): Promise<SeedSummary> {
  const arms = armsOf(parsed, catalog, await environmentOf(backend, parsed.scenario), wanted);
  const recorder = memoryRecorder();
  for await (const { rows } of run(arms, await begin(arms)))
    await recorder.write(Object.fromEntries(SUMMARY_TABLES.map((name) => [name, rows[name]!])));
  return summaryOf({ manifest: manifestOf(parsed, arms, {}), frames: recorder.frames() });
}
