import { readFileSync } from "node:fs";
import { join } from "node:path";
import { economy } from "../../sim/catalog.ts";
import { parseScenario, ScenarioError, type ParsedScenario } from "../../sim/scenario.ts";

const folder = import.meta.dirname;

const load = (path: string) => {
  try {
    return readFileSync(join(folder, path), "utf8");
  } catch {
    throw new Error("no such file");
  }
};

/** Reads a file of this folder. */
export function read(file: string, overrides: readonly string[] = []): ParsedScenario {
  return parseScenario(load(file), file, economy, load, overrides);
}

/** Reads a text, which may extend files of this folder. */
export function parse(text: string, overrides: readonly string[] = []): ParsedScenario {
  return parseScenario(text, "test.yaml", economy, load, overrides);
}

/** What is wrong, a message a line; empty when nothing is. */
export function messagesOf(attempt: () => unknown): readonly string[] {
  try {
    attempt();
  } catch (error) {
    if (error instanceof ScenarioError) return error.messages;
    throw error;
  }
  return [];
}
