import { floats } from "../core/arrays.ts";
import type { Hardware } from "../membership/contract.ts";
import { exogenousDay, type Rules } from "../rules.ts";
import { learnedCost } from "../theory/learningByDoing.ts";
import type { World } from "../world.ts";

/** What hardware costs in an epoch: that of its class times what shocks and experience made of it. */
export interface Costs {
  /** running, full and capital cost as they are now; prices of units stay those of their class */
  readonly hardware: Hardware;
  /** [operators] USD per available hour, owed as long as the hardware is owned */
  readonly maintenancePerHour: Float64Array;
  /** [operators] price of a unit bought now relative to that of its class */
  readonly priceLevel: Float64Array;
  /** [groups] share of orders for hardware that is delivered */
  readonly supply: Float64Array;
}

/** Factors by which an epoch differs from the classes. [groups] */
interface Factors {
  readonly price: Float64Array;
  readonly energy: Float64Array;
  readonly supply: Float64Array;
  readonly learning: number;
}

/**
 * Costs of the epoch that begins.
 *
 *   running = c energy(t) l(Q),   maintenance = m l(Q),   price of a unit = capex price(t) l(Q)
 *
 * Capital cost follows the price of a unit. Source: docs/operators.md, equation 2.
 */
export function costsOf(rules: Rules, world: World): Costs {
  const { roster, shocks, work, clock } = rules;
  const { learning } = work;
  const known = latest.get(roster);
  if (shocks.events.length === 0 && !learning && known) return known.costs;
  const day = exogenousDay(rules, world.epoch * clock.epochDays);
  const ids = groupIdsOf(roster.operators);
  const factor = (on: "hardwarePrice" | "energyPrice" | "supply") =>
    Float64Array.from(ids, (id) => shocks.factor(on, day, id));
  const factors: Factors = {
    price: factor("hardwarePrice"),
    energy: factor("energyPrice"),
    supply: factor("supply"),
    learning: learning ? experienceFactor(world.servedEver, learning.from, learning.rate) : 1,
  };
  if (known && sameFactors(known.factors, factors)) return known.costs;
  const costs = scaled(rules, factors);
  latest.set(roster, { factors, costs });
  return costs;
}

/** PERF: most epochs have the factors of the epoch before, and then the same columns. */
const latest = new WeakMap<Rules["roster"], { readonly factors: Factors; readonly costs: Costs }>();

function sameFactors(a: Factors, b: Factors): boolean {
  const same = (x: Float64Array, y: Float64Array) => x.every((value, g) => value === y[g]);
  return a.learning === b.learning && same(a.price, b.price) && same(a.energy, b.energy) && same(a.supply, b.supply);
}

/**
 * Cost after Q requests relative to that before Q0, which falls by the learning rate with every doubling.
 *
 *   l(Q) = max(1, Q / Q0)^-b,   b = -log2(1 - rate)
 *
 * Source: docs/operators.md, equation 13; closed form `learning-by-doing`.
 */
export function experienceFactor(served: number, from: number, rate: number): number {
  return learnedCost(1, Math.max(1, served / from), rate);
}

/** [groups] ids in the order of the scenario. */
function groupIdsOf({ groups, hardware }: Rules["roster"]["operators"]): string[] {
  return Array.from({ length: hardware.groups }, (_, g) => groups[hardware.group.indexOf(g)]!);
}

function scaled({ roster }: Rules, { price, energy, supply, learning }: Factors): Costs {
  const { hardware, maintenancePerHour } = roster.operators;
  const n = maintenancePerHour.length;
  const columns = {
    runningPerHour: floats(n),
    capitalPerHour: floats(n),
    fullPerHour: floats(n),
  };
  const maintenance = floats(n);
  const priceLevel = floats(n);
  for (let o = 0; o < n; o++) {
    const g = hardware.group[o]!;
    priceLevel[o] = price[g]! * learning;
    columns.runningPerHour[o] = hardware.runningPerHour[o]! * energy[g]! * learning;
    columns.capitalPerHour[o] = hardware.capitalPerHour[o]! * priceLevel[o]!;
    maintenance[o] = maintenancePerHour[o]! * learning;
    columns.fullPerHour[o] = columns.capitalPerHour[o]! + maintenance[o]! + columns.runningPerHour[o]!;
  }
  return { hardware: { ...hardware, ...columns }, maintenancePerHour: maintenance, priceLevel, supply };
}
