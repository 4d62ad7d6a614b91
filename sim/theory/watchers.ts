/** Optimistic verification: who claims, who watches, and how long a claim waits. Source: docs/economy.md, "Trust". */
import { amount, count, fraction, positive } from "./domain.ts";

/** One claim that may be false and one watcher that may check it, both choosing freely. USD per claim. */
export interface WatchGame {
  /** C: what a check costs the watcher */
  readonly checkCostUsd: number;
  /** D: deposit that a proven cheat loses */
  readonly depositUsd: number;
  /** G: what a cheat earns when nobody checks */
  readonly cheatGainUsd: number;
  /** rho: fraction of the deposit that goes to the watcher who proves it */
  readonly bountyShare: number;
  /** L: what a cheat that goes through costs the watcher itself */
  readonly watcherLossUsd: number;
}

/** Chances per claim. */
export interface WatchEquilibrium {
  /** x*: a claim is false */
  readonly cheatRate: number;
  /** y*: a claim is checked */
  readonly checkRate: number;
  /** x* (1 - y*): a claim is false and stands */
  readonly undetected: number;
}

/**
 * Equilibrium in mixed strategies: each side is indifferent to what it does.
 *
 *   x* (rho D + L) = C   ->  x* = C / (rho D + L)         (1 - y*) G = y* D   ->  y* = G / (G + D)
 *
 * Where a check costs more than it can bring (C > rho D + L) nobody checks, and every claim is false.
 * @throws RangeError where C or G is not above 0, D or L is below 0, or rho is outside 0..1
 */
export function watchEquilibrium(game: WatchGame): WatchEquilibrium {
  const { checkCostUsd, depositUsd, bountyShare, watcherLossUsd } = game;
  const checkRate = checkRateOf("watchEquilibrium", game);
  positive("watchEquilibrium", "checkCostUsd", checkCostUsd);
  amount("watchEquilibrium", "watcherLossUsd", watcherLossUsd);
  fraction("watchEquilibrium", "bountyShare", bountyShare);
  const worth = bountyShare * depositUsd + watcherLossUsd;
  if (checkCostUsd > worth) return { cheatRate: 1, checkRate: 0, undetected: 1 };
  const cheatRate = checkCostUsd / worth;
  return { cheatRate, checkRate, undetected: cheatRate * (1 - checkRate) };
}

/**
 * How often each of m alike watchers checks, so that together they check y* of the claims.   1 - (D / (G + D))^(1/m)
 *
 * More watchers add no safety, each leaves the work to the others. Holds where a check can pay at all (C <= rho D + L).
 * @param watchers m
 * @throws RangeError where G is not above 0, D is below 0, or there is no watcher
 */
export function checkRateEach(game: Pick<WatchGame, "depositUsd" | "cheatGainUsd">, watchers: number): number {
  checkRateOf("checkRateEach", game);
  count("checkRateEach", "watchers", watchers, 1);
  return -Math.expm1(-Math.log1p(game.cheatGainUsd / game.depositUsd) / watchers);
}

function checkRateOf(where: string, game: Pick<WatchGame, "depositUsd" | "cheatGainUsd">): number {
  positive(where, "cheatGainUsd", game.cheatGainUsd);
  amount(where, "depositUsd", game.depositUsd);
  return game.cheatGainUsd / (game.cheatGainUsd + game.depositUsd);
}

/**
 * Least rate of planted faults that keeps watchers checking when nobody cheats.   phi J >= C  ->  phi = C / J
 *
 * @param jackpotUsd   J: paid to the watcher who finds a planted fault
 * @returns fraction of claims; undefined where even a fault in every claim does not pay for the checks
 * @throws RangeError for a cost below 0 and a jackpot that is not above 0
 */
export function plantedFaultRate(checkCostUsd: number, jackpotUsd: number): number | undefined {
  amount("plantedFaultRate", "checkCostUsd", checkCostUsd);
  positive("plantedFaultRate", "jackpotUsd", jackpotUsd);
  return checkCostUsd <= jackpotUsd ? checkCostUsd / jackpotUsd : undefined;
}

/**
 * Rounds in which two parties halve a computation until one step is left in dispute.   ceil(log2 N)
 * @param steps N of the computation
 * @throws RangeError for less than one step
 */
export function disputeRounds(steps: number): number {
  count("disputeRounds", "steps", steps, 1);
  let rounds = 0;
  while (2 ** rounds < steps) rounds++; // exact where log2 may be a bit off at powers of two
  return rounds;
}

/**
 * Seconds until a disputed claim is final; without a dispute it is the window W.   W + ceil(log2 N) x seconds a round
 * @throws RangeError for times below 0 and less than one step
 */
export function disputedFinalitySeconds(windowSeconds: number, roundSeconds: number, steps: number): number {
  amount("disputedFinalitySeconds", "windowSeconds", windowSeconds);
  amount("disputedFinalitySeconds", "roundSeconds", roundSeconds);
  return windowSeconds + disputeRounds(steps) * roundSeconds;
}
