import { z } from "zod";
import type { AnyMechanism, Exemption } from "../sim/core/slot.ts";
import { expectedOneOf } from "../sim/scenario/errors.ts";
import { catalog } from "./catalog.ts";
import { BadInput } from "./errors.ts";
import { table } from "./text.ts";

/** A parameter as a scenario file writes it; entries of lists and maps have a path such as segments[].id. */
export interface Parameter {
  readonly name: string;
  /** undefined where a scenario must give it */
  readonly default: unknown;
  readonly required: boolean;
  readonly description: string;
}

export interface Explanation {
  readonly slot: string;
  readonly kind: string;
  readonly about: string;
  readonly exempt: readonly Exemption[];
  readonly parameters: readonly Parameter[];
}

/** @param rule SLOT.KIND @throws BadInput for a rule that is not in the catalog */
export function explanation(rule: string): { row: Explanation; text: string } {
  const [slot = "", kind = ""] = rule.split(".", 2);
  const found = mechanismOf(slot, kind);
  const parameters = parametersOf(z.toJSONSchema(found.schema as z.ZodType, { io: "input" }) as JsonSchema, "");
  const row = { slot, kind, about: found.about, exempt: found.exempt, parameters };
  return { row, text: textOf(row) };
}

function mechanismOf(slot: string, kind: string): AnyMechanism<unknown> {
  const kinds = Object.entries(catalog).find(([name]) => name === slot)?.[1].kinds as
    readonly AnyMechanism<unknown>[] | undefined;
  if (!kinds) throw new BadInput(`${slot || "nothing"} is no slot; ${expectedOneOf(Object.keys(catalog), slot)}`);
  const found = kinds.find((candidate) => candidate.kind === kind);
  if (found) return found;
  const names = kinds.map((candidate) => `${slot}.${candidate.kind}`);
  throw new BadInput(`${slot}.${kind} is no rule; ${expectedOneOf(names, `${slot}.${kind}`)}`);
}

function textOf({ slot, kind, about, exempt, parameters }: Explanation): string {
  const parts = [`${slot}.${kind}`, about];
  if (exempt.length > 0) parts.push(`Exempt from the laws: ${exempt.map(exemptionText).join(", ")}.`);
  if (parameters.length > 0) parts.push(table([["parameter", "default", "meaning"], ...parameters.map(cellsOf)]));
  return parts.join("\n\n");
}

/** minority; minority with arithmetic: peer */
function exemptionText(exemption: Exemption): string {
  if (typeof exemption === "string") return exemption;
  const where = Object.entries(exemption.where).map(([name, value]) => `${name}: ${String(value)}`);
  return `${exemption.law} with ${where.join(", ")}`;
}

function cellsOf({ name, default: value, required, description }: Parameter): string[] {
  const shown = required
    ? "(needed)"
    : value === undefined
      ? "(none)"
      : typeof value === "string"
        ? value
        : JSON.stringify(value);
  return [name, shown, description];
}

/** The part of JSON Schema that the schemas of rules use. */
interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly default?: unknown;
  readonly description?: string;
}

function parametersOf(schema: JsonSchema, prefix: string): Parameter[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, property]) => {
    if (prefix === "" && key === "kind") return [];
    const name = `${prefix}${key}`;
    const own: Parameter = {
      name,
      default: property.default,
      required: schema.required?.includes(key) ?? false,
      description: property.description ?? "",
    };
    const inner = property.items ? parametersOf(property.items, `${name}[].`) : parametersOf(property, `${name}.`);
    return [own, ...inner];
  });
}
