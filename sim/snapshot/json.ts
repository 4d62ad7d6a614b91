import { plain, readYaml, type Located } from "../scenario/located.ts";
import { ScenarioError } from "../scenario/errors.ts";
import { expectation, problemAt } from "../scenario/issues.ts";
import type { z } from "zod";

/** A JSON file: its value, and the places of its parts for whoever has to complain. */
export interface JsonFile {
  readonly value: unknown;
  /** false for YAML that is no JSON, such as a comma too many */
  readonly strict: boolean;
  /** PERF: positions of a 0.6 MB file take 1.6 s, its value 10 ms; so they are read only for a complaint */
  readonly root: () => Located;
}

/** One thing that is wrong: where, and what would be right ("expected ...") or a whole predicate ("is 5; expected ..."). */
export interface Fault {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** @throws ScenarioError at the place where a text that is not even YAML stops making sense */
export function readJson(text: string, file: string): JsonFile {
  const bare = text.replace(/^\uFEFF/, "");
  const value = strictValue(bare);
  if (value !== undefined) return { value, strict: true, root: () => readYaml(bare, file, "JSON") };
  const root = readYaml(bare, file, "JSON");
  return { value: plain(root), strict: false, root: () => root };
}

/** undefined for anything that is no JSON, or in which a key stands twice (JSON.parse would take the last silently). */
function strictValue(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return keysWritten(text) === keysOf(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function keysWritten(text: string): number {
  let keys = 0;
  for (const [, colon] of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?/g)) if (colon !== undefined) keys++;
  return keys;
}

function keysOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  const parts = Object.values(value);
  let keys = Array.isArray(value) ? 0 : parts.length;
  for (const part of parts) keys += keysOf(part);
  return keys;
}

/** Of a file that is wrong all over, the first places say enough. */
const MOST_FAULTS = 10;

/** What is wrong, each at its place. */
export function refusal(file: JsonFile, faults: readonly Fault[]): ScenarioError {
  const root = file.root();
  const shown = faults.slice(0, MOST_FAULTS).map(({ path, message }) => problemAt(path, message, root, "the snapshot"));
  const next = faults[MOST_FAULTS];
  if (next === undefined) return new ScenarioError(shown);
  const more = faults.length - MOST_FAULTS;
  const { place } = problemAt(next.path, next.message, root);
  return new ScenarioError([...shown, { place, text: `${more} more ${more === 1 ? "fault" : "faults"} from here on` }]);
}

/** @throws ScenarioError with what the schema does not accept */
export function checked<Schema extends z.ZodType>(file: JsonFile, schema: Schema): z.output<Schema> {
  const result = schema.safeParse(file.value, { error: expectation });
  if (!result.success) throw refusal(file, result.error.issues);
  return result.data;
}
