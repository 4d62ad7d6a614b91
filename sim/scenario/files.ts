import { type ScenarioError } from "./errors.ts";

/** Reads a file that another names; throws an Error that says why it cannot be read. */
export type Load = (path: string) => string;

/** @param fail makes the error that stands where the file is named */
export function loaded(path: string, load: Load, fail: (message: string) => ScenarioError): string {
  try {
    return load(path);
  } catch (reason) {
    throw fail(
      `expected a file that can be read (${path}: ${reason instanceof Error ? reason.message : String(reason)})`,
    );
  }
}

/** A path relative to a file's folder; forward slashes, "." and ".." resolved. */
export function besideOf(file: string, path: string): string {
  if (/^([/\\]|[A-Za-z]:)/.test(path)) return path;
  const steps = file.split(/[/\\]/).slice(0, -1);
  for (const step of path.split(/[/\\]/)) {
    if (step === ".." && steps.length > 0 && steps.at(-1) !== ".." && steps.at(-1) !== "") steps.pop();
    else if (step !== ".") steps.push(step);
  }
  return steps.join("/");
}
