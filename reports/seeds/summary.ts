import { lastingLevels, type LastingLevel } from "../metrics/lasting.ts";
import { delivered } from "../metrics/retention.ts";
import { horizonNames, horizonsOf, type HorizonName } from "../metrics/horizons.ts";
import { perDay, periodsOf, type Period } from "../metrics/windows.ts";
import { armsPlayed, type Records } from "../records.ts";

/** Means per day of one arm in a window, and the length of the window in days. */
export interface SeedLevels {
  readonly serviceValueUsd: number;
  readonly served: number;
  readonly capacity: number;
  /** operators that served */
  readonly serving: number;
  /** operators' income, by who pays it, and their cost */
  readonly customerFundedUsd: number;
  readonly netSubsidyUsd: number;
  readonly runningCostUsd: number;
  readonly fullCostUsd: number;
  readonly days: number;
}

/** Where an arm settles, per day. */
export type SeedLasting = Pick<LastingLevel, "serviceValueUsd" | "capacity" | "serving">;

/** Windows of an arm: the 13 weeks before the cut, and those of the horizons. */
export type SeedWindow = "before" | HorizonName;

/** What a verdict over several seeds needs of one of them. Plain JSON. */
export interface SeedSummary {
  readonly seed: number;
  /** `arms[arm][window]`; null where the window lies outside the run or the subsidy never ends */
  readonly arms: Readonly<Record<string, Readonly<Record<SeedWindow, SeedLevels | null>>>>;
  /** null where the level at which an arm settles was not solved, or it did not settle */
  readonly lasting: Readonly<Record<string, SeedLasting | null>>;
}

/** Times after the cut at which seeds are compared. */
export const seedTimes = [...horizonNames, "lasting"] as const;
export type SeedTime = (typeof seedTimes)[number];

/** Levels of an arm of a seed; a line written by an earlier version may lack some. */
export function levelsOf(seed: SeedSummary, arm: string, at: SeedWindow | SeedTime): Partial<SeedLevels> | null {
  return (at === "lasting" ? seed.lasting?.[arm] : seed.arms[arm]?.[at]) ?? null;
}

/** Reduces the records of a seed to a line of `seeds.jsonl`. Reads the tables `epochs` and, where it is there, `lasting`. */
export function summaryOf(records: Records): SeedSummary {
  const levels = lastingLevels(records);
  const of = <T>(value: (arm: string) => T): Record<string, T> =>
    Object.fromEntries(armsPlayed(records.manifest).map((arm) => [arm, value(arm)]));
  return {
    seed: records.manifest.seed,
    arms: of((arm) => windowsOf(records, arm)),
    lasting: of((arm) => lastingOf(levels[arm])),
  };
}

function lastingOf(level: LastingLevel | undefined): SeedLasting | null {
  if (!level?.settled) return null;
  const { serviceValueUsd, capacity, serving } = level;
  return { serviceValueUsd, capacity, serving };
}

function windowsOf(records: Records, arm: string): Record<SeedWindow, SeedLevels | null> {
  const horizons = horizonsOf(records);
  const before = periodsOf(records).find(({ key }) => key === "before");
  const at = (name: HorizonName): SeedLevels | null =>
    inWindow(
      records,
      arm,
      horizons.find((one) => one.name === name),
    );
  return { before: inWindow(records, arm, before), quarter: at("quarter"), year: at("year"), life: at("life") };
}

function inWindow(
  records: Records,
  arm: string,
  period: Pick<Period, "window" | "missing"> | undefined,
): SeedLevels | null {
  if (period === undefined || period.missing !== undefined) return null;
  const { window } = period;
  const { serviceValueUsd, requests, capacity, serving } = delivered(records, arm, window);
  const of = (column: string): number => perDay(records, arm, column, window);
  return {
    serviceValueUsd,
    served: requests,
    capacity,
    serving,
    customerFundedUsd: of("customerFundedUsd"),
    netSubsidyUsd: of("netSubsidyUsd"),
    runningCostUsd: of("runningCostUsd"),
    fullCostUsd: of("fullCostUsd"),
    days: window.toDay - window.fromDay,
  };
}
