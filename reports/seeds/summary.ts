import { lastingLevels } from "../metrics/lasting.ts";
import { delivered } from "../metrics/retention.ts";
import { horizonNames, horizonsOf, type HorizonName } from "../metrics/horizons.ts";
import { armNames, type Records } from "../records.ts";

/** Means per day of one arm in the window of a horizon, and the length of the window in days. */
export interface SeedLevels {
  readonly serviceValueUsd: number;
  readonly served: number;
  readonly capacity: number;
  /** operators that served */
  readonly serving: number;
  readonly days: number;
}

/** What a verdict over several seeds needs of one of them. Plain JSON. */
export interface SeedSummary {
  readonly seed: number;
  /** `arms[arm][horizon]`; null where the window lies outside the run or the subsidy never ends */
  readonly arms: Readonly<Record<string, Readonly<Record<HorizonName, SeedLevels | null>>>>;
  /** USD a day at which each arm settles; null where that was not solved or it did not settle */
  readonly lasting: Readonly<Record<string, { readonly serviceValueUsd: number } | null>>;
}

/** Reduces the records of a seed to a line of `seeds.jsonl`. Reads the tables `epochs` and, where it is there, `lasting`. */
export function summaryOf(records: Records): SeedSummary {
  const { manifest } = records;
  const { cut, keep, never } = armNames(manifest);
  const arms = [...new Set([cut, keep, ...(never === null ? [] : [never])])];
  const levels = lastingLevels(records);
  const of = <T>(value: (arm: string) => T): Record<string, T> =>
    Object.fromEntries(arms.map((arm) => [arm, value(arm)]));
  return {
    seed: manifest.seed,
    arms: of((arm) => levelsOf(records, arm)),
    lasting: of((arm) => {
      const level = levels[arm];
      return level?.settled ? { serviceValueUsd: level.serviceValueUsd } : null;
    }),
  };
}

function levelsOf(records: Records, arm: string): Record<HorizonName, SeedLevels | null> {
  const horizons = horizonsOf(records);
  const of = (name: HorizonName): SeedLevels | null => {
    const horizon = horizons.find((one) => one.name === name);
    if (horizon === undefined || horizon.missing !== undefined) return null;
    const { serviceValueUsd, requests, capacity, serving } = delivered(records, arm, horizon.window);
    const { fromDay, toDay } = horizon.window;
    return { serviceValueUsd, served: requests, capacity, serving, days: toDay - fromDay };
  };
  return Object.fromEntries(horizonNames.map((name) => [name, of(name)])) as Record<HorizonName, SeedLevels | null>;
}
