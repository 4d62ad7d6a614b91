import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Node, type YAMLError } from "yaml";
import { ScenarioError, type Place } from "./errors.ts";

/**
 * YAML as values that know where they were written, so that files can be merged and every complaint still names the line
 * that a value came from.
 */
export interface Located {
  readonly content: Content;
  /** where the value starts */
  readonly place: Place;
  /** where its key starts, for an entry of a map */
  readonly key?: Place;
  /** a scalar as it was written */
  readonly text: string;
}

export type Branch = ReadonlyMap<string, Located>;
export type Content = string | number | boolean | null | Branch | readonly Located[];

export const isBranch = (content: Content | undefined): content is Branch => content instanceof Map;
export const isList = (content: Content | undefined): content is readonly Located[] => Array.isArray(content);

/**
 * @param language what messages call a text that cannot be read; JSON is a part of YAML
 * @throws ScenarioError for anything that is no single YAML 1.2 document of plain values
 */
export function readYaml(text: string, file: string, language: "YAML" | "JSON" = "YAML"): Located {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, version: "1.2", schema: "core" });
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const [fault] = [...document.errors, ...document.warnings];
  if (fault) throw new ScenarioError([{ place: at(fault.pos[0]), text: syntaxFault(fault, text, language) }]);
  const root: Place = { file, line: 1, column: 1 };
  return document.contents ? locate(document.contents, at, root) : { content: null, place: root, text: "" };
}

function locate(node: Node, at: (offset: number) => Place, parent: Place): Located {
  const place = node.range ? at(node.range[0]) : parent;
  if (isScalar(node)) return scalar(node.value, node.source ?? "", place);
  if (isSeq<Node>(node)) return { content: node.items.map((item) => locate(item, at, place)), place, text: "" };
  if (isMap<Node, Node | null>(node)) {
    const branch = new Map<string, Located>();
    for (const { key, value } of node.items) {
      const keyPlace = key.range ? at(key.range[0]) : place;
      const name = isScalar(key) ? String(key.value) : key.toString();
      const entry = value ? locate(value, at, keyPlace) : scalar(null, "", keyPlace);
      branch.set(name, { ...entry, key: keyPlace, ...(entry.content === null ? { place: keyPlace } : {}) });
    }
    return { content: branch, place, text: "" };
  }
  const found = isAlias(node) ? `*${node.source} is an alias` : "this is no plain value";
  throw new ScenarioError([
    { place, text: `${found}; expected the value itself, since files share values by "extends"` },
  ]);
}

function scalar(value: unknown, text: string, place: Place): Located {
  if (value === null || typeof value === "number" || typeof value === "boolean") return { content: value, place, text };
  return { content: String(value), place, text };
}

function syntaxFault(fault: YAMLError, text: string, language: string): string {
  if (fault.code === "DUPLICATE_KEY") {
    const key = /^[^\s:,{}[\]]+/.exec(text.slice(fault.pos[0]))?.[0] ?? "a key";
    return `${key} stands twice in one map; expected each key once`;
  }
  if (fault.code === "TAB_AS_INDENT") return "a tab indents this line; expected spaces";
  if (fault.code === "MULTIPLE_DOCS") return "a second document starts here; expected one scenario a file";
  return `this is not valid ${language}: ${fault.message}`;
}

/** The plain value: maps as objects, lists as arrays. */
export function plain({ content }: Located): unknown {
  if (isBranch(content)) return Object.fromEntries([...content].map(([key, value]) => [key, plain(value)]));
  return isList(content) ? content.map(plain) : content;
}

/**
 * `over` laid upon `base`: maps are merged key by key, everything else is replaced, and so is a whole map when `over` names
 * another kind, since the parameters of one kind mean nothing to another.
 */
export function merge(base: Located, over: Located): Located {
  if (!isBranch(base.content) || !isBranch(over.content) || namesOtherKind(base.content, over.content)) return over;
  const merged = new Map(base.content);
  for (const [key, value] of over.content) {
    const before = base.content.get(key);
    merged.set(key, before ? merge(before, value) : value);
  }
  return { ...over, content: merged };
}

function namesOtherKind(base: Branch, over: Branch): boolean {
  const [before, after] = [base.get("kind"), over.get("kind")];
  return before !== undefined && after !== undefined && before.content !== after.content;
}

/** The node at a path, or undefined. */
export function nodeAt(root: Located, path: readonly PropertyKey[]): Located | undefined {
  let node: Located | undefined = root;
  for (const step of path) {
    if (isBranch(node?.content)) node = node.content.get(String(step));
    else node = isList(node?.content) ? node.content[Number(step)] : undefined;
  }
  return node;
}

/** Where to point for a path: at its node, else at the nearest map or list around it. */
export function placeOf(root: Located, path: readonly PropertyKey[]): Place {
  for (let depth = path.length; depth > 0; depth--) {
    const node = nodeAt(root, path.slice(0, depth));
    if (node) return node.place;
  }
  return root.place;
}
