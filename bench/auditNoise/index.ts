import { BACKENDS, type BackendName, choose } from "../../models/backend/index.ts";
import type { Classroom } from "../../models/tasks/trained/classroom.ts";
import type { Members } from "../../models/learner.ts";
import { differenceOf, type Difference, SAME_NUMBER } from "../../models/tasks/trained/difference.ts";
import { answersOf, FORMS, roomOf, STALE_SHARE, trained } from "./model.ts";

/** Steps of the effort that docs/economy.md states for each task. */
const STEPS: Readonly<Record<string, number>> = {
  digits: 1500,
  regression: 2400,
  tabular: 600,
  picture: 1000,
  charLm: 2000,
};

/** Computes and trains; the answers of all others are compared with those given here. */
const REFERENCE: BackendName = "wasm";

interface Row extends Difference {
  readonly task: string;
  readonly served: string;
  /** share of the honest model's quality that is lost */
  readonly lost: number;
}

/**
 * How far answers to a task's hidden set are from those of the same model on the reference backend: the same weights on other
 * backends, which an audit must pass, and everything that a substitutor may serve, which it should catch.
 *
 * @param asked tasks; all where none is named @throws RangeError for a task that is not trained
 */
export async function auditNoise(asked: readonly string[]): Promise<string> {
  const unknown = asked.filter((kind) => !(kind in STEPS));
  if (unknown.length > 0)
    throw new RangeError(`audit-noise: ${unknown.join(", ")}; expected ${Object.keys(STEPS).join(", ")}`);
  const rows: Row[] = [];
  const missing = new Map<string, string>();
  for (const [kind, steps] of Object.entries(STEPS)) {
    if (asked.length > 0 && !asked.includes(kind)) continue;
    rows.push(...(await rowsOf(kind, steps, missing)));
  }
  return [
    `One model a task, trained on ${REFERENCE}; answers to its hidden set, beside its own on ${REFERENCE}.`,
    `stale: after ${STALE_SHARE * 100}% of the steps. Numbers agree within ${SAME_NUMBER}.`,
    "",
    ...aligned(rows),
    ...[...missing].map(([name, why]) => `${name} does not work here: ${why}`),
  ].join("\n");
}

async function rowsOf(kind: string, steps: number, missing: Map<string, string>): Promise<Row[]> {
  const room = await roomOf(kind);
  const reference = await choose(REFERENCE);
  const models = await reference.exclusively(() => trained(room, steps));
  const forms = await reference.exclusively(() => answersOf(room, models, FORMS));
  const honest = forms[0]!;
  const row = (served: string, { outputs, quality }: typeof honest): Row => ({
    task: `${kind}, ${steps} steps`,
    served,
    ...differenceOf(room.subject.net, outputs, honest.outputs),
    lost: 1 - quality / honest.quality,
  });
  const elsewhere = await onOthers(room, models, missing);
  return [
    ...elsewhere.map(({ name, answers }) => row(`same weights on ${name}`, answers)),
    ...forms.slice(1).map((answers, k) => row(FORMS[k + 1]!, answers)),
  ];
}

/** The same weights on every backend that works here but the reference; notes why others do not. */
async function onOthers(room: Classroom, models: Members, missing: Map<string, string>) {
  const found = [];
  for (const name of BACKENDS) {
    if (name === REFERENCE || missing.has(name)) continue;
    try {
      const backend = await choose(name);
      const [answers] = await backend.exclusively(() => answersOf(room, models, ["honest"]));
      found.push({ name, answers: answers! });
    } catch (error) {
      missing.set(name, (error as Error).message);
    }
  }
  return found;
}

function aligned(rows: readonly Row[]): string[] {
  const head = ["task", "served", "largest", "mean", "disagreeing", "quality lost"];
  const cells = rows.map(({ task, served, largest, mean, disagreeing, lost }) => [
    task,
    served,
    largest.toPrecision(2),
    mean.toPrecision(2),
    disagreeing.toFixed(4),
    lost.toFixed(3),
  ]);
  const all = [head, ...cells];
  const widths = head.map((_, c) => Math.max(...all.map((line) => line[c]!.length)));
  return all.map((line) =>
    line.map((cell, c) => (c < 2 ? cell.padEnd(widths[c]!) : cell.padStart(widths[c]!))).join("  "),
  );
}
