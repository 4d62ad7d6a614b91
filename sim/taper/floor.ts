import { blocksFor, SECONDS_PER_DAY } from "../core/clock.ts";
import { mechanism } from "../core/slot.ts";
import { duration, tokensPerDay } from "../units.ts";
import type { Taper } from "./contract.ts";
import { announcedAt, announcementFault, basis, cutAt, dayCuts, target } from "./shared.ts";

/**
 * A tail emission: from a block on no more than a fixed amount a day.   minted = min(full, tokensPerDay x days)
 * Taken over each day counted from the block b1, or over an epoch where it is shorter; b1 is rounded to the nearest block.
 * Known ahead, f(b) = min(1, tokensPerDay / what the schedule now mints a day) from b1 on. Source: docs/economy.md, "Taper".
 */
export const floor = mechanism(
  "floor",
  "A tail emission: from block b1 on no more than `tokensPerDay` are minted, min(full, tokensPerDay x days) over each day, " +
    "or over an epoch where it is shorter; the start is rounded to the nearest block. Source: docs/economy.md, Taper.",
  {
    at: duration.describe("time from the start of the run at which the bound begins (rounded to the nearest block)"),
    tokensPerDay: tokensPerDay.describe("most tokens of subsidy that are minted a day from then on"),
    announcedAt: announcedAt("at"),
    basis,
    target,
  },
  ({ at, tokensPerDay, announcedAt, basis, target }, { clock }): Taper => {
    const first = blocksFor(clock, at);
    const mostPerBlock = (tokensPerDay * clock.blockSeconds) / SECONDS_PER_DAY;
    return {
      basis,
      target,
      announcedAt: blocksFor(clock, announcedAt ?? at),
      from: first,
      floorAt: first,
      multiplier: (block, { subsidyTokensPerDay: full }) =>
        block < first || full <= tokensPerDay ? 1 : tokensPerDay / full,
      pieces: (from, to) =>
        cutAt(from, to, dayCuts(clock, first, Infinity, from, to), () => 1).map((piece) =>
          piece.from < first ? piece : { ...piece, mostTokens: mostPerBlock * (piece.to - piece.from) },
        ),
    };
  },
  [],
  ({ at, announcedAt }) => announcementFault(announcedAt, at, "at"),
);
