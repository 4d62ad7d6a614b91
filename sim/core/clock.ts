export const SECONDS_PER_HOUR = 3600;
export const SECONDS_PER_DAY = 86_400;
export const DAYS_PER_YEAR = 365;

/** The lengths that turn times into epochs: Delta = tempo x block seconds. */
export interface Clock {
  /** seconds per block */
  readonly blockSeconds: number;
  /** blocks per epoch */
  readonly tempo: number;
  /** epochs in the run */
  readonly epochs: number;
  readonly epochSeconds: number;
  readonly epochDays: number;
  readonly epochHours: number;
}

/** @param durationSeconds length of the run; epochs are the whole ones that fit */
export function clock(blockSeconds: number, tempo: number, durationSeconds: number): Clock {
  const epochSeconds = blockSeconds * tempo;
  return {
    blockSeconds,
    tempo,
    epochs: Math.floor(durationSeconds / epochSeconds + 1e-9),
    epochSeconds,
    epochDays: epochSeconds / SECONDS_PER_DAY,
    epochHours: epochSeconds / SECONDS_PER_HOUR,
  };
}

/**
 * Weight of this epoch in a moving average with time constant tau.   a = 1 - exp(-Delta / tau)
 * Source: docs/economy.md, "Time"; tau = 0 means no memory (a = 1).
 */
export function emaWeight(stepSeconds: number, tauSeconds: number): number {
  return tauSeconds === 0 ? 1 : -Math.expm1(-stepSeconds / tauSeconds);
}

/** Yearly rate turned into a rate for a step of d days.   (1 + r)^(d/365) - 1 */
export function rateForStep(annualRate: number, days: number): number {
  return Math.expm1((days / DAYS_PER_YEAR) * Math.log1p(annualRate));
}

/** Yearly hazard turned into a chance for a step of d days.   1 - (1 - h)^(d/365) */
export function hazardForStep(annualHazard: number, days: number): number {
  return -Math.expm1((days / DAYS_PER_YEAR) * Math.log1p(-annualHazard));
}

/** Whole epochs that a time needs, at least one. 28 days are 4 weekly epochs or 28 daily ones. */
export function epochsFor(clock: Clock, seconds: number): number {
  return Math.max(1, Math.ceil(seconds / clock.epochSeconds - 1e-9));
}

/** Blocks that a time lasts, rounded to the nearest block. */
export function blocksFor(clock: Clock, seconds: number): number {
  return Math.round(seconds / clock.blockSeconds);
}
