/** How long members stay, when some are still there at the end of the record. Source: docs/theory.md, equation 33. */
import { reaches, sameLength } from "../core/check.ts";
import type { Vec } from "../core/matrix.ts";
import { amount, count, sample } from "./domain.ts";

/** A survival curve at the distinct times of exits, rising. It steps down at each of them and is level between. */
export interface KaplanMeier {
  /** times at which somebody left */
  readonly at: Float64Array;
  /** S: share still there just after each of them */
  readonly survival: Float64Array;
  /** Greenwood's standard error of S */
  readonly standardError: Float64Array;
  /** first time at which no more than half are left; null where more than half stay to the end */
  readonly median: number | null;
}

/**
 * Share of members that stay beyond a time, with members that were still there when last seen (Kaplan and Meier 1958).
 *
 *   S(t) = prod_{t_i <= t} (1 - d_i / n_i)     se = S sqrt(sum d_i / (n_i (n_i - d_i)))
 *
 * d leave at t_i, n are at risk: whoever is last seen at t_i is still counted. Where everybody leaves S is 0 and so is its se,
 * the limit of the formula.
 *
 * @param times  [members] when it left or was last seen, in any unit, 0 or more
 * @param events [members] 1: it left; 0: it was still there
 * @throws RangeError without members, for times below 0, for events other than 0 and 1, and for lengths that disagree
 * Closed form `kaplan-meier`.
 */
export function kaplanMeier(times: Vec, events: ArrayLike<number>): KaplanMeier {
  const { at, atRisk, exits } = exitTable("kaplanMeier", "events", times, events, 1);
  const survival = new Float64Array(at.length);
  const standardError = new Float64Array(at.length);
  let [left, variance] = [1, 0];
  for (let i = 0; i < at.length; i++) {
    const [n, d] = [atRisk[i]!, exits[0]![i]!];
    left *= (n - d) / n;
    variance += d / (n * (n - d));
    survival[i] = left;
    standardError[i] = d === n ? 0 : left * Math.sqrt(variance);
  }
  const half = survival.findIndex((share) => reaches(0.5, share));
  return { at, survival, standardError, median: half < 0 ? null : at[half]! };
}

/**
 * Mean time that members stay, of the first `to` only: the area under the curve from 0 to `to`. Beyond the last time that was
 * seen the curve stays level, so the figure is the largest that the record allows.
 *
 * @throws RangeError for a time below 0
 */
export function restrictedMean({ at, survival }: Pick<KaplanMeier, "at" | "survival">, to: number): number {
  amount("restrictedMean", "to", to);
  let [area, from, share] = [0, 0, 1];
  for (let i = 0; i < at.length && at[i]! < to; i++) {
    area += share * (at[i]! - from);
    [from, share] = [at[i]!, survival[i]!];
  }
  return area + share * (to - from);
}

/** Share of members that have left for each cause, at the distinct times of exits, rising. */
export interface Incidence {
  readonly at: Float64Array;
  /** [causes] of [times]; with S they add to 1 */
  readonly incidence: readonly Float64Array[];
}

/**
 * Share of members that have left for a cause where one cause rules out the others (Aalen and Johansen 1978).
 *
 *   C_k(t) = sum_{t_i <= t} S(t_{i-1}) d_ik / n_i
 *
 * @param causes [members] 1 to k: why it left; 0: it was still there
 * @param k      number of causes, 1 or more
 * @throws RangeError as `kaplanMeier`, and for a cause that is no whole number from 0 to k
 */
export function cumulativeIncidence(times: Vec, causes: ArrayLike<number>, k: number): Incidence {
  count("cumulativeIncidence", "k", k, 1);
  const { at, atRisk, exits } = exitTable("cumulativeIncidence", "causes", times, causes, k);
  const incidence = exits.map(() => new Float64Array(at.length));
  const left = new Float64Array(k);
  let there = 1;
  for (let i = 0; i < at.length; i++) {
    let leaving = 0;
    for (let cause = 0; cause < k; cause++) {
      const d = exits[cause]![i]!;
      left[cause] = incidence[cause]![i] = left[cause]! + (there * d) / atRisk[i]!;
      leaving += d;
    }
    there *= (atRisk[i]! - leaving) / atRisk[i]!;
  }
  return { at, incidence };
}

interface ExitTable {
  readonly at: Float64Array;
  readonly atRisk: Float64Array;
  /** [causes] of [times] */
  readonly exits: readonly Float64Array[];
}

/** Who was at risk and who left, for each cause, at the distinct times of exits. */
function exitTable(where: string, name: string, times: Vec, causes: ArrayLike<number>, k: number): ExitTable {
  sameLength(where, times, "times", causes, name);
  sample(where, "times", times);
  const order = Uint32Array.from(times, (_, i) => i).sort((a, b) => times[a]! - times[b]!);
  const [at, atRisk]: [number[], number[]] = [[], []];
  const exits = Array.from({ length: k }, (): number[] => []);
  order.forEach((member, seen) => {
    const cause = causes[member]!;
    if (!(Number.isInteger(cause) && cause >= 0 && cause <= k))
      throw new RangeError(`${where}: ${name}[${member}] is ${cause}; expected a whole number from 0 to ${k}`);
    if (cause === 0) return;
    if (at.at(-1) !== times[member]!) {
      at.push(times[member]!);
      // Those seen before in this order who were last seen at the same time are still at risk.
      let first = seen;
      while (first > 0 && times[order[first - 1]!] === times[member]!) first--;
      atRisk.push(order.length - first);
      for (const column of exits) column.push(0);
    }
    exits[cause - 1]![at.length - 1]!++;
  });
  return {
    at: Float64Array.from(at),
    atRisk: Float64Array.from(atRisk),
    exits: exits.map((column) => Float64Array.from(column)),
  };
}
