import type { Clock } from "../core/clock.ts";
import type { Memory } from "../core/memory.ts";
import type { EmissionInputs, PoolSeen } from "../emission/contract.ts";
import type { Seen } from "../taper/contract.ts";

/** A world that does not change, as far as a schedule may look at it. */
export interface Held {
  /** USD per token */
  readonly price?: number;
  readonly revenueUsdPerDay?: number;
  /** tokens burned for good, a day */
  readonly burnedPerDay?: number;
  /** staked share of all tokens */
  readonly bondedShare?: number;
}

/** What the rules of every epoch see, and what of it they looked at. */
export interface HeldWorld {
  readonly inputs: EmissionInputs;
  readonly seen: (memory: Memory) => Seen;
  readonly remintedPerBlock: number;
  readonly looked: ReadonlySet<keyof Held>;
}

/**
 * A held world as the rules of an epoch see it. A value that is not known is refused when a rule looks at it.
 *
 * @throws RangeError from what it returns, when something that is not held is looked at
 */
export function heldWorld(schedule: {
  readonly held: Held;
  readonly clock: Clock;
  readonly remints: boolean;
  readonly pool?: PoolSeen;
}): HeldWorld {
  const { held, clock, remints, pool } = schedule;
  const looked = new Set<keyof Held>();
  const look = (name: keyof Held): number => {
    looked.add(name);
    const value = held[name];
    if (value === undefined) throw new RangeError(`${name} is looked at and not known; expected a value for it`);
    return value;
  };
  return {
    looked,
    remintedPerBlock: remints ? (look("burnedPerDay") * clock.epochDays) / clock.tempo : 0,
    seen: (memory) => ({
      memory,
      get revenueUsdPerDay() {
        return look("revenueUsdPerDay");
      },
    }),
    inputs: {
      recycledTokens: 0,
      ...(pool && { pool }),
      get burnedTokens() {
        return look("burnedPerDay") * clock.epochDays;
      },
      get price() {
        return look("price");
      },
      get revenueUsd() {
        return look("revenueUsdPerDay") * clock.epochDays;
      },
      get bondedShare() {
        return look("bondedShare");
      },
    },
  };
}
