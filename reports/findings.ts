import { breakEvensOf, type VerifiedBreakEven } from "./metrics/breakEvens.ts";
import { causesOf, type Causes } from "./metrics/causes.ts";
import { lossOf, type Loss } from "./metrics/factors.ts";
import { metrics } from "./metrics/index.ts";
import { lastingOf, type Lasting } from "./metrics/lasting.ts";
import type { Measure } from "./metrics/metric.ts";
import { retention, type Retention } from "./metrics/retention.ts";
import { sensitivitiesOf, type Sensitivity } from "./metrics/sensitivities.ts";
import { sourceAndUse, type SourceAndUse } from "./metrics/sourceAndUse.ts";
import { stayingOf, type Staying } from "./metrics/staying.ts";
import { subsidyCost, type SubsidyCost } from "./metrics/subsidyCost.ts";
import { survivors, type Survivors } from "./metrics/survivors.ts";
import { trendBeforeCut } from "./metrics/trend.ts";
import { periodsOf, type Period } from "./metrics/windows.ts";
import { armNames, armsPlayed, keepPlayed, type ArmNames, type Records } from "./records.ts";
import { seedIntervals, type SeedInterval } from "./seeds/intervals.ts";
import { seedMeasures, type SeedMeasure } from "./seeds/measures.ts";
import { summaryOf, type SeedSummary } from "./seeds/summary.ts";
import { subsidyEndOf, type SubsidyEnd } from "./subsidyEnd.ts";
import { trustOf, type Trust } from "./trust/trust.ts";

/** Values of every metric in one period: `arms[arm][metric]`; empty where the period is missing. */
export interface PeriodValues extends Period {
  readonly arms: Readonly<Record<string, Readonly<Record<string, Measure>>>>;
}

/** Everything that is measured; the sentences of a verdict are made from it. */
export interface Findings {
  readonly arms: ArmNames;
  readonly subsidyEnd: SubsidyEnd | null;
  readonly retention: {
    readonly quarter: Retention<"quarter">;
    readonly year: Retention<"year">;
    readonly life: Retention<"life">;
  };
  /** where the arms end up in a world that stands still */
  readonly lasting: Lasting;
  /** what the subsidy cost for what it bought, or the reason why it cannot be told */
  readonly subsidyCost: SubsidyCost | string;
  /** seeds that were played, that of these records among them */
  readonly seedsPlayed: number;
  /** retention over seeds, one entry a horizon */
  readonly seeds: readonly SeedInterval[];
  /** other figures over seeds, one entry a figure and time; empty for one seed */
  readonly seedMeasures: readonly SeedMeasure[];
  /** parts of the service and their shares in the loss */
  readonly loss: Loss | string;
  /** causes of the loss, from worlds in which they are held, or the reason why they cannot be told */
  readonly causes: Causes | string;
  readonly breakEvens: readonly VerifiedBreakEven[];
  /** the verdict under other rules */
  readonly sensitivities: readonly Sensitivity[];
  readonly sourceAndUse: SourceAndUse | string;
  readonly survivors: Survivors;
  /** how long those that served at the cut go on, or the reason why it cannot be told */
  readonly staying: Staying | string;
  readonly periods: readonly PeriodValues[];
  /** who cheated and what came of it; left out where everybody is honest and nothing special checks */
  readonly trust?: Trust;
  /** change of the served value over a quarter before the cut, as a fraction */
  readonly trendBeforeCut: Measure;
}

/** @param seeds summaries of the scenario's seeds; that of these records takes the place of its own, or is added */
export function findingsOf(records: Records, seeds: readonly SeedSummary[]): Findings {
  const trust = trustOf(records);
  const arms = armNames(records.manifest);
  const own = summaryOf(records);
  // A line written before the lasting level was solved lacks it; the records have it.
  const known = seeds.some(({ seed }) => seed === own.seed);
  const all = known ? seeds.map((one) => (one.seed === own.seed ? own : one)) : [own, ...seeds];
  return {
    arms,
    subsidyEnd: subsidyEndOf(records),
    retention: {
      quarter: retention(records, "quarter"),
      year: retention(records, "year"),
      life: retention(records, "life"),
    },
    lasting: lastingOf(records),
    subsidyCost: subsidyCost(records),
    seedsPlayed: all.length,
    seeds: keepPlayed(records.manifest) ? seedIntervals(all, arms.cut, arms.keep) : [],
    seedMeasures: seedMeasures(all, records.manifest),
    loss: lossOf(records),
    causes: causesOf(records),
    breakEvens: breakEvensOf(records),
    sensitivities: sensitivitiesOf(records),
    sourceAndUse: sourceAndUse(records),
    survivors: survivors(records),
    staying: stayingOf(records),
    periods: periodsOf(records).map((period) => ({ ...period, arms: valuesOf(records, period) })),
    ...(trust && { trust }),
    trendBeforeCut: trendBeforeCut(records),
  };
}

function valuesOf(records: Records, period: Period): PeriodValues["arms"] {
  if (period.missing !== undefined) return {};
  const valuesIn = (arm: string): Record<string, Measure> =>
    Object.fromEntries(metrics.map((metric) => [metric.name, metric.of(records, arm, period.window)]));
  return Object.fromEntries(armsPlayed(records.manifest).map((arm) => [arm, valuesIn(arm)]));
}

/** Value of a metric in a period and arm; null where there is none. */
export function valueAt(findings: Findings, key: Period["key"], arm: string, metric: string): number | null {
  return findings.periods.find((period) => period.key === key)?.arms[arm]?.[metric]?.value ?? null;
}
