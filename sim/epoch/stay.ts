import { copyOf, floats, ints } from "../core/arrays.ts";
import { covers } from "../core/check.ts";
import { rateForStep } from "../core/clock.ts";
import { sum } from "../core/matrix.ts";
import type { Rules } from "../rules.ts";
import type { World } from "../world.ts";

/** Validators after an epoch: who goes on, and what the others unbonded. */
export interface Stayed {
  readonly working: Uint8Array;
  readonly below: Int32Array;
  readonly stake: Float64Array;
  /** tokens unbonded now, sold in the coming epoch */
  readonly releasedTokens: Float64Array;
}

/**
 * A validator stays iff its pay covers its audits and the return it could have on its stake.
 *
 *   p V_i + omega R D_i >= audit cost + r p S_i
 *
 * One that falls short for its patience stops and unbonds; the worst placed go first, and the others count on the pay
 * that those leave behind.
 * Source: docs/economy.md, "Validators"; closed form `validator-exit`.
 *
 * @param incomeUsd [validators] tokens at the clearing price and fees
 * @param auditUsd  [validators] cost of audits
 */
export function stay(
  rules: Rules,
  world: World,
  incomeUsd: Float64Array,
  auditUsd: Float64Array,
  price: number,
): Stayed {
  const { validators } = world;
  if (rules.staying) return holdTo(validators, rules.staying(world.epoch));
  const asked = rateForStep(rules.discountRate, rules.clock.epochDays);
  const next = {
    working: copyOf(validators.working),
    below: copyOf(validators.below),
    stake: copyOf(validators.stake),
    releasedTokens: floats(validators.stake.length),
  };
  const short: { v: number; cost: number; margin: number }[] = [];
  for (let v = 0; v < incomeUsd.length; v++) {
    if (next.working[v] !== 1) continue;
    const cost = auditUsd[v]! + asked * price * validators.stake[v]!;
    next.below[v] = covers(incomeUsd[v]!, cost) ? 0 : next.below[v]! + 1;
    if (next.below[v]! >= rules.roster.validators.patienceEpochs[v]!)
      short.push({ v, cost, margin: incomeUsd[v]! - cost });
  }
  const all = sum(incomeUsd.filter((_, v) => next.working[v] === 1));
  let gone = 0;
  for (const { v, cost } of short.sort((a, b) => a.margin - b.margin || a.v - b.v)) {
    if (all > gone && covers(incomeUsd[v]! * (all / (all - gone)), cost)) continue;
    gone += incomeUsd[v]!;
    next.working[v] = 0;
    next.releasedTokens[v] = next.stake[v]!;
    next.stake[v] = 0;
  }
  return next;
}

/** Who works and is meant to goes on, whatever it is paid; who works and is not stops and unbonds. */
function holdTo(validators: World["validators"], meant: Uint8Array): Stayed {
  const stops = validators.working.map((works, v) => (works === 1 && meant[v] !== 1 ? 1 : 0));
  return {
    working: validators.working.map((works, v) => works - stops[v]!),
    below: ints(stops.length),
    stake: validators.stake.map((tokens, v) => (stops[v] === 1 ? 0 : tokens)),
    releasedTokens: validators.stake.map((tokens, v) => (stops[v] === 1 ? tokens : 0)),
  };
}
