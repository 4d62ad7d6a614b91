import { blocksFor, SECONDS_PER_DAY } from "../core/clock.ts";
import { mechanism } from "../core/slot.ts";
import { fraction, notNegative, positiveDuration, tokensPerDay } from "../units.ts";
import { burnWindow } from "./burnWindow.ts";
import type { Emission, EmissionInputs, EmissionState } from "./contract.ts";
import { schedules } from "./schedules.ts";

/**
 * A schedule with re-minted burn, topped up until work earns a floor, if burns pay for the top-up, and cut at a cap.
 *
 *   D0 = alpha (schedule + net)      net = min(mean burn, most)      D_floor = floor revenue / p      D_cap = cap revenue / p
 *   topUp = min(max(0, mean burn - most), max(0, (D_floor - D0) / alpha))
 *   minted = schedule + net + topUp - max(0, alpha (schedule + net + topUp) - D_cap)
 *
 * alpha is the share of emission that pays the work. What passes the cap goes to stakers outside of the economy and is not
 * minted here. Source: docs/economy.md, "Emission"; helium/HIP, HIP-149.
 */
export const floorAndCap = mechanism(
  "floorAndCap",
  "A schedule with re-minted burn, topped up from further burn until work earns `floor` times its revenue, and cut " +
    "where it would earn more than `cap` times (Helium HIP-149). Source: docs/economy.md, Emission.",
  {
    schedule: schedules.schema.describe("what is minted whatever is burned"),
    window: positiveDuration.prefault("7 days").describe("time over which burns are averaged"),
    mostPerDay: tokensPerDay.describe("most burned tokens that are minted anew a day without a top-up"),
    workShare: fraction
      .refine((share) => share > 0, { error: () => "expected a fraction above 0" })
      .describe("alpha: share of emission that pays for work"),
    floor: notNegative.default(0.5).describe("pay that is topped up to, as a multiple of revenue"),
    cap: notNegative.default(3).describe("pay that is not passed, as a multiple of revenue"),
  },
  ({ schedule, window, mostPerDay, workShare, floor, cap }, context): Emission => {
    const { clock } = context;
    const base = schedules.build(schedule, context);
    const burns = burnWindow(Math.max(1, blocksFor(clock, window)), clock.tempo);
    const mostPerBlock = (mostPerDay * clock.blockSeconds) / SECONDS_PER_DAY;
    const parts = (from: number, to: number, state: EmissionState, inputs: EmissionInputs) => {
      const blocks = to - from;
      if (blocks === 0) return { minted: 0, reminted: 0 };
      const burned = blocks * burns.mean(burns.entered(from, to, state.memory, inputs));
      const most = blocks * mostPerBlock;
      const net = Math.min(burned, most);
      const untopped = base.mint(from, to, state, inputs) + net;
      const revenue = (inputs.revenueUsd * blocks) / clock.tempo;
      const bounds = { floor: (floor * revenue) / inputs.price, cap: (cap * revenue) / inputs.price };
      const { topUp, overflow } = bounded(untopped, Math.max(0, burned - most), workShare, bounds);
      const minted = untopped + topUp - overflow;
      // What passes the cap is taken from the schedule first.
      return { minted, reminted: Math.min(net + topUp, minted) };
    };
    return {
      mint: (from, to, state, inputs) => parts(from, to, state, inputs).minted,
      reminted: (from, to, state, inputs) => parts(from, to, state, inputs).reminted,
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
  ({ floor, cap }) => (floor <= cap ? [] : [{ path: "floor", message: `expected at most cap, ${cap}` }]),
);

/**
 * What is added so that work earns its floor, and what it would earn above its cap; all in tokens.
 *
 * @param untopped schedule and re-minted burn
 * @param spareBurn burn beyond what is minted anew: the most that can be added
 * @param workShare alpha
 * @param bounds tokens that work should earn at least and at most
 */
export function bounded(
  untopped: number,
  spareBurn: number,
  workShare: number,
  bounds: { readonly floor: number; readonly cap: number },
): { topUp: number; overflow: number } {
  const topUp = Math.min(spareBurn, Math.max(0, bounds.floor / workShare - untopped));
  return { topUp, overflow: Math.max(0, workShare * (untopped + topUp) - bounds.cap) };
}
