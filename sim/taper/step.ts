import { blocksFor } from "../core/clock.ts";
import { mechanism } from "../core/slot.ts";
import { duration, fraction } from "../units.ts";
import type { Taper } from "./contract.ts";
import { announcedAt, announcementFault, basis, cutAt, target } from "./shared.ts";

/**
 * The subsidy falls at once.   f(b) = 1 for b < b1, floor from b1 on
 * Times are rounded to the nearest block. Source: docs/economy.md, "Taper".
 */
export const step = mechanism(
  "step",
  "The subsidy falls at once: f(b) = 1 before block b1, `floor` from b1 on; times are rounded to the nearest block. " +
    "Source: docs/economy.md, Taper.",
  {
    at: duration.describe("time from the start of the run at which the subsidy falls (rounded to the nearest block)"),
    floor: fraction.default(0).describe("what remains of the emission"),
    announcedAt: announcedAt("at"),
    basis,
    target,
  },
  ({ at, floor, announcedAt, basis, target }, { clock }): Taper => {
    const fall = blocksFor(clock, at);
    const multiplier = (block: number) => (block < fall ? 1 : floor);
    return {
      basis,
      target,
      announcedAt: blocksFor(clock, announcedAt ?? at),
      from: floor < 1 ? fall : Infinity,
      floorAt: floor < 1 ? fall : Infinity,
      multiplier,
      pieces: (from, to) => cutAt(from, to, [fall], multiplier),
    };
  },
  [],
  ({ at, announcedAt }) => announcementFault(announcedAt, at, "at"),
);
