import { blocksFor } from "../core/clock.ts";
import { mechanism } from "../core/slot.ts";
import { duration, fraction, positiveDuration } from "../units.ts";
import type { Taper } from "./contract.ts";
import { announcedAt, announcementFault, basis, cutAt, dayCuts, target } from "./shared.ts";

/**
 * The subsidy decays.   f(b) = integral over [b, b + 1) of max(floor, 2^(-(s - b1)/h)) ds   for b >= b1
 * 1 before b1. A block takes the curve's mean over itself, so sums over blocks are the curve's integral; h is the half-life
 * in blocks (not rounded). Source: docs/economy.md, "Taper".
 */
export const exponential = mechanism(
  "exponential",
  "The subsidy decays from block b1 on: f(b) is the mean of max(floor, 2^(-(s - b1)/h)) over the block, h the half-life " +
    "in blocks; the start is rounded to the nearest block. Within the slope an epoch is cut into days. With `floor: 0` it " +
    "never ends. Source: docs/economy.md, Taper.",
  {
    from: duration.describe("time from the start of the run at which the subsidy begins to fall (nearest block)"),
    halfLife: positiveDuration.describe("time in which it falls by half"),
    floor: fraction.default(0.01).describe("what remains of the emission"),
    announcedAt: announcedAt("from"),
    basis,
    target,
  },
  ({ from: start, halfLife, floor, announcedAt, basis, target }, { clock }): Taper => {
    const first = blocksFor(clock, start);
    const decayPerBlock = (Math.LN2 * clock.blockSeconds) / halfLife;
    /** blocks after `first`, not rounded, at which the curve meets the floor */
    const fall = -Math.log(floor) / decayPerBlock;
    const last = first + Math.ceil(fall - 1e-6);
    /** mean of the curve over [from, to), which lies on one side of `first` */
    const mean = (from: number, to: number) => {
      if (to <= first) return 1;
      if (from >= last) return floor;
      const start = from - first;
      const end = Math.min(to - first, fall);
      const paid = (Math.exp(-decayPerBlock * start) * -Math.expm1(-decayPerBlock * (end - start))) / decayPerBlock;
      return (paid + floor * (to - first - end)) / (to - from);
    };
    return {
      basis,
      target,
      announcedAt: blocksFor(clock, announcedAt ?? start),
      from: floor < 1 ? first : Infinity,
      floorAt: floor < 1 ? last : Infinity,
      multiplier: (block) => mean(block, block + 1),
      pieces: (from, to) => cutAt(from, to, dayCuts(clock, first, last, from, to), mean),
    };
  },
  [],
  ({ from, announcedAt }) => announcementFault(announcedAt, from, "from"),
);
