import { ratioStandardError } from "../../sim/theory/retentionEstimator.ts";
import { correlation, seedsNeeded } from "../../sim/theory/seedsNeeded.ts";
import type { HorizonName } from "../metrics/horizons.ts";
import { epsilonUsdPerDay } from "../metrics/retention.ts";
import { collapse } from "../metrics/sensitivities.ts";
import { shareOf, type Share } from "../trust/interval.ts";
import { estimateOf, type Estimate } from "./estimate.ts";
import { levelsOf, seedTimes, type SeedSummary } from "./summary.ts";

/** What several seeds say of one retention. */
export interface SeedInterval extends Omit<Estimate, "value"> {
  readonly horizon: HorizonName | "lasting";
  /** sum of the cut arms over sum of the keep arms */
  readonly retention: number;
  /** least and largest retention of a seed */
  readonly range: readonly [low: number, high: number];
  /** seeds in which less than a tenth survives */
  readonly collapsed: Share;
  /** of the two arms over seeds: what sharing their draws achieved; null where an arm does not vary */
  readonly correlation: number | null;
  /** seeds for an interval of 0.01 to both sides; null with one seed */
  readonly seedsNeeded: number | null;
}

const halfWidth = 0.01;

/**
 * Retention over seeds, each with both its arms.
 *
 *   r = Σ Y_cut / Σ Y_keep      with the interval of a ratio of means
 *   seeds needed = ceil((1.96 sd(Y_cut - r Y_keep) / (0.01 mean Y_keep))²)
 *
 * @returns one for each horizon that some seed reaches; empty without seeds
 * Source: docs/verdict.md, equation 5.
 */
export function seedIntervals(seeds: readonly SeedSummary[], cut: string, keep: string): readonly SeedInterval[] {
  return seedTimes.flatMap((horizon) => {
    const pairs = seeds.flatMap((seed) => {
      const [a, b] = [cut, keep].map((arm) => levelsOf(seed, arm, horizon)?.serviceValueUsd);
      return a === undefined || b === undefined || b < epsilonUsdPerDay ? [] : [[a, b] as const];
    });
    if (pairs.length === 0) return [];
    return [
      intervalOf(
        horizon,
        pairs.map(([a]) => a),
        pairs.map(([, b]) => b),
      ),
    ];
  });
}

function intervalOf(horizon: SeedInterval["horizon"], cut: readonly number[], keep: readonly number[]): SeedInterval {
  const { seeds, value, interval, method } = estimateOf(cut, keep);
  const ratios = cut.map((served, s) => served / keep[s]!);
  const together = seeds > 1 ? correlation(cut, keep) : NaN;
  return {
    horizon,
    seeds,
    retention: value,
    interval,
    method,
    range: [Math.min(...ratios), Math.max(...ratios)],
    collapsed: shareOf(ratios.filter((ratio) => ratio < collapse).length, seeds),
    correlation: Number.isNaN(together) ? null : together,
    seedsNeeded: seeds > 1 ? seedsNeeded(ratioStandardError(cut, keep) * Math.sqrt(seeds), halfWidth) : null,
  };
}
