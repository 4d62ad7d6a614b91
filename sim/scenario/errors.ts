/** A position in a text; lines and columns count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** One thing that is wrong: where, what was found, what would be right. */
export interface Problem {
  readonly place: Place;
  readonly text: string;
}

/** A scenario that cannot be used; every message reads `file:line:column: path is FOUND; expected ...`. */
export class ScenarioError extends Error {
  override readonly name = "ScenarioError";
  readonly messages: readonly string[];

  constructor(problems: readonly Problem[]) {
    const messages = [...problems].sort((a, b) => byPlace(a.place, b.place)).map(messageOf);
    super(messages.join("\n"));
    this.messages = [...new Set(messages)];
  }
}

function byPlace(a: Place, b: Place): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}

function messageOf({ place: { file, line, column }, text }: Problem): string {
  return `${file}:${line}:${column}: ${text}`;
}

/** "a, b or c" */
export function alternatives(names: readonly string[]): string {
  if (names.length < 2) return names.join("");
  return `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}

/** A list longer than this is left out where a guess can be offered instead. */
const LONG_LIST = 12;

/** What was expected, and the nearest of it when the found word looks like a slip of the pen. */
export function expectedOneOf(names: readonly string[], found: unknown): string {
  const meant = typeof found === "string" ? nearest(found, names) : undefined;
  if (meant === undefined) return `expected ${alternatives(names)}`;
  const expected =
    names.length > LONG_LIST ? `expected one of ${names.length} names` : `expected ${alternatives(names)}`;
  return `${expected}. Did you mean "${meant}"?`;
}

/** The candidate within a third of the word's letters (at least two) of edits, or undefined. */
function nearest(word: string, candidates: readonly string[]): string | undefined {
  const limit = Math.min(Math.max(2, Math.floor(word.length / 3)), word.length - 1);
  let best: { readonly name: string; readonly edits: number } | undefined;
  for (const name of candidates) {
    const edits = editDistance(word.toLowerCase(), name.toLowerCase());
    if (edits <= limit && edits < (best?.edits ?? Infinity)) best = { name, edits };
  }
  return best?.name;
}

/** Levenshtein distance: insertions, deletions and substitutions that turn a into b. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(next[j - 1]! + 1, row[j]! + 1, substitution));
    }
    row = next;
  }
  return row[b.length]!;
}
