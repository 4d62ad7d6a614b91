/** Recorded training as changes of quality over an epoch, miner by miner. */
import { numbers, rowsOf, table, texts, type Records } from "../records.ts";
import type { Transitions } from "./curve.ts";

/** A miner's first epoch: what came of a new model. */
export interface Debut {
  readonly quality: number;
  readonly effort: number;
  readonly days: number;
}

export interface Observed {
  readonly transitions: Transitions;
  readonly debuts: readonly Debut[];
  /** root mean square of the quality of answers to customers less the true one */
  readonly noise: number;
}

/** [n x 5] before, after, effort, days, starts, one transition after the other. */
type Entries = number[];
const WIDTH = 5;

/** What one miner's model went through: trained by itself, and as copies that others served. */
interface Model {
  readonly own: Entries;
  readonly copied: Entries;
  /** row of the miners table at which the last own entry ended */
  last: number;
}

interface Gathering {
  readonly models: Map<string, Model>;
  readonly debuts: Debut[];
  squares: number;
  measured: number;
}

/**
 * Pairs of neighbouring epochs in which a miner served. One that served another's model shows what an epoch without
 * training does to that model, whose owner it counts with. Epochs that the arms share count once.
 * @param stepsPerDay optimiser steps a day of effort 1
 */
export function observe(runs: readonly Records[], stepsPerDay: number): Observed {
  const gathering: Gathering = { models: new Map(), debuts: [], squares: 0, measured: 0 };
  runs.forEach((records, run) => {
    for (const arm of records.manifest.arms) gatherArm(gathering, records, arm, run, stepsPerDay);
  });
  const { models, debuts, squares, measured } = gathering;
  return { transitions: columnsOf([...models.values()]), debuts, noise: Math.sqrt(squares / measured) };
}

function gatherArm(into: Gathering, records: Records, arm: string, run: number, stepsPerDay: number): void {
  const frame = table(records, "miners");
  const column = (name: string) => numbers(frame, name);
  const [quality, served] = [column("quality"), column("servedQuality")];
  const days = records.manifest.epochDays;
  const own = firstOwnEpoch(records, arm);
  const known = new Set<string>();
  let before: Served = new Map();
  for (const { epoch, now, follows } of epochsOf(records, arm)) {
    if (!follows) before = new Map();
    if (epoch >= own) {
      for (const row of now.values()) {
        into.squares += (served[row]! - quality[row]!) ** 2;
        into.measured++;
      }
      gatherEpoch(into, records, now, before, known, `${run}/`, 1 / (days * stepsPerDay));
    }
    for (const id of now.keys()) known.add(id);
    before = now;
  }
}

/** @param effortPerStep effort of one step in an epoch */
function gatherEpoch(
  into: Gathering,
  records: Records,
  now: Served,
  before: Served,
  known: ReadonlySet<string>,
  run: string,
  effortPerStep: number,
): void {
  const frame = table(records, "miners");
  const [quality, steps, planned] = ["quality", "steps", "planned"].map((name) => numbers(frame, name));
  const serves = texts(frame, "serves");
  const days = records.manifest.epochDays;
  const copied = new Set<string>();
  for (const [id, row] of now) {
    const source = serves[row]!;
    const from = before.get(source);
    const model = modelOf(into, run + source);
    if (from === undefined) {
      if (source === id && !known.has(id))
        into.debuts.push({ quality: quality![row]!, effort: planned![row]! * effortPerStep, days });
    } else if (source === id) {
      const starts = model.last === from ? 0 : 1;
      model.own.push(quality![from]!, quality![row]!, steps![row]! * effortPerStep, days, starts);
      model.last = row;
    } else if (!copied.has(source)) {
      copied.add(source);
      model.copied.push(quality![from]!, quality![row]!, 0, days, 1);
    }
  }
}

/** First epoch in which an arm differs from the first one; those before it are the same training, recorded once more. */
function firstOwnEpoch(records: Records, arm: string): number {
  const [first] = records.manifest.arms;
  if (arm === first) return 0;
  const frame = table(records, "miners");
  const [quality, artefact] = [numbers(frame, "quality"), numbers(frame, "artefact")];
  const same = (a: number, b: number | undefined): boolean =>
    b !== undefined && quality[a] === quality[b] && artefact[a] === artefact[b];
  const others = epochsOf(records, first!);
  for (const { epoch, now } of epochsOf(records, arm)) {
    const other = others.next().value;
    if (other?.epoch !== epoch || other.now.size !== now.size) return epoch;
    for (const [id, row] of now) if (!same(row, other.now.get(id))) return epoch;
  }
  return Infinity;
}

/** Row of the miners table by the id of who serves. */
type Served = ReadonlyMap<string, number>;

interface Epoch {
  readonly epoch: number;
  readonly now: Served;
  /** whether it is the one after the epoch before it */
  readonly follows: boolean;
}

/** Epochs of an arm, with those miners that serve a model itself and train on their shards. */
function* epochsOf(records: Records, arm: string): Generator<Epoch, undefined> {
  const frame = table(records, "miners");
  const [ids, form, lesson] = ["id", "form", "lesson"].map((name) => texts(frame, name));
  const epochs = numbers(frame, "epoch");
  let now = new Map<string, number>();
  let [last, epoch] = [NaN, NaN];
  for (const row of rowsOf(records, "miners", arm)) {
    if (form![row] !== "honest") continue; // its quality is not its model's
    if (lesson![row] !== "own") continue; // its training leads elsewhere
    if (epochs[row] !== epoch) {
      if (now.size > 0) yield { epoch, now, follows: epoch === last + 1 };
      [now, last, epoch] = [new Map(), epoch, epochs[row]!];
    }
    now.set(ids![row]!, row);
  }
  if (now.size > 0) yield { epoch, now, follows: epoch === last + 1 };
}

function modelOf({ models }: Gathering, key: string): Model {
  const found = models.get(key) ?? { own: [], copied: [], last: -1 };
  models.set(key, found);
  return found;
}

function columnsOf(models: readonly Model[]): Transitions {
  const lists = models.map(({ own, copied }) => own.concat(copied)).filter((entries) => entries.length > 0);
  const count = lists.reduce((sum, entries) => sum + entries.length / WIDTH, 0);
  const offsets = new Int32Array(lists.length + 1);
  const columns = Array.from({ length: WIDTH - 1 }, () => new Float64Array(count));
  const starts = new Uint8Array(count);
  let at = 0;
  lists.forEach((entries, m) => {
    for (let k = 0; k < entries.length; k += WIDTH, at++) {
      columns.forEach((column, c) => (column[at] = entries[k + c]!));
      starts[at] = entries[k + WIDTH - 1]!;
    }
    offsets[m + 1] = at;
  });
  const [before, after, effort, days] = columns as [Float64Array, Float64Array, Float64Array, Float64Array];
  return { before, after, effort, days, starts, offsets };
}
