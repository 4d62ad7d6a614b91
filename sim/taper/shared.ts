import { z } from "zod";
import { SECONDS_PER_DAY } from "../core/clock.ts";
import type { Fault } from "../core/slot.ts";
import type { Piece } from "./contract.ts";

/** Parameter that every kind which tapers has. */
export const basis = z
  .enum(["shadow", "actual"])
  .default("shadow")
  .describe(
    "issuance that an issuance-driven schedule sees: shadow (as if never tapered, a clean cut) or actual " +
      "(unminted tokens remain to be minted)",
  );

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
