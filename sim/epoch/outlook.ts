import { floats } from "../core/arrays.ts";
import { rateForStep } from "../core/clock.ts";
import type { Outlook } from "../membership/contract.ts";
import type { Rules } from "../rules.ts";
import type { Known } from "../taper/contract.ts";
import type { Emitted } from "./emit.ts";

/**
 * What operators who look ahead know of the subsidy at the end of an epoch: from its announcement on, the multiplier in the
 * coming epoch, and its discounted mean over the life of hardware from the day it would serve, as multiples of that of the
 * epoch before.
 *
 *   m(t) / f(now) with m the mean of f over life, weights (1 + r)^-t;   1 where nothing is announced
 *
 * @param from  first block of the epoch that ends
 * @param block first block of the coming one
 * Source: docs/operators.md, equation 9.
 */
export function outlookOf(
  { membership, taper, clock, discountRate, roster }: Rules,
  from: number,
  block: number,
  { subsidy, taperMemory }: Emitted,
): Outlook | null {
  if (membership.foresight === null) return null;
  const { groups, group, lifeDays } = roster.operators.hardware;
  const { lagDays } = membership.foresight;
  const ordered = floats(groups).fill(1);
  const replaced = floats(groups).fill(1);
  if (block < taper.announcedAt || taper.target === "taoIn") return { coming: 1, ordered, replaced };
  const known: Known = { subsidyTokensPerDay: subsidy / clock.epochDays, memory: taperMemory };
  const [past, now] = [taper.multiplier(from, known), taper.multiplier(block, known)];
  const ahead: Ahead = {
    taper,
    known,
    block,
    tempo: clock.tempo,
    discount: 1 / (1 + rateForStep(discountRate, clock.epochDays)),
  };
  for (let g = 0; g < groups; g++) {
    const life = lifeDays[group.indexOf(g)]! / clock.epochDays;
    replaced[g] = now === 0 ? 0 : meanMultiplier(ahead, 0, life) / now;
    ordered[g] = now === 0 ? 0 : meanMultiplier(ahead, lagDays / clock.epochDays, life) / now;
  }
  return { coming: past === 0 ? 1 : now / past, ordered, replaced };
}

interface Ahead {
  readonly taper: Rules["taper"];
  readonly known: Known;
  /** the block at which epoch 0 ahead begins, and blocks per epoch */
  readonly block: number;
  readonly tempo: number;
  /** 1 / (1 + r) for an epoch */
  readonly discount: number;
}

/**
 * Discounted mean of the multiplier over the epochs [start, start + life) ahead; payments at the beginning of each.
 * PERF: before `from` it is 1 and after `floorAt` it is constant: only the slope between is looked at epoch by epoch.
 */
function meanMultiplier({ taper, known, block, tempo, discount }: Ahead, start: number, life: number): number {
  const end = start + life;
  const epochAt = (at: number) => Math.min(end, Math.max(start, Math.ceil((at - block) / tempo)));
  const slope = epochAt(taper.from);
  const floor = Math.max(slope, epochAt(taper.floorAt));
  let sum = weightOf(start, slope, discount);
  for (let k = slope; k < floor; k++) {
    const last = Math.min(k + 1, floor);
    sum += taper.multiplier(block + k * tempo, known) * weightOf(k, last, discount);
  }
  if (floor < end) sum += taper.multiplier(Math.max(taper.floorAt, block), known) * weightOf(floor, end, discount);
  return sum / weightOf(start, end, discount);
}

/** Sum of discount^k over the epochs k of [from, to), parts of one in proportion to what they weigh. */
function weightOf(from: number, to: number, discount: number): number {
  if (to <= from) return 0;
  return discount === 1 ? to - from : (discount ** from - discount ** to) / -Math.log(discount);
}
