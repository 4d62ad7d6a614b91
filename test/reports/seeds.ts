/** Summaries of seeds with a few figures given and all else the same. */
import type { SeedLasting, SeedLevels, SeedSummary } from "../../reports/seeds/summary.ts";

// Closed form "retention-estimator".
export const keep = [100, 80, 120, 60, 90];
export const cut = [50, 60, 54, 12, 36];

export const levelsWith = (some: Partial<SeedLevels>): SeedLevels => ({
  serviceValueUsd: 1,
  served: 1,
  capacity: 1,
  serving: 1,
  customerFundedUsd: 1,
  netSubsidyUsd: 1,
  runningCostUsd: 1,
  fullCostUsd: 1,
  days: 91,
  ...some,
});

export const settledAt = (serviceValueUsd: number): SeedLasting => ({ serviceValueUsd, capacity: 1, serving: 1 });

const atYear = (serviceValueUsd: number) => ({
  before: null,
  quarter: null,
  year: levelsWith({ serviceValueUsd }),
  life: null,
});

export const seedOf = (seed: number, cutUsd: number, keepUsd: number): SeedSummary => ({
  seed,
  arms: { cut: atYear(cutUsd), keep: atYear(keepUsd) },
  lasting: { cut: null, keep: settledAt(keepUsd) },
});
