/**
 * Effort to quality, fitted to recorded training: the curve that answers for plans nobody trained. Records in, numbers out.
 */
import { percent } from "../format.ts";
import { numbers, table, type Records } from "../records.ts";
import { afterEpoch, names, sums, type Name, type Point, type Transitions } from "./curve.ts";
import { intervals, tellersOf, type Interval } from "./intervals.ts";
import { descend, freeOf, startOf, type Held } from "./leastSquares.ts";
import { refuseFewTellers, refuseOutside, refuseTooFew, refuseUnsettled, refuseUntold } from "./refusals.ts";
import { observe, type Debut } from "./transitions.ts";

export interface FitOptions {
  /** optimiser steps a day that are effort 1 */
  readonly stepsPerDay: number;
  /** values that are given and not fitted, as a scenario writes them: drift is a fraction a day */
  readonly held: Held;
  /** draws of miners for the intervals */
  readonly resamples: number;
  readonly seed: number;
}

/** A fitted curve, in the words and units of the task `curve`. */
export interface CurveFit {
  readonly from: readonly { readonly name: string; readonly hash: string }[];
  /** kind of the task that was trained, and what trained it */
  readonly task: string;
  readonly backend: string;
  /** catchUp per day, drift a fraction a day, qMax and q0 quality */
  readonly values: Readonly<Record<Name, number>>;
  /** quality of a new miner's model before its first epoch; from 0 to 1 the one that comes closest */
  readonly opening: number;
  /** standard deviation of answers' quality around the true one */
  readonly noise: number;
  /** 95%, of what was fitted and not held */
  readonly intervals: Readonly<Partial<Record<Name, Interval>>>;
  readonly miners: number;
  readonly transitions: number;
  readonly stepsPerDay: number;
  /** least and most steps a day that were trained: beyond them the curve is a guess */
  readonly trained: Interval;
  /** share of the variance of quality's change over an epoch that the curve tells */
  readonly r2: number;
  /** root mean square of quality measured less predicted: one epoch ahead, and over whole paths from their first quality */
  readonly residual: number;
  readonly pathResidual: number;
}

/**
 * Least squares over all transitions (quality before, steps, days) to quality after, with the exact solution of the curve;
 * 95% intervals by drawing miners again.
 *
 * @throws RangeError when runs are of different tasks, or the records cannot tell a parameter: which, why and what would help
 * Source: docs/fitting.md.
 */
export function fit(runs: readonly Records[], { stepsPerDay, held, resamples, seed }: FitOptions): CurveFit {
  const { task, backend } = sameTask(runs);
  const { transitions, debuts, noise } = observe(runs, stepsPerDay);
  const miners = transitions.offsets.length - 1;
  refuseTooFew(miners, transitions);
  const free = freeOf(held);
  const all = new Uint8Array(miners).fill(1);
  const rates: Held = held.drift === undefined ? held : { ...held, drift: -Math.log1p(-held.drift) };
  const point = descend(transitions, all, startOf(transitions, all, rates), free);
  const here = sums(transitions, all, point);
  refuseUntold(transitions, here, free);
  const tellers = tellersOf(transitions, point, here, free);
  refuseFewTellers(tellers, free);
  const bounds = intervals(transitions, point, free, tellers, { resamples, seed });
  refuseUnsettled(point, bounds, free);
  const told = (values: Point): Point => [values[0], -Math.expm1(-values[1]), values[2], values[3]];
  const [low, high] = [0, 1].map((end) => told(bounds.map((bound) => bound[end]!) as unknown as Point)) as [
    Point,
    Point,
  ];
  const values = told(point).map(tidy) as unknown as Point;
  refuseOutside(values, low, high, free);
  return {
    from: runs.map(({ manifest: { name, hash } }) => ({ name, hash })),
    task,
    backend,
    values: Object.fromEntries(names.map((name, k) => [name, held[name] ?? values[k]!])) as Record<Name, number>,
    opening: openingOf(debuts, point),
    noise,
    intervals: Object.fromEntries(free.map((p) => [names[p]!, [low[p]!, high[p]!]])),
    miners,
    transitions: transitions.before.length,
    stepsPerDay,
    trained: extent(transitions.effort, stepsPerDay),
    ...quality(transitions, point),
  };
}

/** A level that rounding has put beside 0 or 1. */
const tidy = (value: number): number => [0, 1].find((end) => Math.abs(value - end) < 1e-9) ?? value;

/** @throws RangeError when the runs did not learn the same thing, or recorded no miner */
function sameTask(runs: readonly Records[]): { task: string; backend: string } {
  const tasks = runs.map(({ manifest }) => (manifest.scenario as { task: { kind: string } }).task);
  const [first] = runs;
  for (const [k, records] of runs.entries()) {
    const { name } = records.manifest;
    if (numbers(table(records, "miners"), "quality").length === 0)
      throw new RangeError(`run ${name} recorded no miner; expected one in which miners served`);
    if (JSON.stringify(tasks[k]) !== JSON.stringify(tasks[0]))
      throw new RangeError(
        `run ${name} has task ${JSON.stringify(tasks[k])}, run ${first!.manifest.name} ${JSON.stringify(tasks[0])}; expected runs of the same task`,
      );
  }
  const backends = [...new Set(runs.map(({ manifest }) => manifest.backend))];
  return { task: tasks[0]!.kind, backend: backends.join(", ") };
}

/** Least squares of the first epochs' qualities, kept from 0 to 1. A long first epoch says little: its training decides. */
function openingOf(debuts: readonly Debut[], point: Point): number {
  let [across, along] = [0, 0];
  for (const { quality, effort, days } of debuts) {
    const none = afterEpoch(point, 0, effort, days);
    const kept = afterEpoch(point, 1, effort, days) - none;
    across += kept * (quality - none);
    along += kept * kept;
  }
  return Math.min(1, Math.max(0, across / along));
}

function extent(effort: Float64Array, stepsPerDay: number): Interval {
  const least = effort.reduce((low, f) => Math.min(low, f), Infinity);
  const most = effort.reduce((high, f) => Math.max(high, f), 0);
  return [least * stepsPerDay, most * stepsPerDay];
}

function quality(data: Transitions, point: Point): Pick<CurveFit, "r2" | "residual" | "pathResidual"> {
  const { before, after, effort, days, starts } = data;
  const n = before.length;
  const change = after.reduce((sum, q, k) => sum + q - before[k]!, 0) / n;
  let [epoch, path, variance, played] = [0, 0, 0, 0];
  for (let k = 0; k < n; k++) {
    played = afterEpoch(point, starts[k] ? before[k]! : played, effort[k]!, days[k]!);
    epoch += (after[k]! - afterEpoch(point, before[k]!, effort[k]!, days[k]!)) ** 2;
    path += (after[k]! - played) ** 2;
    variance += (after[k]! - before[k]! - change) ** 2;
  }
  return { r2: 1 - epoch / variance, residual: Math.sqrt(epoch / n), pathResidual: Math.sqrt(path / n) };
}

/** A fit in a sentence: from what, and how well. */
export const fitSentence = ({ transitions, miners, r2, residual }: CurveFit): string =>
  `${transitions} epochs of ${miners} miners; it tells ${percent(r2)} of the change of quality, within ${residual.toPrecision(2)}`;
