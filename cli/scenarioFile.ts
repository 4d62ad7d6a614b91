import { parseScenario, ScenarioError, type ParsedScenario } from "../sim/scenario.ts";
import { catalog } from "./catalog.ts";
import { BadInput } from "./errors.ts";
import { load, textOf } from "./textFile.ts";

/**
 * Reads and checks a scenario file and the files it extends.
 *
 * @param overrides "path=value" each
 * @throws BadInput with every message, one a line
 */
export function readScenario(file: string, overrides: readonly string[] = []): ParsedScenario {
  const text = textOf(file, "a scenario file");
  try {
    return parseScenario(text, file, catalog, load, overrides);
  } catch (error) {
    throw error instanceof ScenarioError ? new BadInput(error.message) : error;
  }
}
