/**
 * What a report reads: the tables of a run and its manifest. An arm whose rows begin later than epoch 0 was forked there;
 * what came before is read from the first arm, of which it is a copy.
 */
import type { Manifest } from "../sim/manifest.ts";
import type { Frame, Frames } from "../sim/record.ts";

export interface Records {
  readonly frames: Frames;
  readonly manifest: Manifest;
}

const noRows = new Int32Array(0);
const nothing: Frame = { length: 0, columns: {} };

/** A table by name; an empty one where the run recorded none. */
export function table(records: Records, name: string): Frame {
  return records.frames[name] ?? nothing;
}

/** @throws RangeError when the table has rows but no such column of numbers */
export function numbers(frame: Frame, column: string): Float64Array {
  const values = frame.columns[column];
  if (values instanceof Float64Array) return values;
  if (frame.length === 0) return new Float64Array(0);
  throw new RangeError(
    `records: no column of numbers named "${column}"; found ${Object.keys(frame.columns).join(", ")}`,
  );
}

/** @throws RangeError when the table has rows but no such column of text */
export function texts(frame: Frame, column: string): readonly string[] {
  const values = frame.columns[column];
  if (values !== undefined && !(values instanceof Float64Array)) return values;
  if (frame.length === 0) return [];
  throw new RangeError(`records: no column of text named "${column}"; found ${Object.keys(frame.columns).join(", ")}`);
}

/** Rows of each arm, found once for each frame. PERF: one pass over 1.9 million rows takes about 20 ms. */
const known = new WeakMap<Frame, Map<string, Int32Array>>();

/** Places of an arm's rows in a table, in recorded order, those before its fork included. */
export function rowsOf(records: Records, name: string, arm: string): Int32Array {
  const frame = table(records, name);
  const arms = known.get(frame) ?? new Map<string, Int32Array>();
  known.set(frame, arms);
  const found = arms.get(arm) ?? findRows(records, frame, arm);
  arms.set(arm, found);
  return found;
}

function findRows(records: Records, frame: Frame, arm: string): Int32Array {
  const fork = firstEpoch(records, arm);
  if (fork === null) return noRows;
  const trunk = records.manifest.arms[0];
  const arms = texts(frame, "arm");
  const epoch = numbers(frame, "epoch");
  const rows: number[] = [];
  for (let i = 0; i < frame.length; i++) if (arms[i] === trunk && arm !== trunk && epoch[i]! < fork) rows.push(i);
  for (let i = 0; i < frame.length; i++) if (arms[i] === arm) rows.push(i);
  return Int32Array.from(rows);
}

/** First epoch of an arm's own rows; null when it has none. */
function firstEpoch(records: Records, arm: string): number | null {
  const frame = table(records, "epochs");
  const at = texts(frame, "arm").indexOf(arm);
  return at < 0 ? null : numbers(frame, "epoch")[at]!;
}

/** Day on which an arm's last recorded epoch ends; 0 when it has none. */
function lastDay(records: Records, arm: string): number {
  const rows = rowsOf(records, "epochs", arm);
  if (rows.length === 0) return 0;
  return (numbers(table(records, "epochs"), "epoch")[rows[rows.length - 1]!]! + 1) * records.manifest.epochDays;
}

/** Day on which the shortest arm ends. */
export function endOfRun(records: Records): number {
  return Math.min(...records.manifest.arms.map((arm) => lastDay(records, arm)));
}

/** Names of the arms that a report compares. */
export interface ArmNames {
  /** the scenario as written */
  readonly cut: string;
  /** the same with its subsidy kept; the arm above where it was not played */
  readonly keep: string;
  /** the same without a subsidy from the start; null where it was not played */
  readonly never: string | null;
}

/** Name of the arm without a subsidy. */
const neverArm = "never";

export function armNames(manifest: Manifest): ArmNames {
  const [cut = "cut", keep = cut] = manifest.arms.filter((arm) => arm !== neverArm);
  return { cut, keep, never: manifest.arms.includes(neverArm) ? neverArm : null };
}

/** Whether the arm that keeps the subsidy was played: with the other alone there is nothing to compare. */
export function keepPlayed(manifest: Manifest): boolean {
  return manifest.arms.filter((arm) => arm !== neverArm).length > 1;
}

/** The arms that were played, each once, the one that keeps its subsidy before that which never had one. */
export function armsPlayed(manifest: Manifest): readonly string[] {
  const { cut, keep, never } = armNames(manifest);
  return [...new Set([cut, keep, ...(never === null ? [] : [never])])];
}
