/**
 * Short scenarios and their summary as text, so that a difference in review means something. Together they use every kind
 * of every slot. `UPDATE_GOLDENS=1 npx vitest run test/golden.test.ts` writes them anew; say why they moved.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { catalog } from "../cli/catalog.ts";
import { trainedTasks } from "../models/catalog.ts";
import { armsOf } from "../sim/arms.ts";
import { parseScenario, type Scenario } from "../sim/scenario.ts";
import type { Environment } from "../sim/task/contract.ts";
import { summarise } from "./support/golden.ts";

const folder = "test/golden";
const update = process.env["UPDATE_GOLDENS"] === "1";
const names = readdirSync(folder)
  .filter((file) => file.endsWith(".yaml"))
  .map((file) => file.replace(/\.yaml$/, ""));

const read = (path: string) => readFileSync(path, "utf8");
const parse = (name: string, overrides: readonly string[] = []) => {
  const file = join(folder, `${name}.yaml`);
  return parseScenario(read(file), file, catalog, read, overrides);
};

/** Trained work is compared number by number, since a processor may round its last digits in another way. */
const tolerance = ({ task }: Scenario) => (trainedTasks.some(({ kind }) => kind === task.kind) ? 1e-6 : 0);

/** The text of a golden: what it asks, who does the work, and what came out. */
async function golden(name: string, overrides: readonly string[] = [], environment: Environment = { backend: "wasm" }) {
  const parsed = parse(name, overrides);
  const arms = armsOf(parsed, catalog, environment);
  const { text, plans } = await summarise(arms);
  const allowed = tolerance(parsed.scenario);
  const work = `work by ${arms.arms[0]!.rules.task.backend}${allowed > 0 ? `, numbers agree within ${allowed}` : ""}`;
  return { text: `${parsed.scenario.question}\n${work}\n${text}`, allowed, plans };
}

function expectSame(text: string, expected: string, allowed: number): void {
  if (allowed === 0) return expect(text).toBe(expected);
  const [found, wanted] = [text.split(/\s+/), expected.split(/\s+/)];
  const differs = (word: string, k: number) => {
    const [a, b] = [Number(word), Number(wanted[k])];
    return word !== wanted[k] && !(Math.abs(a - b) <= allowed * Math.max(1, Math.abs(b)));
  };
  expect(found.length).toBe(wanted.length);
  if (found.some(differs)) expect(text).toBe(expected);
}

test.each(names)("golden %s", async (name) => {
  const file = join(folder, `${name}.txt`);
  const { text, allowed } = await golden(name);
  if (update) writeFileSync(file, text);
  expect(existsSync(file), `${file} is missing; UPDATE_GOLDENS=1 writes it`).toBe(true);
  expectSame(text, read(file), allowed);
});

test("golden coupled, its work replayed", async () => {
  const { plans } = await golden("coupled");
  const recordedWork = () => ({ epoch: (arm: string, epoch: number) => plans.get(`${arm}/${epoch}`) });
  const { text } = await golden("coupled", ["task={kind: replay, run: memory}"], { recordedWork });
  expect(text).toBe(read(join(folder, "coupled.txt")).replace("work by curve", "work by replay"));
});

describe("goldens", () => {
  /** "slot.kind" of everything that a scenario names. */
  function* kindsOf({ participants, ...fields }: Scenario): Generator<string> {
    for (const [slot, rule] of Object.entries(fields))
      if (slot in catalog) yield `${slot}.${(rule as { kind: string }).kind}`;
    for (const { role, behaviour } of participants) yield `${role}Behaviour.${behaviour.kind}`;
  }

  it("use every kind of every slot", () => {
    const used = new Set(["task.replay", ...names.flatMap((name) => [...kindsOf(parse(name).scenario)])]);
    const all = Object.entries(catalog).flatMap(([slot, { kinds }]) => kinds.map(({ kind }) => `${slot}.${kind}`));
    expect(
      all.filter((kind) => !used.has(kind)),
      "kinds that no golden uses",
    ).toEqual([]);
  });

  it("have no summary without a scenario", () => {
    const texts = readdirSync(folder).filter((file) => file.endsWith(".txt"));
    expect(texts.sort()).toEqual(names.map((name) => `${name}.txt`).sort());
  });
});
