import type { Memory } from "../core/memory.ts";
import { heldWorld, type Held, type HeldWorld } from "./held.ts";
import type { Schedule } from "./schedule.ts";
import { mintTapered, type Emitted, type Issued } from "./tapered.ts";

/** A schedule after the blocks [0, block). */
export interface Played extends Issued {
  readonly block: number;
  /** tokens minted, for participants or into a pool, and those among them that stand for burned ones; summed without loss */
  readonly totals: { readonly minted: Total; readonly reminted: Total };
  readonly taperMemory: Memory;
}

/** A sum, and what rounding left out of it: a small row after many large ones is not lost. */
export interface Total {
  readonly sum: number;
  readonly rest: number;
}

const nothing: Total = { sum: 0, rest: 0 };

/** Neumaier's compensated sum. */
function plus({ sum, rest }: Total, more: number): Total {
  const next = sum + more;
  const lost = Math.abs(sum) >= Math.abs(more) ? sum - next + more : more - next + sum;
  return { sum: next, rest: rest + lost };
}

/** What was added to a sum since, to the digit though it be small beside the sum. */
export const between = (from: Total, to: Total): number => to.sum - from.sum + (to.rest - from.rest);

/** Plays one schedule; positions are plain data, so that any of them can be gone on from. */
export interface Player {
  readonly opening: Played;
  /**
   * The schedule after the blocks [0, to), from an earlier position.
   *
   * @throws RangeError when the rule cannot say what it mints, naming the schedule and the block
   */
  play(from: Played, to: number): Played;
  /** what the rules have looked at of the held world so far */
  readonly looked: ReadonlySet<keyof Held>;
}

/**
 * Rules that look back at the epochs before are played epoch by epoch, as a run plays them, and so are those that see what was
 * really minted while burned tokens are minted anew; others in one step, which mints the same. The issuance is fed back.
 */
export function playerOf(schedule: Schedule): Player {
  const { emission, taper, clock, openingIssuance } = schedule;
  const { looked, ...world } = heldWorld(schedule);
  const fedBackUnevenly = schedule.remints && taper.basis === "actual";
  const byEpoch = emission.memory !== undefined || taper.memory !== undefined || fedBackUnevenly;
  const opening: Played = {
    block: 0,
    issuance: openingIssuance,
    shadowIssuance: openingIssuance,
    minted: 0,
    shadowMinted: 0,
    totals: { minted: nothing, reminted: nothing },
    emissionMemory: emission.memory?.opening ?? [],
    taperMemory: taper.memory?.opening ?? [],
  };
  const play = (from: Played, to: number): Played => {
    let played = from;
    while (played.block < to) {
      const epochEnd = (Math.floor(played.block / clock.tempo) + 1) * clock.tempo;
      played = step(schedule, world, played, byEpoch ? Math.min(to, epochEnd) : to);
    }
    return played;
  };
  return { opening, play, looked };
}

/** One span, at most an epoch where a rule looks back. */
function step(schedule: Schedule, world: Omit<HeldWorld, "looked">, played: Played, to: number): Played {
  const from = played.block;
  const refused = (reason: string) => new RangeError(`${schedule.name}: blocks ${from} to ${to}: ${reason}`);
  let emitted: Emitted;
  try {
    const { inputs, seen, remintedPerBlock } = world;
    emitted = mintTapered(schedule, played, { from, to, inputs, seen: seen(played.taperMemory), remintedPerBlock });
  } catch (error) {
    throw error instanceof RangeError ? refused(error.message) : error;
  }
  const minted = emitted.minted + emitted.injected.tokens;
  const issuance = played.issuance + minted;
  if (!Number.isFinite(issuance))
    throw refused(`${issuance} tokens are issued; expected a finite number, so fewer years or other inputs`);
  return {
    block: to,
    issuance,
    shadowIssuance: played.shadowIssuance + emitted.untapered + emitted.injected.untaperedTokens,
    minted: played.minted + emitted.minted,
    shadowMinted: played.shadowMinted + emitted.untapered,
    totals: {
      minted: plus(played.totals.minted, minted),
      reminted: plus(played.totals.reminted, emitted.reminted),
    },
    emissionMemory: emitted.memory,
    taperMemory: emitted.taperMemory,
  };
}
