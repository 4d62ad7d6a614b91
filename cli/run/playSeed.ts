import { summaryOf, type SeedSummary } from "../../reports/seeds/summary.ts";
import type { ArmName } from "../../sim/armNames.ts";
import { armsOf } from "../../sim/arms.ts";
import type { Stand } from "../../sim/counterfactual/contract.ts";
import { lasting } from "../../sim/counterfactual/lasting.ts";
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
  /** whether its arms are played on until they settle */
  readonly why: boolean;
}

/** All that the summary of a seed reads. */
export const SUMMARY_TABLES: readonly string[] = ["epochs", "lasting"];

/** Plays the arms of a scenario in memory and keeps what they came to. */
export async function playSeed({ parsed, wanted, backend, why }: SeedJob): Promise<SeedSummary> {
  const arms = armsOf(parsed, catalog, await environmentOf(backend, parsed.scenario), wanted);
  const recorder = memoryRecorder();
  const ends: Record<string, Stand> = {};
  for await (const { rows, world, work, arms: names, save } of run(arms, await begin(arms))) {
    await recorder.write({ epochs: rows["epochs"]! });
    if (world.epoch < arms.arms[0]!.rules.clock.epochs) continue;
    for (const name of names) ends[name] = { world, work, learner: save().learner };
  }
  const played = { arms, scenario: parsed.scenario, fork: null, ends };
  for await (const rows of why ? lasting(played) : []) await recorder.write(rows);
  return summaryOf({ manifest: manifestOf(parsed, arms, {}), frames: recorder.frames() });
}
