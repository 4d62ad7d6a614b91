import { blocksFor } from "../core/clock.ts";
import { mechanism } from "../core/slot.ts";
import { count, duration, fraction, positiveDuration } from "../units.ts";
import type { Taper } from "./contract.ts";
import { announcedAt, announcementFault, basis, cutAt, target } from "./shared.ts";

/**
 * The subsidy halves at intervals.   f(b) = max(floor, 2^-min(n, halvings)),  n = 1 + floor((b - b1)/h)   for b >= b1
 * 1 before b1, where the first halving is. Times are rounded to the nearest block. Source: docs/economy.md, "Taper".
 */
export const halving = mechanism(
  "halving",
  "The subsidy halves at block b1 and every h blocks after it, `halvings` times or down to `floor`: " +
    "f(b) = max(floor, 2^-min(n, halvings)) with n = 1 + floor((b - b1)/h); times are rounded to the nearest block. " +
    "Source: docs/economy.md, Taper.",
  {
    from: duration.describe("time from the start of the run at which the subsidy first halves (nearest block)"),
    interval: positiveDuration.describe("time between halvings (nearest block, at least one)"),
    halvings: count.optional().describe("how often it halves; until it is at the floor when left out"),
    floor: fraction.default(0.01).describe("what remains of the emission at least"),
    announcedAt: announcedAt("from"),
    basis,
    target,
  },
  ({ from: start, interval, halvings = Infinity, floor, announcedAt, basis, target }, { clock }): Taper => {
    const first = blocksFor(clock, start);
    const intervalBlocks = Math.max(1, blocksFor(clock, interval));
    const falls = Math.min(halvings, Math.max(1, Math.ceil(-Math.log2(floor))));
    const last = first + (falls - 1) * intervalBlocks;
    const multiplier = (block: number) =>
      block < first ? 1 : Math.max(floor, 2 ** -Math.min(falls, 1 + Math.floor((block - first) / intervalBlocks)));
    return {
      basis,
      target,
      announcedAt: blocksFor(clock, announcedAt ?? start),
      from: floor < 1 ? first : Infinity,
      floorAt: floor < 1 ? last : Infinity,
      multiplier,
      pieces: (from, to) => cutAt(from, to, intervalCuts(first, last, intervalBlocks, from, to), multiplier),
    };
  },
  [],
  ({ from, announcedAt }) => announcementFault(announcedAt, from, "from"),
);

/** Blocks inside [from, to) at which the subsidy halves; rising. */
function* intervalCuts(
  first: number,
  last: number,
  intervalBlocks: number,
  from: number,
  to: number,
): Generator<number> {
  const skipped = Math.max(0, Math.floor((from - first) / intervalBlocks));
  for (let cut = first + skipped * intervalBlocks; cut <= last && cut < to; cut += intervalBlocks) yield cut;
}
