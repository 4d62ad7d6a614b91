import { DAYS_PER_YEAR, SECONDS_PER_DAY } from "../core/clock.ts";
import { between, playerOf, type Played, type Player } from "./play.ts";
import type { Schedule } from "./schedule.ts";

/** Lengths of a row: a month is a twelfth of a year of 365 days, an era is the emission's own. */
export const periods = ["era", "year", "month", "day", "epoch"] as const;
export type Period = (typeof periods)[number];

/** What a schedule mints in one period. */
export interface ScheduleRow {
  /** periods before this one; of an era, halvings before it */
  readonly index: number;
  /** days since the start */
  readonly start: number;
  /** tokens minted in it, re-minted ones included */
  readonly minted: number;
  /** tokens minted from the start to its end; those issued before the start are not in it */
  readonly cumulative: number;
  /** tokens among those minted that stand for burned ones */
  readonly remintedBurn: number;
  /** minted a year over what was issued at the period's start, not compounded; NaN where nothing was issued yet */
  readonly annualInflation: number;
}

/** A century by day is 36,500 rows; more than this is a mistake. */
const MOST_ROWS = 1_000_000;

/** Where periods start and end, in blocks. */
export interface Spans {
  readonly schedule: Schedule;
  readonly by: Period;
  /** days after which the last period ends, cut off there where it is longer */
  readonly days: number;
}

/**
 * A schedule period by period.
 *
 * @throws RangeError when it has no such periods, more of them than MOST_ROWS, or cannot say what it mints
 */
export function scheduleRows(spans: Spans, player: Player = playerOf(spans.schedule)): ScheduleRow[] {
  const { schedule, by, days } = spans;
  const end = Math.round((days * SECONDS_PER_DAY) / schedule.clock.blockSeconds);
  return by === "era" ? byEra(schedule, player, end) : byLength(spans, player, end);
}

function byLength({ schedule, by, days }: Spans, player: Player, end: number): ScheduleRow[] {
  const length = lengthOf(schedule, by as Exclude<Period, "era">);
  if (days / length > MOST_ROWS)
    throw new RangeError(
      `${schedule.name}: ${days} days by ${by} are ${Math.ceil(days / length)} rows; expected at most ${MOST_ROWS}`,
    );
  const blocks = (length * SECONDS_PER_DAY) / schedule.clock.blockSeconds;
  if (blocks < 1)
    throw new RangeError(`${schedule.name}: a ${by} is shorter than a block of ${schedule.clock.blockSeconds} s`);
  const rows: ScheduleRow[] = [];
  for (let index = 0, played = player.opening; played.block < end; index++) {
    const next = player.play(played, Math.min(end, Math.round((index + 1) * blocks)));
    rows.push(rowOf(schedule, index, played, next));
    played = next;
  }
  return rows;
}

/** Days of a period. @throws RangeError for epochs of a preset, which has none */
function lengthOf({ name, clock, origin }: Schedule, by: Exclude<Period, "era">): number {
  switch (by) {
    case "day":
      return 1;
    case "month":
      return DAYS_PER_YEAR / 12;
    case "year":
      return DAYS_PER_YEAR;
    case "epoch":
      if (origin.kind === "preset")
        throw new RangeError(`${name}: a preset has no epochs; expected era, year, month or day, or a scenario`);
      return clock.epochDays;
  }
}

/** Until minting has ended for good, or until `end`. */
function byEra(schedule: Schedule, player: Player, end: number): ScheduleRow[] {
  const era = eraOf(schedule);
  const rows: ScheduleRow[] = [];
  for (let played = player.opening; played.block < end;) {
    const first = era(played);
    if (first === undefined) break;
    let next = played;
    for (let now: ReturnType<typeof era> = first; now?.index === first.index && next.block < end; now = era(next))
      next = player.play(next, Math.min(end, now.end));
    rows.push(rowOf(schedule, first.index, played, next));
    played = next;
  }
  return rows;
}

/**
 * The era that a position is in, by the issuance that the schedule sees.
 *
 * @throws RangeError where the emission has no eras, or the taper or a pool moves them
 */
function eraOf({ name, kind, emission, taper }: Schedule) {
  const { era } = emission;
  if (era === undefined)
    throw new RangeError(`${name}: its emission (${kind}) has no eras; expected by year, month, day or epoch`);
  if (taper.basis === "actual" && taper.from < Infinity && emission.follows === "issuance")
    throw new RangeError(
      `${name}: a taper on basis actual moves the eras of its emission; expected by year, month, day or epoch`,
    );
  if (emission.inject !== undefined)
    throw new RangeError(
      `${name}: what its emission (${kind}) adds to the pool moves its eras; expected by year, month, day or epoch`,
    );
  return ({ block, shadowIssuance }: Played) => era(block, shadowIssuance);
}

function rowOf({ clock }: Schedule, index: number, from: Played, to: Played): ScheduleRow {
  const minted = between(from.totals.minted, to.totals.minted);
  const years = ((to.block - from.block) * clock.blockSeconds) / (SECONDS_PER_DAY * DAYS_PER_YEAR);
  return {
    index,
    start: (from.block * clock.blockSeconds) / SECONDS_PER_DAY,
    minted,
    cumulative: to.totals.minted.sum + to.totals.minted.rest,
    remintedBurn: between(from.totals.reminted, to.totals.reminted),
    annualInflation: from.issuance > 0 ? minted / from.issuance / years : NaN,
  };
}
