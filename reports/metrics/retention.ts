import { armNames, keepPlayed, type Records } from "../records.ts";
import { horizonsOf, type HorizonName } from "./horizons.ts";
import { ratio, unknown, type Measure } from "./metric.ts";
import { perDay, type Window } from "./windows.ts";

/** What one arm delivered on a day of the window. */
export interface Delivered {
  readonly serviceValueUsd: number;
  readonly requests: number;
  readonly capacity: number;
  /** operators that served, a mean over days */
  readonly serving: number;
}

export interface Retention<Name extends HorizonName = HorizonName> {
  readonly horizon: Name;
  readonly label: string;
  readonly days: number;
  readonly window: Window | null;
  /** value-weighted service, cut over keep */
  readonly service: Measure;
  /** capacity, cut over keep: carries the verdict where nothing was served */
  readonly supply: Measure;
  /** G: value-weighted service, cut over the arm that never had a subsidy */
  readonly gain: Measure;
  /** levels per day; null where the window lies outside the run */
  readonly cut: Delivered | null;
  readonly keep: Delivered | null;
  /** null too where the arm was not played */
  readonly never: Delivered | null;
}

/** Below a cent a day no service was delivered that a ratio could compare. */
export const epsilonUsdPerDay = 0.01;

/**
 * Share of the service that survives the cut, and what the subsidy was worth.
 *
 *   R(h) = Σ Y_cut / Σ Y_keep      G(h) = Σ Y_cut / Σ Y_never      over the last min(h, 13 weeks) of the time h after T0
 *
 * Y(e) is the value of the served requests at the quality customers experienced, T0 the day on which the subsidy is at its
 * floor; a year is 365 days. Neither is clipped at 1: an arm may do better without its subsidy. The supply retention is the
 * same ratio of capacity.
 *
 * @returns fractions; none where the other arm served for less than a cent a day or was not played, where the subsidy never
 *   ends or where the run ends before the window does
 * Source: docs/verdict.md, equations 1 and 3; an estimator over several seeds is the ratio of the sums, not the mean of ratios.
 */
export function retention<Name extends HorizonName>(records: Records, name: Name): Retention<Name> {
  const { manifest } = records;
  const horizon = horizonsOf(records).find((one) => one.name === name);
  const missing = horizon === undefined ? "the subsidy never ends in this scenario" : horizon.missing;
  if (horizon === undefined || missing !== undefined) {
    const none = unknown(missing ?? "nothing was recorded");
    return {
      horizon: name,
      label: horizon?.label ?? "",
      days: horizon?.days ?? 0,
      window: horizon?.window ?? null,
      service: none,
      supply: none,
      gain: none,
      cut: null,
      keep: null,
      never: null,
    };
  }
  const { label, days, window } = horizon;
  const names = armNames(manifest);
  const cut = delivered(records, names.cut, window);
  const keep = delivered(records, names.keep, window);
  const never = names.never === null ? null : delivered(records, names.never, window);
  const kept = keepPlayed(manifest);
  return {
    horizon: name,
    label,
    days,
    window,
    service: kept ? serviceRatio(cut, keep) : unknown(noKeep),
    supply: kept ? supplyRatio(cut, keep) : unknown(noKeep),
    gain: never === null ? unknown(noNever) : serviceRatio(cut, never),
    cut,
    keep,
    never,
  };
}

const noKeep = "the arm that keeps its subsidy was not played";
export const noNever = "the arm without a subsidy was not played";

/** Means per day of an arm in a window. */
export function delivered(records: Records, arm: string, window: Window): Delivered {
  return {
    serviceValueUsd: perDay(records, arm, "serviceValueUsd", window),
    requests: perDay(records, arm, "served", window),
    capacity: perDay(records, arm, "capacity", window),
    serving: perDay(records, arm, "serving", window) * records.manifest.epochDays,
  };
}

/** Ratio of the values served; none where the second is below a cent a day. */
export function serviceRatio(
  cut: Pick<Delivered, "serviceValueUsd">,
  other: Pick<Delivered, "serviceValueUsd">,
): Measure {
  return other.serviceValueUsd < epsilonUsdPerDay
    ? unknown("nothing was served")
    : ratio(cut.serviceValueUsd, other.serviceValueUsd, "nothing was served");
}

function supplyRatio(cut: Delivered, keep: Delivered): Measure {
  return ratio(cut.capacity, keep.capacity, "there was no capacity");
}
