import type { Clock } from "../core/clock.ts";
import { draw } from "../core/random.ts";
import type { Fault } from "../core/slot.ts";

/**
 * Periods of length `every` whose moment falls into an epoch. Each period has one moment, uniform in it, that belongs to
 * (period, id): the same moments come about whatever the length of an epoch.
 *
 * @param every  seconds
 * @returns numbers of the periods, from 0
 * Source: docs/economy.md, equation 70.
 */
export function periodsIn(
  { epochSeconds }: Clock,
  every: number,
  seed: number,
  purpose: string,
  epoch: number,
  id: string,
): number[] {
  const [from, to] = [epoch * epochSeconds, (epoch + 1) * epochSeconds];
  const periods: number[] = [];
  for (let n = Math.floor(from / every); n * every < to; n++) {
    const moment = (n + draw(seed, purpose, n, id)) * every;
    if (moment >= from && moment < to) periods.push(n);
  }
  return periods;
}

/** Audits of a miner in an epoch beyond which a scenario is refused: each is drawn. */
const MOST_PERIODS = 1000;

/** A time between audits far below an epoch would draw for ever. */
export function tooOften({ every }: { readonly every: number }, { epochSeconds }: Clock): readonly Fault[] {
  const least = epochSeconds / MOST_PERIODS;
  return every >= least ? [] : [{ path: "every", message: `expected at least ${least} s, an epoch / ${MOST_PERIODS}` }];
}

/** The `count` of `ids` with the smallest draws for a key: who joins or leaves changes at most one of them. Indices, ascending. */
export function drawn(
  candidates: Int32Array,
  ids: readonly string[],
  count: number,
  drawOf: (id: string) => number,
): number[] {
  const keyed = Array.from(candidates, (i) => ({ i, u: drawOf(ids[i]!) }));
  keyed.sort((a, b) => a.u - b.u || a.i - b.i);
  return keyed
    .slice(0, count)
    .map(({ i }) => i)
    .sort((a, b) => a - b);
}
