import { isBranch, isList, readYaml, type Branch, type Located } from "./located.ts";
import { expectedOneOf, ScenarioError, type Place } from "./errors.ts";

/** What messages call the source of overrides; the line is the number of the override, the column stands in its text. */
export const OVERRIDES = "--set";

/**
 * Sets one value: "taper.at=1 year", "participants.honest.count=12", "participants.0.stake=5". Steps into a list are
 * positions or ids. Naming another kind drops the parameters of the kind before.
 *
 * @param index number of this override among all, from 0
 * @throws ScenarioError when it is no "path=value", its value is no YAML, or a list has no such member
 */
export function applyOverride(root: Located, override: string, index: number): Located {
  const place: Place = { file: OVERRIDES, line: index + 1, column: 1 };
  const equals = override.indexOf("=");
  const steps = override.slice(0, equals).trim().split(".");
  if (equals < 0 || steps.some((step) => step === "")) {
    throw new ScenarioError([
      { place, text: `${JSON.stringify(override)} is no assignment; expected path=value, such as seed=2` },
    ]);
  }
  return put(root, steps, valueOf(override, equals, place), place);
}

/** The YAML value behind the equals sign, with columns counted in the whole override. */
function valueOf(override: string, equals: number, { line }: Place): Located {
  const padded = " ".repeat(equals + 1) + override.slice(equals + 1);
  try {
    return onLine(readYaml(padded, OVERRIDES), line);
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    const [text] = error.messages.map((message) => message.replace(/^.*?:\d+:\d+: /, ""));
    throw new ScenarioError([{ place: { file: OVERRIDES, line, column: equals + 2 }, text: text ?? "" }]);
  }
}

function onLine(node: Located, line: number): Located {
  const place = { ...node.place, line };
  if (isBranch(node.content)) {
    const entries = [...node.content].map(
      ([key, value]) => [key, onLine({ ...value, key: { ...place } }, line)] as const,
    );
    return { ...node, place, content: new Map(entries) };
  }
  return {
    ...node,
    place,
    content: isList(node.content) ? node.content.map((item) => onLine(item, line)) : node.content,
  };
}

/** A copy of the node with the value at the end of the steps. */
function put(node: Located | undefined, steps: readonly string[], value: Located, place: Place): Located {
  const [step, ...rest] = steps;
  if (step === undefined) return { ...value, key: place };
  if (node && isList(node.content)) {
    const at = memberAt(node.content, step, place);
    const members = node.content.map((member, k) => (k === at ? put(member, rest, value, place) : member));
    return { ...node, content: members };
  }
  const branch: Branch = node && isBranch(node.content) ? node.content : new Map();
  const entry = put(branch.get(step), rest, value, place);
  const otherKind = step === "kind" && rest.length === 0 && branch.get("kind")?.content !== value.content;
  const content = new Map(otherKind ? [] : branch).set(step, entry);
  return { ...(node ?? { place, text: "" }), content };
}

/** Position of the member that a step names, by number or by id. */
function memberAt(members: readonly Located[], step: string, place: Place): number {
  const ids = members.map(({ content }) => (isBranch(content) ? content.get("id")?.content : undefined));
  const at = /^\d+$/.test(step) ? Number(step) : ids.indexOf(step);
  if (at >= 0 && at < members.length) return at;
  const names = ids.filter((id) => typeof id === "string");
  const positions = `a position from 0 to ${members.length - 1}`;
  throw new ScenarioError([
    { place, text: `${step} is no member of this list; ${expectedOneOf([...names, positions], step)}` },
  ]);
}
