import type { z } from "zod";
import { isBranch, isList, nodeAt, placeOf, type Located } from "./located.ts";
import { fileFields } from "./schema.ts";
import { alternatives, expectedOneOf, type Place, type Problem } from "./errors.ts";

/** Says what zod would have accepted, in words; schemas with a message of their own say it themselves. */
export const expectation: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case "invalid_type":
      return expectedType(issue);
    case "invalid_value":
      return expectedOneOf(issue.values.map(String), issue.input);
    case "invalid_union":
      return expectedUnion(issue);
    case "unrecognized_keys":
      return JSON.stringify(knownKeys(issue.inst));
    case "too_small":
      return `expected ${amount(issue.origin, `${issue.inclusive ? "" : "more than "}${issue.minimum}${issue.inclusive ? " or more" : ""}`)}`;
    case "too_big":
      return `expected ${amount(issue.origin, `${issue.inclusive ? "at most" : "less than"} ${issue.maximum}`)}`;
    case "not_multiple_of":
      return `expected a multiple of ${issue.divisor}`;
    case "invalid_format":
      return `expected text of the form ${issue.pattern ?? issue.format}`;
    default:
      return "expected another value";
  }
};

function amount(origin: string, bound: string): string {
  if (origin === "string") return `text of ${bound} characters`;
  return origin === "array" || origin === "set" || origin === "map" ? `a list of ${bound} entries` : bound;
}

const typeNames: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  object: "a map",
  record: "a map",
  array: "a list",
};

function expectedType(issue: z.core.$ZodRawIssue<z.core.$ZodIssueInvalidType>): string {
  const kinds = issue.inst ? discriminatorValues(issue.inst) : undefined;
  const shape = kinds ? `a map with ${kinds.key}: ${alternatives(kinds.values)}` : undefined;
  return `expected ${shape ?? typeNames[issue.expected] ?? issue.expected}`;
}

function expectedUnion(issue: z.core.$ZodRawIssue<z.core.$ZodIssueInvalidUnion>): string {
  const kinds = issue.inst ? discriminatorValues(issue.inst) : undefined;
  if (kinds) return expectedOneOf(kinds.values, (issue.input as Record<string, unknown>)[kinds.key]);
  const parts = (issue.errors ?? []).flat().map(({ message }) => message.replace(/^expected /, ""));
  return `expected ${alternatives([...new Set(parts)])}`;
}

/** The key that tells the members of a union apart, and its values. */
function discriminatorValues(schema: unknown): { key: string; values: string[] } | undefined {
  const { discriminator, options } = definition(schema) as {
    discriminator?: string;
    options?: readonly unknown[];
  };
  if (discriminator === undefined || options === undefined) return undefined;
  const values = options.flatMap((option) => {
    const literal = (definition(option) as { shape?: Record<string, unknown> }).shape?.[discriminator];
    return literal ? (definition(literal) as { values: readonly unknown[] }).values.map(String) : [];
  });
  return { key: discriminator, values };
}

function knownKeys(schema: unknown): string[] {
  return Object.keys((definition(schema) as { shape?: object }).shape ?? {});
}

function definition(schema: unknown): unknown {
  return (schema as z.core.$ZodType)._zod.def;
}

/** An issue of zod as something a person can act on. */
export function problemsOf(issue: z.core.$ZodIssue, root: Located): Problem[] {
  if (issue.code === "unrecognized_keys") {
    const known = JSON.parse(issue.message) as string[];
    const accepted = issue.path.length === 0 ? [...known, ...fileFields] : known;
    return issue.keys.map((key) => unknownKey([...issue.path, key], accepted, root));
  }
  return [problemAt(issue.path, issue.message, root)];
}

function unknownKey(path: readonly PropertyKey[], known: readonly string[], root: Located): Problem {
  const place: Place = nodeAt(root, path)?.key ?? placeOf(root, path);
  return { place, text: `${pathText(path)} is not a known key; ${expectedOneOf(known, path.at(-1))}` };
}

/**
 * @param message what would be right ("expected ..."), or a whole predicate ("is 5; expected ...")
 * @param whole   what the file as a whole is called
 */
export function problemAt(
  path: readonly PropertyKey[],
  message: string,
  root: Located,
  whole = "the scenario",
): Problem {
  const place = placeOf(root, path);
  const what = pathText(path) || whole;
  if (!message.startsWith("expected ")) return { place, text: `${what} ${message}` };
  return { place, text: `${what} ${found(nodeAt(root, path))}; ${message}` };
}

/** participants[3].stake */
function pathText(path: readonly PropertyKey[]): string {
  const steps = path.map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`));
  return steps.join("").replace(/^\./, "");
}

function found(node: Located | undefined): string {
  if (node === undefined) return "is missing";
  const { content, text } = node;
  if (isBranch(content)) return "is a map";
  if (isList(content)) return content.length ? "is a list" : "is an empty list";
  if (content === null || text === "") return "is empty";
  return typeof content === "string" && !/^[+-]?\.?\d/.test(text)
    ? `is ${JSON.stringify(short(text))}`
    : `is ${short(text)}`;
}

function short(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}
