import { blocksFor } from "../core/clock.ts";
import { mechanism } from "../core/slot.ts";
import { duration, fraction } from "../units.ts";
import type { Taper } from "./contract.ts";
import { announcedAt, announcementFault, basis, cutAt, dayCuts, target } from "./shared.ts";

/**
 * The subsidy falls along a line.   f(b) = 1 - (1 - floor) (b + 1/2 - b1) / (b2 - b1)  for b1 <= b < b2
 * 1 before b1, floor from b2 on. A block takes the line's value at its middle, so sums over blocks are the line's integral.
 * Times are rounded to the nearest block. Source: docs/economy.md, "Taper".
 */
export const linear = mechanism(
  "linear",
  "The subsidy falls along a line from 1 at block b1 to `floor` at block b2: " +
    "f(b) = 1 - (1 - floor) (b + 1/2 - b1) / (b2 - b1), the line's value in the middle of block b; times are rounded to " +
    "the nearest block. Within the slope an epoch is cut into days. Source: docs/economy.md, Taper.",
  {
    from: duration.describe("time from the start of the run at which the subsidy begins to fall (nearest block)"),
    until: duration.describe("time at which it reaches the floor (nearest block)"),
    floor: fraction.default(0).describe("what remains of the emission"),
    announcedAt: announcedAt("from"),
    basis,
    target,
  },
  ({ from: start, until, floor, announcedAt, basis, target }, { clock }): Taper => {
    const [first, last] = [blocksFor(clock, start), blocksFor(clock, until)];
    /** the line at a real position, in blocks */
    const line = (position: number) => {
      if (position <= first) return 1;
      return position >= last ? floor : 1 - ((1 - floor) * (position - first)) / (last - first);
    };
    return {
      basis,
      target,
      announcedAt: blocksFor(clock, announcedAt ?? start),
      from: floor < 1 ? first : Infinity,
      floorAt: floor < 1 ? last : Infinity,
      multiplier: (block) => line(block + 0.5),
      pieces: (from, to) =>
        // A piece lies on one side of each bend, so its mean is the line's value in its middle.
        cutAt(from, to, dayCuts(clock, first, last, from, to), (a, b) => line((a + b) / 2)),
    };
  },
  [],
  ({ from, until, announcedAt }) => [
    ...announcementFault(announcedAt, from, "from"),
    ...(until > from ? [] : [{ path: "until", message: "expected a time after `from`; a sudden end is kind step" }]),
  ],
);
