import { z } from "zod";
import { blocksFor, SECONDS_PER_DAY, type Clock } from "../core/clock.ts";
import type { Fault } from "../core/slot.ts";
import { duration } from "../units.ts";
import type { Piece } from "./contract.ts";

/** Parameters that every kind which tapers has. */
export const basis = z
  .enum(["shadow", "actual"])
  .default("shadow")
  .describe(
    "issuance that an issuance-driven schedule sees: shadow (as if never tapered, a clean cut) or actual " +
      "(unminted tokens remain to be minted)",
  );
export const target = z
  .enum(["taoIn", "alphaOut", "both"])
  .default("both")
  .describe(
    "what falls: liquidity that the chain adds to the token's pool (taoIn), newly minted pay (alphaOut) or both; an " +
      "emission that adds no liquidity has pay alone",
  );

/** @param startName the parameter that says when the subsidy begins to fall */
export const announcedAt = (startName: string) =>
  duration.optional().describe(`time at which everybody learns the plan; \`${startName}\` when left out: a surprise`);

/** An announcement cannot come after what it announces. Times in seconds; `startName` is the parameter it must not pass. */
export function announcementFault(announcedAt: number | undefined, start: number, startName: string): Fault[] {
  if (announcedAt === undefined || announcedAt <= start) return [];
  const days = start / SECONDS_PER_DAY;
  return [
    {
      path: "announcedAt",
      message: `expected at most \`${startName}\` (${days} days), since a plan is announced before it starts`,
    },
  ];
}

/** [from, to) cut at the given blocks (rising), each piece with the mean that `mean` gives it. */
export function cutAt(
  from: number,
  to: number,
  cuts: Iterable<number>,
  mean: (from: number, to: number) => number,
): Piece[] {
  const pieces: Piece[] = [];
  let start = from;
  for (const cut of cuts) {
    if (cut <= start) continue;
    if (cut >= to) break;
    pieces.push({ from: start, to: cut, multiplier: mean(start, cut) });
    start = cut;
  }
  if (start < to) pieces.push({ from: start, to, multiplier: mean(start, to) });
  return pieces;
}

/** Blocks inside [from, to) at which a stretch [first, last) begins, another day of it is over, or it ends; rising. */
export function* dayCuts(clock: Clock, first: number, last: number, from: number, to: number): Generator<number> {
  const dayBlocks = Math.max(1, blocksFor(clock, SECONDS_PER_DAY));
  const skipped = Math.max(0, Math.floor((from - first) / dayBlocks));
  for (let cut = first + skipped * dayBlocks; cut < last && cut < to; cut += dayBlocks) yield cut;
  yield last;
}
