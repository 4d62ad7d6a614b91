import { copyOf } from "../core/arrays.ts";
import type { Conduct } from "../conduct.ts";
import { status } from "../membership/contract.ts";
import type { Rules } from "../rules.ts";
import type { World } from "../world.ts";
import type { Plan } from "./plan.ts";

/** [operators] USD that an epoch's work on the subnet brought, from customers and from the subsidy. */
export interface Income {
  readonly customerFundedUsd: Float64Array;
  readonly netSubsidyTokens: Float64Array;
  readonly grantUsd: Float64Array;
  /** clearing price */
  readonly price: number;
}

/** Who changes how it works: known of a roster for ever. */
interface Movers {
  readonly climbers: readonly number[];
  readonly scalers: readonly number[];
}

/** PERF: in most scenarios there is nobody to look for. */
const movers = new WeakMap<Rules["roster"], Movers>();

function moversOf({ roster }: Rules): Movers {
  let found = movers.get(roster);
  if (found) return found;
  const { climbEpochs, scaleWeight, ids } = roster.operators;
  const all = [...ids.keys()];
  found = {
    climbers: all.filter((o) => climbEpochs[o]! > 0),
    scalers: all.filter((o) => !Number.isNaN(scaleWeight[o]!)),
  };
  movers.set(roster, found);
  return found;
}

/**
 * How operators will work in the next epoch: phi of those who climb, hours of those who respond to the others.
 * Source: docs/operators.md, equations 7 and 8.
 */
export function conductAfter(rules: Rules, world: World, plan: Plan, income: Income): Conduct {
  const { climbers, scalers } = moversOf(rules);
  const before = world.operators.conduct;
  const climbed = climbers.length === 0 ? before : climb(rules, world, plan, income, climbers);
  return scalers.length === 0 ? climbed : { ...climbed, runShare: respond(rules, world, plan, income, scalers) };
}

const incomeUsd = ({ customerFundedUsd, netSubsidyTokens, grantUsd, price }: Income, o: number): number =>
  customerFundedUsd[o]! + netSubsidyTokens[o]! * price + grantUsd[o]!;

/**
 * phi goes on in its direction as long as profit an hour rose since it moved, else it turns; at an end of its range it turns.
 *
 *   phi' = clip(phi + d step, 0, 1),   d' = d where profit an hour > before, else -d
 */
function climb(rules: Rules, world: World, plan: Plan, income: Income, climbers: readonly number[]): Conduct {
  const { climbStep, climbEpochs } = rules.roster.operators;
  const before = world.operators.conduct;
  const next = {
    direction: before.direction.slice(),
    profitUsd: copyOf(before.profitUsd),
    profitHours: copyOf(before.profitHours),
    profitBefore: copyOf(before.profitBefore),
    climbed: copyOf(before.climbed),
  };
  let trainShare = before.trainShare;
  for (const o of climbers) {
    if (world.operators.status[o] !== status.serving) continue;
    next.profitUsd[o]! += incomeUsd(income, o) - plan.runningUsd[o]!;
    next.profitHours[o]! += plan.hours[o]!;
    next.climbed[o]! += 1;
    if (next.climbed[o]! < climbEpochs[o]!) continue;
    const profit = next.profitUsd[o]! / next.profitHours[o]!;
    if (profit <= next.profitBefore[o]!) next.direction[o]! *= -1;
    if (trainShare === before.trainShare) trainShare = copyOf(before.trainShare);
    trainShare[o] = Math.min(1, Math.max(0, trainShare[o]! + next.direction[o]! * climbStep[o]!));
    next.profitBefore[o] = profit;
    next.profitUsd[o] = 0;
    next.profitHours[o] = 0;
    next.climbed[o] = 0;
  }
  return { ...before, ...next, trainShare };
}

/**
 * Hours that pay best against those of the others, where what all earn is shared by hours x throughput: the income of one more
 * hour, its own dilution counted, equals its running cost. One after the other in the order of the roster, each seeing what
 * those before it chose: at once, a crowd would overshoot together.
 *
 *   q* = sqrt(V Q_others / c) - Q_others, clipped to 0 .. what it owns;   q' = q + a (q* - q)
 *
 * Who has nobody beside it goes on as it did. Source: docs/operators.md, equation 8; closed form `natural-oligopoly`.
 */
function respond(rules: Rules, world: World, plan: Plan, income: Income, scalers: readonly number[]): Float64Array {
  const { scaleWeight } = rules.roster.operators;
  const { hours } = plan;
  const { throughput, runningPerHour } = plan.costs.hardware;
  const runShare = copyOf(world.operators.conduct.runShare);
  let prize = 0;
  let all = 0;
  for (let o = 0; o < hours.length; o++) {
    if (hours[o] === 0) continue;
    prize += incomeUsd(income, o);
    all += hours[o]! * runShare[o]! * throughput[o]!;
  }
  for (const o of scalers) {
    if (hours[o] === 0) continue;
    const owned = hours[o]! * throughput[o]!;
    const own = owned * runShare[o]!;
    const others = all - own;
    if (!(others > 0)) continue;
    // Where nothing is earned nobody runs, also where running costs nothing.
    const best = prize > 0 ? Math.sqrt((prize * others * throughput[o]!) / runningPerHour[o]!) - others : 0;
    const aim = Math.min(owned, Math.max(0, best));
    const next = own + scaleWeight[o]! * (aim - own);
    runShare[o] = next / owned;
    all = others + next;
  }
  return runShare;
}
