import type { Vec } from "../core/matrix.ts";

/** Rounds behind the median from which on a miner counts as lost. */
const MOST_ROUNDS = 5;

/** How steeply the score falls with the rounds that are missing. */
const STEEPNESS = 2.5;

/** How well a miner keeps up.   s = max(0, 1 - min(x, 5)/5)^2.5,  x rounds behind the median */
export const syncScore = (rounds: number): number =>
  Math.max(0, 1 - Math.min(Math.max(0, rounds), MOST_ROUNDS) / MOST_ROUNDS) ** STEEPNESS;

/**
 * [operators] sync score of each, NaN for who does not serve. All start each window level, so x is what is missing in one.
 *
 * @param steps         [operators] steps of the epoch
 * @param servedSince   [operators] NaN for who does not serve
 * @param stepsPerRound steps of the epoch that are one round in each of its windows
 */
export function syncScores(steps: Vec, servedSince: Vec, stepsPerRound: number): Float64Array {
  const serving = Array.from(steps).filter((_, j) => !Number.isNaN(servedSince[j]!));
  const middle = median(serving);
  return Float64Array.from(steps, (own, j) =>
    Number.isNaN(servedSince[j]!) ? NaN : syncScore((middle - own) / stepsPerRound),
  );
}

function median(values: number[]): number {
  const sorted = values.sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : ((sorted[half - 1] ?? NaN) + (sorted[half] ?? NaN)) / 2;
}
