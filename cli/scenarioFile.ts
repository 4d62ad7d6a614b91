import { readFileSync } from "node:fs";
import { parseScenario, ScenarioError, type ParsedScenario } from "../sim/scenario.ts";
import { catalog } from "./catalog.ts";
import { BadInput } from "./errors.ts";

/**
 * Reads and checks a scenario file and the files it extends.
 *
 * @param overrides "path=value" each
 * @throws BadInput with every message, one a line
 */
export function readScenario(file: string, overrides: readonly string[] = []): ParsedScenario {
  try {
    return parseScenario(textOf(file), file, catalog, load, overrides);
  } catch (error) {
    throw error instanceof ScenarioError ? new BadInput(error.message) : error;
  }
}

function textOf(file: string): string {
  try {
    return load(file);
  } catch (error) {
    throw new BadInput(`${file}: ${(error as Error).message}; expected a scenario file`);
  }
}

/** The text of a file; throws an Error whose message is the reason alone. */
function load(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const reason = reasons[(error as NodeJS.ErrnoException).code ?? ""] ?? (error as Error).message;
    throw new Error(reason, { cause: error });
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "no such file",
  ENOTDIR: "no such file",
  EISDIR: "it is a folder",
  EACCES: "no permission to read it",
};
