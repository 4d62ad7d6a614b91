import { clock as clockOf } from "../../sim/core/clock.ts";
import { roster as rosterOf } from "../../sim/roster.ts";
import type { Scenario } from "../../sim/scenario.ts";
import type { Crew, Environment } from "../../sim/task/contract.ts";
import { catalog } from "../catalog.ts";
import { BadInput } from "../errors.ts";
import { readRecordedWork } from "./recordedWork.ts";

/** What sim/ cannot know: the backend wanted, and recorded work where the scenario replays some. */
export async function environmentOf(
  backend: NonNullable<Environment["backend"]>,
  scenario: Scenario,
  crew?: Crew,
): Promise<Environment> {
  const { task } = scenario as { task: { kind: string; run?: string } };
  if (task.kind !== "replay" || task.run === undefined) return { backend, ...(crew && { crew }) };
  const clock = clockOf(scenario.blockTime, scenario.tempo, scenario.duration);
  const { operators, validators } = rosterOf(scenario, catalog, clock);
  const recorded = await readRecordedWork(task.run, operators.ids, validators.ids);
  return { backend, recordedWork: () => recorded };
}

/** Rules that do not fit together, and a backend that is not there, are mistakes of the input: they name the file. */
export function asBadInput(file: string, error: unknown): unknown {
  const mistaken = error instanceof RangeError || (error as Error).name === "BackendUnavailable";
  return mistaken ? new BadInput(`${file}: ${(error as Error).message}`) : error;
}
