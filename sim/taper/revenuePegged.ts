import { z } from "zod";
import { blocksFor, emaWeight } from "../core/clock.ts";
import { mechanism } from "../core/slot.ts";
import { duration, fraction, usdPerDay } from "../units.ts";
import type { Memory } from "../core/memory.ts";
import type { Seen, Taper } from "./contract.ts";
import { announcedAt, announcementFault, basis, cutAt, target } from "./shared.ts";

/**
 * The subsidy ends as customers come.   f = clip(1 - r / target, floor, 1)   from block b1 on
 *
 *   r' = r + a (revenue of the epoch before - r),   a = 1 - exp(-Delta / memory)
 *
 * One value an epoch; r starts at the first epoch's revenue. With `ratchet` f never rises again: the lowest value so far holds. Source: docs/economy.md, "Taper".
 */
export const revenuePegged = mechanism(
  "revenuePegged",
  "The subsidy ends as customers come: from block b1 on f = clip(1 - r/targetUsdPerDay, floor, 1), r the revenue a day of " +
    "the epochs before, averaged over `memory`; with `ratchet` f never rises again. One value an epoch. " +
    "Source: docs/economy.md, Taper.",
  {
    from: duration.describe("time from the start of the run from which the subsidy follows revenue (nearest block)"),
    targetUsdPerDay: usdPerDay
      .refine((amount) => amount > 0, { error: () => "expected more than 0 USD/day" })
      .describe("revenue at which no subsidy is needed"),
    floor: fraction.default(0).describe("what remains of the emission at least"),
    memory: duration.prefault("28 days").describe("time constant of the average of revenue; 0 s for the last epoch's"),
    ratchet: z
      .boolean({ error: () => "expected true or false" })
      .default(true)
      .describe("whether the subsidy stays down once it fell, although revenue falls again"),
    announcedAt: announcedAt("from"),
    basis,
    target,
  },
  ({ from: start, targetUsdPerDay, floor, memory: tau, ratchet, announcedAt, basis, target }, { clock }): Taper => {
    const first = blocksFor(clock, start);
    const pegged = (usdPerDay: number) => Math.min(1, Math.max(floor, 1 - usdPerDay / targetUsdPerDay));
    /** memory: average revenue a day, and the lowest multiplier so far; nothing until an epoch has been seen */
    const now = ([average = 0, lowest = 1]: Memory) => Math.min(pegged(average), lowest);
    const next = (from: number, to: number, { revenueUsdPerDay, memory }: Seen): Memory => {
      if (from === 0) return memory;
      const [average = revenueUsdPerDay, lowest = 1] = memory;
      const weight = emaWeight((to - from) * clock.blockSeconds, tau);
      const entered = average + weight * (revenueUsdPerDay - average);
      return [entered, ratchet && to > first ? Math.min(pegged(entered), lowest) : 1];
    };
    return {
      basis,
      target,
      announcedAt: blocksFor(clock, announcedAt ?? start),
      from: floor < 1 ? first : Infinity,
      floorAt: Infinity,
      multiplier: (block, { memory }) => (block < first ? 1 : now(memory)),
      pieces(from, to, seen) {
        const multiplier = now(next(from, to, seen));
        return cutAt(from, to, [first], (begin) => (begin < first ? 1 : multiplier));
      },
      memory: { opening: [], next },
    };
  },
  [],
  ({ from, announcedAt }) => announcementFault(announcedAt, from, "from"),
);
