import { metrics } from "./metrics/index.ts";
import type { Measure } from "./metrics/metric.ts";
import { retention, type Retention } from "./metrics/retention.ts";
import { survivors, type Survivors } from "./metrics/survivors.ts";
import { trendBeforeCut } from "./metrics/trend.ts";
import { periodsOf, type Period } from "./metrics/windows.ts";
import { armNames, type Records } from "./records.ts";
import { subsidyEndOf, type SubsidyEnd } from "./subsidyEnd.ts";
import { trustOf, type Trust } from "./trust/trust.ts";

/** Values of every metric in one period: `arms[arm][metric]`; empty where the period is missing. */
export interface PeriodValues extends Period {
  readonly arms: Readonly<Record<string, Readonly<Record<string, Measure>>>>;
}

/** Everything that is measured; the sentences of a verdict are made from it. */
export interface Findings {
  /** the arm played as the scenario is written, and the one that keeps its subsidy */
  readonly arms: { readonly cut: string; readonly keep: string };
  readonly subsidyEnd: SubsidyEnd | null;
  readonly retention: { readonly quarter: Retention; readonly year: Retention };
  readonly survivors: Survivors;
  readonly periods: readonly PeriodValues[];
  /** who cheated and what came of it; left out where everybody is honest and nothing special checks */
  readonly trust?: Trust;
  /** change of the served value over a quarter before the cut, as a fraction */
  readonly trendBeforeCut: Measure;
}

export function findingsOf(records: Records): Findings {
  const trust = trustOf(records);
  return {
    arms: armNames(records.manifest),
    subsidyEnd: subsidyEndOf(records),
    retention: { quarter: retention(records, "quarter"), year: retention(records, "year") },
    survivors: survivors(records),
    periods: periodsOf(records).map((period) => ({ ...period, arms: valuesOf(records, period) })),
    ...(trust && { trust }),
    trendBeforeCut: trendBeforeCut(records),
  };
}

function valuesOf(records: Records, period: Period): PeriodValues["arms"] {
  if (period.missing !== undefined) return {};
  const { cut, keep } = armNames(records.manifest);
  const valuesIn = (arm: string): Record<string, Measure> =>
    Object.fromEntries(metrics.map((metric) => [metric.name, metric.of(records, arm, period.window)]));
  return Object.fromEntries([...new Set([cut, keep])].map((arm) => [arm, valuesIn(arm)]));
}

/** Value of a metric in a period and arm; null where there is none. */
export function valueAt(findings: Findings, key: Period["key"], arm: string, metric: string): number | null {
  return findings.periods.find((period) => period.key === key)?.arms[arm]?.[metric]?.value ?? null;
}
