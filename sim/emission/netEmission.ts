import { blocksFor, SECONDS_PER_DAY } from "../core/clock.ts";
import { mechanism } from "../core/slot.ts";
import { positiveDuration, tokensPerDay } from "../units.ts";
import { burnWindow } from "./burnWindow.ts";
import type { Emission } from "./contract.ts";
import { schedules } from "./schedules.ts";

/**
 * A schedule, and burned tokens minted anew up to a cap.   e(b) = e_schedule(b) + min(mean burn over the window, cap)
 *
 * Burns of an epoch are known in the next one. Source: docs/economy.md, "Emission"; helium/HIP, HIP-20 and HIP-147.
 */
export const netEmission = mechanism(
  "netEmission",
  "A schedule, and burned tokens minted anew: e = schedule + min(mean burn over a window, cap). " +
    "Source: docs/economy.md, Emission.",
  {
    schedule: schedules.schema.describe("what is minted whatever is burned"),
    window: positiveDuration.prefault("7 days").describe("time over which burns are averaged"),
    mostPerDay: tokensPerDay.describe("most burned tokens that are minted anew a day"),
  },
  ({ schedule, window, mostPerDay }, context): Emission => {
    const { clock } = context;
    const base = schedules.build(schedule, context);
    const burns = burnWindow(Math.max(1, blocksFor(clock, window)), clock.tempo);
    const mostPerBlock = (mostPerDay * clock.blockSeconds) / SECONDS_PER_DAY;
    const reminted: NonNullable<Emission["reminted"]> = (from, to, { memory }, inputs) =>
      (to - from) * Math.min(burns.mean(burns.entered(from, to, memory, inputs)), mostPerBlock);
    return {
      mint: (from, to, state, inputs) => base.mint(from, to, state, inputs) + reminted(from, to, state, inputs),
      reminted,
      ...(base.era && { era: base.era }),
      follows: "world",
      cap: Infinity,
      memory: {
        opening: burns.opening,
        next: (from, to, { memory }, inputs) => burns.entered(from, to, memory, inputs),
      },
    };
  },
  ["sumOfBlocks"],
);
