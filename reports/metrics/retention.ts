import { armNames, type Records } from "../records.ts";
import { ratio, unknown, type Measure } from "./metric.ts";
import { horizons, perDay, periodsOf, type Window } from "./windows.ts";

/** What one arm delivered on a day of the window. */
export interface Delivered {
  readonly serviceValueUsd: number;
  readonly requests: number;
  readonly capacity: number;
}

export interface Retention {
  readonly horizon: "quarter" | "year";
  readonly days: number;
  readonly window: Window | null;
  /** value-weighted service, cut over keep */
  readonly service: Measure;
  /** capacity, cut over keep: carries the verdict where nothing was served */
  readonly supply: Measure;
  /** levels per day; null where the window lies outside the run */
  readonly cut: Delivered | null;
  readonly keep: Delivered | null;
}

/** Below a cent a day no service was delivered that a ratio could compare. */
export const epsilonUsdPerDay = 0.01;

/**
 * Share of the service that survives the cut.
 *
 *   R(h) = Σ Y_cut / Σ Y_keep      over the last min(h, 13 weeks) of the time h after T0
 *
 * Y(e) is the value of the served requests at the quality customers experienced, T0 the day on which the subsidy is at its
 * floor; a year is 365 days. Not clipped at 1: an arm may do better without its subsidy. The supply retention is the same
 * ratio of capacity.
 *
 * @returns a fraction; none where the keep arm served for less than a cent a day, where the subsidy never ends or where
 *   the run ends before the window does
 * Source: docs/economy.md#verdict; an estimator over several seeds is the ratio of the sums, not the mean of ratios.
 */
export function retention(records: Records, horizon: "quarter" | "year"): Retention {
  const { days } = horizons[horizon];
  const period = periodsOf(records).find(({ key }) => key === horizon);
  const missing = period === undefined ? "the subsidy never ends in this scenario" : period.missing;
  if (period === undefined || missing !== undefined) {
    const none = unknown(missing ?? "nothing was recorded");
    return { horizon, days, window: period?.window ?? null, service: none, supply: none, cut: null, keep: null };
  }
  const names = armNames(records.manifest);
  const [cut, keep] = [names.cut, names.keep].map((arm) => delivered(records, arm, period.window)) as [
    Delivered,
    Delivered,
  ];
  return {
    horizon,
    days,
    window: period.window,
    service: serviceRatio(cut, keep),
    supply: supplyRatio(cut, keep),
    cut,
    keep,
  };
}

function delivered(records: Records, arm: string, window: Window): Delivered {
  return {
    serviceValueUsd: perDay(records, arm, "serviceValueUsd", window),
    requests: perDay(records, arm, "served", window),
    capacity: perDay(records, arm, "capacity", window),
  };
}

function serviceRatio(cut: Delivered, keep: Delivered): Measure {
  return keep.serviceValueUsd < epsilonUsdPerDay
    ? unknown("nothing was served")
    : ratio(cut.serviceValueUsd, keep.serviceValueUsd, "nothing was served");
}

function supplyRatio(cut: Delivered, keep: Delivered): Measure {
  return ratio(cut.capacity, keep.capacity, "there was no capacity");
}
