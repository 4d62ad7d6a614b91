import type { Crew, Evidence, TaskContext, Work, WorkPlan } from "../../../sim/task/contract.ts";
import { evidenceColumns, nothingSeen, seenBy } from "../../../sim/task/evidence.ts";
import type { Members, Perform } from "../../learner.ts";
import type { BackendName } from "../../backend/contract.ts";
import { remember, servers } from "./classroom.ts";
import { type Desks, desks, type Pairs } from "./desks.ts";
import type { Measured } from "./measure.ts";
import type { TrainedParameters } from "./parameters.ts";
import { counted, type Said } from "./votes.ts";

/** What a thread needs to prepare the same classroom: plain data. */
export interface Lecture {
  readonly kind: string;
  readonly parameters: TrainedParameters;
  readonly context: Pick<TaskContext, "seed" | "operatorIds" | "validatorIds">;
  readonly backend: BackendName;
}

/** The part of an epoch that one thread does: its own miners' plan, and the models these start from. */
export interface Job {
  readonly lecture: Lecture;
  readonly plan: WorkPlan;
  readonly before: Pairs;
}

/** What came of it: measures, and models that changed. */
export interface Done extends Measured {
  readonly changed: Pairs;
}

/** The part of an epoch that one thread does. */
export type PerformPart = (plan: WorkPlan, before: Members) => Promise<Measured & { readonly after: Members }>;

/** The arms of a run have the same threads, and work one after the other. */
const desksOf = new WeakMap<Crew, Desks>();

/**
 * An epoch shared out among threads. A result depends on nothing but the miner, its lessons and the model that it serves,
 * so any number of threads gives the same bytes.
 */
export function performedBy(crew: Crew, lecture: Lecture): Perform {
  const { lay } = desksOf.get(crew) ?? remember(desksOf, crew, desks());
  return async (plan, before) => {
    const parts = shareOut(plan, crew.size).map((miners) => partOf(plan, miners));
    const done = await allDone(
      parts.map(async ({ plan: own, miners }) => {
        const needed = new Set(miners.flatMap((j) => [j, plan.serves[j]!]).map((j) => lecture.context.operatorIds[j]!));
        const { models, clear } = lay([...needed].flatMap((id) => pairOf(id, before)));
        const job: Job = { lecture, plan: own, before: models };
        const did = (await crew.run(job)) as Done;
        clear();
        return did;
      }),
    );
    const after = new Map(before);
    for (const { changed } of done) for (const [id, member] of changed) after.set(id, member);
    const work = joined(plan, parts, done);
    return { after, work: counted(plan.audits, work, saidInAll(plan, parts, done)) };
  };
}

/** What came of all jobs. Where one fails the others end first, so that no thread is at work when the failure is known. */
async function allDone(jobs: readonly Promise<Done>[]): Promise<Done[]> {
  await Promise.allSettled(jobs);
  return Promise.all(jobs);
}

const pairOf = (id: string, members: Members): Pairs => {
  const member = members.get(id);
  return member ? [[id, member]] : [];
};

/**
 * Serving miners in at most `parts` lots of about equal work; who serves another's model is in the lot of that miner.
 * @returns roster indices of each lot, rising; no lot is empty
 */
export function shareOut(plan: WorkPlan, parts: number): number[][] {
  const lots = Array.from({ length: parts }, () => ({ miners: [] as number[], steps: 0 }));
  for (const group of families(plan).sort((a, b) => b.steps - a.steps)) {
    const least = lots.reduce((low, lot) => (lot.steps < low.steps ? lot : low));
    least.miners.push(...group.miners);
    least.steps += group.steps;
  }
  return lots.filter(({ miners }) => miners.length > 0).map(({ miners }) => miners.sort((a, b) => a - b));
}

/** Work that a miner is besides its steps: answers to audits, customers and the hidden set. */
const ANSWERS = 10;

/** Miners that are linked by what they serve, and the work of each such family. */
function families(plan: WorkPlan): { miners: number[]; steps: number }[] {
  const head = Int32Array.from(plan.serves.keys());
  const headOf = (j: number): number => (head[j] === j ? j : (head[j] = headOf(head[j]!)));
  const serving = servers(plan);
  for (const j of serving) head[headOf(j)] = headOf(plan.serves[j]!);
  const found = new Map<number, { miners: number[]; steps: number }>();
  for (const j of serving) {
    const family = found.get(headOf(j)) ?? { miners: [], steps: 0 };
    family.miners.push(j);
    family.steps += plan.steps[j]! + ANSWERS;
    found.set(headOf(j), family);
  }
  return [...found.values()];
}

interface Part {
  readonly miners: readonly number[];
  readonly plan: WorkPlan;
  /** places of its audits in the whole plan */
  readonly audits: readonly number[];
}

/** The plan as if only these miners served. */
function partOf(plan: WorkPlan, miners: readonly number[]): Part {
  const serving = new Uint8Array(plan.serving.length);
  for (const j of miners) serving[j] = 1;
  const audits = Array.from(plan.audits.miners.keys()).filter((pair) => serving[plan.audits.miners[pair]!] === 1);
  const pick = (column: Int32Array) => Int32Array.from(audits, (pair) => column[pair]!);
  const own = { ...plan.audits, validators: pick(plan.audits.validators), miners: pick(plan.audits.miners) };
  return { miners, audits, plan: { ...plan, serving, audits: own } };
}

/** The work of all parts as one. */
function joined(plan: WorkPlan, parts: readonly Part[], done: readonly Done[]): Work {
  const n = plan.serving.length;
  const work: Work = {
    quality: new Float64Array(n).fill(NaN),
    servedQuality: new Float64Array(n).fill(NaN),
    found: new Float64Array(plan.audits.miners.length).fill(NaN),
    steps: new Int32Array(n),
    artefact: new Uint32Array(n),
  };
  parts.forEach(({ miners, audits }, k) => {
    const own = done[k]!.work;
    for (const j of miners) {
      work.quality[j] = own.quality[j]!;
      work.servedQuality[j] = own.servedQuality[j]!;
      work.steps[j] = own.steps[j]!;
      work.artefact[j] = own.artefact[j]!;
    }
    audits.forEach((pair, place) => (work.found[pair] = own.found[place]!));
  });
  const evidence = seenInAll(plan, parts, done);
  return evidence ? { ...work, evidence } : work;
}

/** The evidence of all parts as one; undefined where audits look at quality alone. */
function seenInAll({ audits }: WorkPlan, parts: readonly Part[], done: readonly Done[]): Evidence | undefined {
  const seen = nothingSeen(audits.miners.length);
  parts.forEach((part, k) => {
    const own = done[k]!.work.evidence;
    if (own) for (const column of evidenceColumns) spread(part, own[column], seen[column], 1);
  });
  return seenBy(audits, seen);
}

/** The answers to the audits of all parts as one; undefined where they are not compared. */
function saidInAll({ audits }: WorkPlan, parts: readonly Part[], done: readonly Done[]): Said | undefined {
  const form = done.find(({ said }) => said)?.said;
  if (!form) return undefined;
  const each = form.size * form.width;
  const values = new Float32Array(audits.miners.length * each).fill(NaN);
  parts.forEach((part, k) => spread(part, done[k]!.said!.values, values, each));
  return { ...form, values };
}

/** Puts what a part has of each of its audits where it belongs in the whole. Writes `whole`. */
function spread<Column extends Float32Array | Float64Array>(
  { audits }: Part,
  own: Column,
  whole: Column,
  each: number,
): void {
  audits.forEach((pair, place) => whole.set(own.subarray(place * each, (place + 1) * each), pair * each));
}
