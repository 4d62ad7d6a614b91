import { floats, ints } from "../core/arrays.ts";
import type { Clock } from "../core/clock.ts";
import { drawMany, hashesOfAll } from "../core/draws/many.ts";
import { draw } from "../core/random.ts";
import type { PlanInput } from "./contract.ts";

/** Miners that are audited by lot in an epoch, indices of the roster, and how many times each. */
export interface Lots {
  readonly miners: Int32Array;
  readonly checks: Int32Array;
}

/** A lot that falls to each miner in each period with chance p. */
export interface LotRule {
  readonly p: number;
  /** seconds */
  readonly every: number;
}

const PURPOSES = hashesOfAll(["audited"]);

/**
 * The audits of an epoch: `periodsIn` for all who serve, of the periods in which the lot falls to them.
 * PERF: lots are drawn for all at once, and no moment in periods that lie in the epoch as a whole: 0.1 ms for 7 periods of
 * 1,000 miners; one by one it took 1.5.
 */
export function lotsOf({ p, every }: LotRule, clock: Clock, { seed, epoch, serving, operatorIds }: PlanInput): Lots {
  const [from, to] = [epoch * clock.epochSeconds, (epoch + 1) * clock.epochSeconds];
  const ids = hashesOfAll(operatorIds);
  const counts = ints(serving.length);
  const lots = floats(serving.length);
  for (let n = Math.floor(from / every); n * every < to; n++) {
    drawMany(seed, n, ids, serving, PURPOSES, 0, 0, lots);
    const whole = n * every >= from && (n + 1) * every <= to;
    for (let k = 0; k < lots.length; k++) {
      if (lots[k]! >= p) continue;
      const moment = whole ? from : (n + draw(seed, "audit moment", n, operatorIds[serving[k]!]!)) * every;
      if (moment >= from && moment < to) counts[k]! += 1;
    }
  }
  return drawnOf(serving, counts);
}

/** Those of whom a lot was drawn. */
function drawnOf(serving: Int32Array, counts: Int32Array): Lots {
  const miners = ints(counts.length);
  const checks = ints(counts.length);
  let n = 0;
  for (let k = 0; k < counts.length; k++) {
    if (counts[k] === 0) continue;
    miners[n] = serving[k]!;
    checks[n++] = counts[k]!;
  }
  return { miners: miners.slice(0, n), checks: checks.slice(0, n) };
}

/** The candidate with the smallest draw for each miner: who audits it. Indices of the roster. */
export function auditorsOf(
  { seed, epoch, auditors, validatorIds, operatorIds }: PlanInput,
  miners: Int32Array,
): Int32Array {
  const chosen = ints(miners.length).fill(auditors[0] ?? 0);
  if (auditors.length === 1) return chosen;
  const ids = hashesOfAll(validatorIds);
  const purposes = hashesOfAll(operatorIds, "auditor of ");
  const least = floats(miners.length).fill(1);
  const draws = floats(miners.length);
  for (const auditor of auditors) {
    drawMany(seed, epoch, ids, auditor, purposes, miners, 0, draws);
    for (let m = 0; m < draws.length; m++) {
      if (!(draws[m]! < least[m]!)) continue;
      least[m] = draws[m]!;
      chosen[m] = auditor;
    }
  }
  return chosen;
}
