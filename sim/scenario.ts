import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { z } from "zod";
import { clock } from "./core/clock.ts";
import { behaviourProblems } from "./scenario/behaviours.ts";
import { liquidityProblems } from "./scenario/liquidity.ts";
import { isBranch, nodeAt, plain, readYaml, type Located } from "./scenario/located.ts";
import { ScenarioError, type Problem } from "./scenario/errors.ts";
import { besideOf, loaded, type Load } from "./scenario/files.ts";
import { expectation, problemAt, problemsOf } from "./scenario/issues.ts";
import { lookProblems } from "./scenario/looks.ts";
import { judgementProblems, mergeScenario, overrideScenario } from "./scenario/judgement.ts";
import { withPricePath } from "./scenario/pricePath.ts";
import { fileFields, scenarioSchema, sharedByArms, type Kinds, type Scenario } from "./scenario/schema.ts";
import { shockProblems } from "./scenario/shocks.ts";
import { priceProblems } from "./scenario/tokenPrice.ts";
import { verificationProblems } from "./scenario/verification.ts";

export { ScenarioError } from "./scenario/errors.ts";
export { jsonSchema, scenarioSchema } from "./scenario/schema.ts";
export type { Kinds, MinerGroup, Scenario, ValidatorGroup } from "./scenario/schema.ts";

export interface ParsedScenario {
  /** the arm `cut`: the scenario as written */
  readonly scenario: Scenario;
  /** the arm `keep`: the scenario with its twin laid upon it, by default a taper that never ends the subsidy */
  readonly keep: Scenario;
  /** JSON with sorted keys and every default filled in; parses to the same scenario */
  readonly canonical: string;
  /** sha256 of the canonical form, hexadecimal */
  readonly hash: string;
}

/**
 * Reads a scenario file.
 *
 * @param file      name that messages show, and that `extends` is relative to
 * @param load      gives the text of a file named by `extends` or `price.file`
 * @param overrides "path=value" each, laid upon the merged file in order; values are YAML
 * @throws ScenarioError with every message of the first stage that fails: syntax, files, fields, fields together, twin
 */
export function parseScenario(
  text: string,
  file: string,
  kinds: Kinds,
  load: Load,
  overrides: readonly string[] = [],
): ParsedScenario {
  const written = overrides.reduce(overrideScenario, extended(text, file, load, [file]));
  const { cut, twin } = apart(withPricePath(written, file, load));
  const schema = scenarioSchema(kinds);
  const scenario = checked(schema, kinds, cut, "");
  const keep = checked(schema, kinds, mergeScenario(cut, twin ?? neverTapered(cut)), "in the arm keep, ");

  const canonical = z.encode(schema, scenario) as Record<string, unknown>;
  if (twin) canonical.twin = restrictedTo(plain(twin), z.encode(schema, keep));
  const json = JSON.stringify(sorted(canonical));
  return { scenario, keep, canonical: json, hash: bytesToHex(sha256(utf8ToBytes(json))) };
}

/** The same scenario with another seed: what parsing it with `seed=SEED` laid upon it would give. */
export function withSeed({ scenario, keep, canonical }: ParsedScenario, seed: number): ParsedScenario {
  const json = JSON.stringify({ ...(JSON.parse(canonical) as object), seed });
  return {
    scenario: { ...scenario, seed },
    keep: { ...keep, seed },
    canonical: json,
    hash: bytesToHex(sha256(utf8ToBytes(json))),
  };
}

/** The file laid upon the file it extends, and that upon its own, if any. */
function extended(text: string, file: string, load: Load, chain: readonly string[]): Located {
  const root = readYaml(text, file);
  if (!isBranch(root.content))
    throw new ScenarioError([problemAt([], "expected a map of fields such as name and question", root)]);
  const named = root.content.get("extends");
  if (named === undefined) return root;
  const fail = (message: string) => new ScenarioError([problemAt(["extends"], message, root)]);
  if (typeof named.content !== "string" || named.content === "") throw fail("expected the name of a scenario file");
  const path = besideOf(file, named.content);
  if (chain.includes(path)) throw fail(`expected no circle: ${[...chain, path].join(" extends ")}`);
  const base = extended(loaded(path, load, fail), path, load, [...chain, path]);
  return mergeScenario(base, root);
}

/** The scenario and its twin; `extends` has done its work. */
function apart(root: Located): { cut: Located; twin: Located | undefined } {
  const fields = new Map(isBranch(root.content) ? root.content : []);
  const twin = fields.get("twin");
  for (const field of fileFields) fields.delete(field);
  if (twin && !isBranch(twin.content))
    throw new ScenarioError([problemAt(["twin"], "expected a map of what the arm keep changes", root)]);
  const shared = sharedByArms.filter((field) => nodeAt(root, ["twin", field]));
  if (shared.length > 0) {
    const problems = shared.map((field) => {
      const place = nodeAt(root, ["twin", field])?.key ?? root.place;
      return { place, text: `twin.${field} cannot differ; expected both arms to share ${sharedByArms.join(", ")}` };
    });
    throw new ScenarioError(problems);
  }
  return { cut: { ...root, content: fields }, twin };
}

/** The twin of a scenario that names none. */
function neverTapered({ place }: Located): Located {
  const never: Located = { content: "never", place, text: "never" };
  return { content: new Map([["taper", { content: new Map([["kind", never]]), place, text: "" }]]), place, text: "" };
}

/** @param whose put before every message, for a scenario that nobody wrote down as such */
function checked(schema: ReturnType<typeof scenarioSchema>, kinds: Kinds, root: Located, whose: string): Scenario {
  const result = schema.safeParse(plain(root), { error: expectation });
  const problems = result.success
    ? [...together(result.data, kinds, root)]
    : result.error.issues.flatMap((issue) => problemsOf(issue, root));
  if (!result.success || problems.length > 0) {
    throw new ScenarioError(problems.map(({ place, text }) => ({ place, text: `${whose}${text}` })));
  }
  return result.data;
}

/** What no field can know of itself. */
function* together(scenario: Scenario, kinds: Kinds, root: Located): Generator<Problem> {
  yield* judgementProblems(scenario, root);
  yield* priceProblems(scenario, kinds, root);
  yield* liquidityProblems(scenario, kinds, root);
  yield* verificationProblems(scenario, kinds, root);
  yield* lookProblems(scenario, kinds, root);
  yield* behaviourProblems(scenario, kinds, root);
  yield* shockProblems(scenario, root);
  const { participants, maxUids, duration, tempo, blockTime } = scenario;
  for (const role of ["miner", "validator"] as const) {
    if (!participants.some((group) => group.role === role)) {
      yield problemAt(["participants"], `holds no ${role}; expected at least one group with role ${role}`, root);
    }
  }
  for (const [k, { id }] of participants.entries()) {
    const first = participants.findIndex((group) => group.id === id);
    if (first < k)
      yield problemAt(
        ["participants", k, "id"],
        `expected a name of its own, since participants[${first}] has it`,
        root,
      );
  }
  const uids = participants.reduce((sum, group) => sum + group.count, 0);
  if (uids > maxUids) {
    yield problemAt(["participants"], `holds ${uids} members at the start; expected at most maxUids, ${maxUids}`, root);
  }
  const lengths = clock(blockTime, tempo, duration);
  if (lengths.epochs < 1)
    yield problemAt(["duration"], `expected at least one epoch of tempo x blockTime, ${lengths.epochSeconds} s`, root);
  for (const [slot, { kinds: known }] of Object.entries(kinds)) {
    const entry = mapOf(scenario[slot as keyof Scenario]);
    const rule = known.find(({ kind }) => kind === entry?.["kind"]);
    for (const { path, message } of rule?.misfits({ ...entry }, lengths) ?? [])
      yield problemAt([slot, path], message, root);
  }
}

/** The canonical values of those fields that the twin names. */
function restrictedTo(named: unknown, canonical: unknown): unknown {
  const [fields, values] = [mapOf(named), mapOf(canonical)];
  if (!fields || !values || "kind" in fields) return canonical;
  return Object.fromEntries(Object.keys(fields).map((key) => [key, restrictedTo(fields[key], values[key])]));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  const map = mapOf(value);
  if (!map) return value;
  const keys = Object.keys(map).sort();
  return Object.fromEntries(keys.map((key) => [key, sorted(map[key])]));
}

function mapOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  const isMap = typeof value === "object" && value !== null && !Array.isArray(value);
  return isMap ? (value as Record<string, unknown>) : undefined;
}
