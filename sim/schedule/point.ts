import { DAYS_PER_YEAR, SECONDS_PER_DAY } from "../core/clock.ts";
import { between, playerOf, type Played, type Player } from "./play.ts";
import type { Schedule } from "./schedule.ts";

/** A moment of a schedule: a height in blocks, a time, or when so many tokens have been issued. */
export type Moment = { readonly block: number } | { readonly seconds: number } | { readonly issuance: number };

/** A schedule at one block. */
export interface SchedulePoint {
  readonly block: number;
  /** since the start */
  readonly days: number;
  /** halvings so far; null where the emission has no eras, or has ended */
  readonly era: number | null;
  /** tokens minted in the blocks before */
  readonly minted: number;
  /** tokens issued before the block, those of before the start included */
  readonly issuance: number;
  /** tokens minted in the block, and in the day that it begins */
  readonly tokensPerBlock: number;
  readonly tokensPerDay: number;
  /**
   * tokens of the seven days that the block begins, a year, over issuance; NaN where nothing is issued yet. A week, since some
   * rules mint in rounds that are no part of a day.
   */
  readonly annualInflation: number;
}

/** An issuance that is not reached by then is never reached. */
const LONGEST_YEARS = 500;

/**
 * A schedule at one moment; a time is rounded to the nearest block, an issuance is that of the first block that finds it.
 *
 * @throws RangeError for an issuance that it starts above or does not reach in 500 years, or where it cannot say what it mints
 */
export function schedulePoint(schedule: Schedule, moment: Moment, player: Player = playerOf(schedule)): SchedulePoint {
  const { clock, emission, taper } = schedule;
  const before = reached(schedule, moment, player);
  const dayBlocks = Math.max(1, Math.round(SECONDS_PER_DAY / clock.blockSeconds));
  const mintedIn = (blocks: number) =>
    between(before.totals.minted, player.play(before, before.block + blocks).totals.minted);
  const weekDays = (7 * dayBlocks * clock.blockSeconds) / SECONDS_PER_DAY;
  return {
    block: before.block,
    days: (before.block * clock.blockSeconds) / SECONDS_PER_DAY,
    era:
      emission.era?.(before.block, taper.basis === "shadow" ? before.shadowIssuance : before.issuance)?.index ?? null,
    minted: before.totals.minted.sum + before.totals.minted.rest,
    issuance: before.issuance,
    tokensPerBlock: mintedIn(1),
    tokensPerDay: mintedIn(dayBlocks),
    annualInflation: before.issuance > 0 ? (mintedIn(7 * dayBlocks) * DAYS_PER_YEAR) / weekDays / before.issuance : NaN,
  };
}

function reached(schedule: Schedule, moment: Moment, player: Player): Played {
  const { opening, play } = player;
  if ("block" in moment) return play(opening, moment.block);
  const { blockSeconds } = schedule.clock;
  if ("seconds" in moment) return play(opening, Math.round(moment.seconds / blockSeconds));
  return firstWith(schedule, moment.issuance, player);
}

/** The first block before which so much has been issued: by years, then days, then blocks. */
function firstWith({ name, clock }: Schedule, issuance: number, { opening, play }: Player): Played {
  if (opening.issuance > issuance)
    throw new RangeError(`${name}: opens with ${opening.issuance} tokens issued; expected an issuance from there on`);
  const blocksIn = (days: number) => Math.max(1, Math.round((days * SECONDS_PER_DAY) / clock.blockSeconds));
  const end = blocksIn(DAYS_PER_YEAR * LONGEST_YEARS);
  let at = opening;
  for (const stride of [blocksIn(DAYS_PER_YEAR), blocksIn(1)]) {
    while (at.block < end) {
      const next = play(at, at.block + stride);
      if (next.issuance >= issuance) break;
      at = next;
    }
  }
  if (at.block >= end)
    throw new RangeError(
      `${name}: issues ${at.issuance} tokens in ${LONGEST_YEARS} years; ${issuance} are never reached`,
    );
  let [low, high] = [0, blocksIn(1)];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (play(at, at.block + middle).issuance >= issuance) high = middle;
    else low = middle + 1;
  }
  return play(at, at.block + low);
}
