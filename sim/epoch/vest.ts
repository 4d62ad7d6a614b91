import { floats } from "../core/arrays.ts";
import { times, zeros } from "../core/columns.ts";
import { sum } from "../core/matrix.ts";
import type { Rules } from "../rules.ts";
import type { World } from "../world.ts";
import type { Pay } from "./pay.ts";

/** Miners' pay that waits, and what waited long enough. All [operators]. */
export interface Vested {
  readonly lockedTokens: Float64Array;
  readonly releasedTokens: Float64Array;
  /** [operators, epochs] what is released in each epoch to come, row-major */
  readonly schedule: Float64Array;
}

/**
 * Locks a share of miners' new pay and releases what earlier epochs locked, in equal parts over the `m` epochs after them.
 *
 *   locked_j = share x pay_j       released_j(t) = sum over k = 1..m of locked_j(t - k) / m
 *
 * Source: docs/economy.md, "Split".
 */
export function vest({ vesting }: Rules, { operators }: World, { operatorTokens }: Pay): Vested {
  const m = vesting.epochs;
  const n = operatorTokens.length;
  if (m === 0) return { lockedTokens: zeros(n), releasedTokens: zeros(n), schedule: operators.vestingTokens };
  const lockedTokens = times(vesting.share, operatorTokens);
  const releasedTokens = floats(n);
  const schedule = floats(n * m);
  for (let o = 0; o < n; o++) {
    const row = operators.vestingTokens.subarray(o * m, (o + 1) * m);
    if (lockedTokens[o] === 0 && row.every((tokens) => tokens === 0)) continue;
    releasedTokens[o] = row[0]!;
    for (let k = 1; k <= m; k++) schedule[o * m + k - 1] = (row[k] ?? 0) + lockedTokens[o]! / m;
  }
  return { lockedTokens, releasedTokens, schedule };
}

/** Tokens that miners have earned and cannot sell yet. */
export const vestingTotal = ({ schedule }: Pick<Vested, "schedule">): number => sum(schedule);
