import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { catalog } from "../../cli/catalog.ts";
import { mergeScenario } from "../../sim/scenario/judgement.ts";
import { isBranch, plain, readYaml, type Located } from "../../sim/scenario/located.ts";
import { jsonSchema, scenarioSchema } from "../../sim/scenario.ts";

/** What a scenario may leave out: its path, and what then holds; undefined where no schema says it. */
export interface Default {
  readonly path: string;
  readonly value: unknown;
}

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly oneOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly const?: unknown;
  readonly default?: unknown;
}

/**
 * Every default of the catalog, as a scenario writes it. A kind or a role is a step of the path, an entry of a list is not:
 * `demand.logit.segments.growth`, `participants.miner.patience`.
 */
export function defaultsOf(): readonly Default[] {
  const written = jsonSchema(catalog) as unknown as JsonSchema & { readonly then: JsonSchema };
  const [usual] = written.then.anyOf!; // consensus and scoring, rather than a list of mechanisms
  const read = z.toJSONSchema(scenarioSchema(catalog), { io: "output", unrepresentable: "any" }) as JsonSchema;
  // Defaults of quantities that take a bare number too are only in the schema of what is read.
  const values = new Map(walk(read, "", () => false).map(({ path, value }) => [path, value]));
  const needed = new Set([...written.then.required!, ...usual!.required!]);
  const found = walk(written, "", (path, optional) => optional && !needed.has(path));
  return found
    .filter(({ path }) => !ofMechanisms.test(path))
    .map(({ path, value }) => ({ path, value: value ?? values.get(path) }));
}

/** Rules in a list of mechanisms have the defaults of those that stand alone. */
const ofMechanisms = /^mechanisms\.(consensus|scoring)\b/;

/** @param alsoWithout whether to list a field that has no default, by its path and by whether it may be left out */
function walk(
  schema: JsonSchema,
  path: string,
  alsoWithout: (path: string, optional: boolean) => boolean,
): readonly Default[] {
  const at = (step: unknown) => (path === "" ? String(step) : `${path}.${String(step)}`);
  const fields = Object.entries(schema.properties ?? {}).flatMap(([key, field]): readonly Default[] => {
    if (key === "kind" || key === "role") return [];
    const without = field.default === undefined && alsoWithout(at(key), !schema.required?.includes(key));
    const own = field.default !== undefined || without ? [{ path: at(key), value: field.default }] : [];
    return [...own, ...walk(field, at(key), alsoWithout)];
  });
  const alternatives = (schema.oneOf ?? schema.anyOf ?? []).flatMap((one) => {
    const name = one.properties?.["kind"]?.const ?? one.properties?.["role"]?.const;
    return walk(one, name === undefined ? path : at(name), alsoWithout);
  });
  return [...fields, ...alternatives, ...(schema.items ? walk(schema.items, path, alsoWithout) : [])];
}

const folder = join(import.meta.dirname, "../../scenarios");

/** A scenario of the gallery as it is written, what it extends laid below it; and that alone. */
export interface Shown {
  readonly name: string;
  readonly scenario: unknown;
  readonly base: unknown;
}

export function gallery(): readonly Shown[] {
  const files = readdirSync(folder).filter((file) => file.endsWith(".yaml"));
  return files.map((file) => {
    const root = readYaml(readFileSync(join(folder, file), "utf8"), file);
    const base = baseOf(root);
    const scenario = plain(base ? mergeScenario(base, root) : root);
    return { name: file.replace(/\.yaml$/, ""), scenario, base: base && plain(base) };
  });
}

/** What a file extends, with what that extends. */
function baseOf(root: Located): Located | undefined {
  const named = isBranch(root.content) ? root.content.get("extends")?.content : undefined;
  if (typeof named !== "string") return undefined;
  const file = readYaml(readFileSync(join(folder, named), "utf8"), named);
  const below = baseOf(file);
  return below ? mergeScenario(below, file) : file;
}

/** Whether a scenario gives the field at a path a value other than its default, which it does not merely inherit. */
export function varies({ scenario, base }: Shown, { path, value }: Default): boolean {
  const steps = path.split(".");
  const at = (root: unknown) =>
    [steps, ["mechanisms", ...steps]].flatMap((way) => valuesAt([root], way)).map((one) => JSON.stringify(one));
  const [given, inherited] = [at(scenario), at(base)];
  return given.some((one) => one !== JSON.stringify(value)) && given.join() !== inherited.join();
}

function valuesAt(nodes: readonly unknown[], [step, ...rest]: readonly string[]): readonly unknown[] {
  if (step === undefined) return nodes;
  const maps = nodes.flat().filter((node) => typeof node === "object" && node !== null) as Record<string, unknown>[];
  const next = maps.flatMap((map) => {
    if (map["kind"] === step || map["role"] === step) return [map];
    return step in map ? [map[step]] : [];
  });
  return valuesAt(next, rest);
}
