import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");

/** Text of a file of the repository. */
export const read = (path: string): string => readFileSync(join(root, path), "utf8");

/** With UPDATE_DOCS=1 pages are rewritten instead of compared. */
export const updating = process.env["UPDATE_DOCS"] === "1";

export const rewrite = (path: string, text: string): void => writeFileSync(join(root, path), text);

/** All files of a folder and below, by their path in the repository. */
export function filesBelow(folder: string, ending: string): readonly string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  return entries.flatMap(({ name }) => {
    const path = `${folder}/${name}`;
    if (entries.find((entry) => entry.name === name)!.isDirectory()) return filesBelow(path, ending);
    return name.endsWith(ending) ? [path] : [];
  });
}

/** A line of a table whose first cell names something in backticks. */
export interface Line {
  /** what stands in backticks in the first cell */
  readonly names: readonly string[];
  /** trimmed */
  readonly cells: readonly string[];
  readonly text: string;
}

/** Lines of the tables under a heading of level 2, up to the next one. */
export function linesUnder(page: string, heading: string): readonly Line[] {
  const [, section] = page.split(new RegExp(`^## ${heading}$`, "m"));
  if (section === undefined) throw new Error(`there is no heading "## ${heading}"`);
  const lines = section.split(/^## /m)[0]!.split("\n");
  return lines
    .filter((text) => text.startsWith("| `"))
    .map((text) => {
      const cells = text.split("|").slice(1, -1);
      return { text, cells: cells.map((cell) => cell.trim()), names: quoted(cells[0]!) };
    });
}

/** What stands in backticks. */
export const quoted = (text: string): readonly string[] => [...text.matchAll(/`([^`]+)`/g)].map((match) => match[1]!);
