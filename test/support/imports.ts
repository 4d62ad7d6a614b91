/** Import lines of the sources, and which of them cross a border. Paths are relative to the root of the repository. */
import { readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";

export interface Import {
  readonly file: string;
  readonly line: number;
  /** a path such as sim/core/matrix.ts, or a package such as zod or node:fs */
  readonly what: string;
  /** true where only types come in, so that nothing is loaded */
  readonly typeOnly: boolean;
}

/** Every .ts file below the folders that are there, sorted. */
export function sourcesOf(...folders: readonly string[]): string[] {
  return readdirSync(".", { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && folders.includes(entry.name))
    .flatMap(({ name }) =>
      readdirSync(name, { recursive: true, encoding: "utf8" }).map((file) => posix.join(name, file)),
    )
    .filter((file) => file.endsWith(".ts"))
    .sort();
}

const statement = /^(?:import|export)\s+(type\s+)?(?:([\w$*{}\s,]+?)\s+from\s+)?["']([^"']+)["']/gm;
const call = /\b(?:import|require|require\.resolve)\(\s*["']([^"']+)["']\s*\)/g;

/** Imports of a file: statements over any number of lines, and calls. */
export function importsOf(file: string, text = readFileSync(file, "utf8")): Import[] {
  const at = (index: number) => text.slice(0, index).split("\n").length;
  const found = (index: number, specifier: string, typeOnly: boolean): Import => ({
    file,
    line: at(index),
    what: specifier.startsWith(".") ? posix.join(posix.dirname(file), specifier) : specifier,
    typeOnly,
  });
  return [
    ...[...text.matchAll(statement)].map(({ index, 1: type, 2: names, 3: specifier }) =>
      found(index, specifier!, type !== undefined || allTypes(names)),
    ),
    ...[...text.matchAll(call)].map(({ index, 1: specifier }) => found(index, specifier!, false)),
  ];
}

/** `{ type A, type B }` */
function allTypes(names = ""): boolean {
  const inner = /^\{(.*)\}$/s.exec(names.trim())?.[1];
  return inner?.split(",").every((name) => name.trim() === "" || /^\s*type\s/.test(name)) ?? false;
}
