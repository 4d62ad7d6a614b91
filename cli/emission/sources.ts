import { existsSync } from "node:fs";
import { networkNames, type NetworkName } from "../../sim/data/networks/index.ts";
import { expectedOneOf } from "../../sim/scenario/errors.ts";
import type { Held } from "../../sim/schedule/held.ts";
import { presetSchedule, scenarioSchedule, type Schedule } from "../../sim/schedule/schedule.ts";
import { BadInput } from "../errors.ts";

/**
 * Schedules by the names of networks, or files of scenarios.
 *
 * @param overrides "path=value" each, for scenarios
 * @param held what the world is held at, as far as the user says
 * @throws BadInput for a word that is neither, and for a scenario that cannot be used
 */
export async function schedulesOf(
  words: readonly string[],
  overrides: readonly string[],
  held: Held,
): Promise<readonly Schedule[]> {
  const files = words.filter((word) => !isNetwork(word));
  for (const word of files)
    if (!isFile(word))
      throw new BadInput(
        `${word} is no network and no file; ${expectedOneOf([...networkNames, "a scenario file"], word)}`,
      );
  if (files.length === 0 && overrides.length > 0)
    throw new BadInput("--set changes a scenario; expected a scenario file among what is shown");
  const schedules: Schedule[] = [];
  for (const word of words)
    schedules.push(isNetwork(word) ? presetSchedule(word, held) : await ofScenario(word, overrides, held));
  return schedules;
}

const isNetwork = (word: string): word is NetworkName => (networkNames as readonly string[]).includes(word);
const isFile = (word: string): boolean => /[./\\]/.test(word) || existsSync(word);

async function ofScenario(file: string, overrides: readonly string[], held: Held): Promise<Schedule> {
  const [{ readScenario }, { catalog }, { asBadInput }] = await Promise.all([
    import("../scenarioFile.ts"),
    import("../catalog.ts"),
    import("../run/environment.ts"),
  ]);
  const { scenario } = readScenario(file, overrides);
  try {
    return scenarioSchedule(scenario, catalog, held);
  } catch (error) {
    throw asBadInput(file, error);
  }
}
