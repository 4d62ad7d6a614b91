import type { Catalog } from "../catalog.ts";
import { clock as clockOf, SECONDS_PER_DAY, type Clock } from "../core/clock.ts";
import { sum } from "../core/matrix.ts";
import type { Network } from "../data/networks/contract.ts";
import { networks, type NetworkName } from "../data/networks/index.ts";
import type { Emission, PoolSeen } from "../emission/contract.ts";
import { emission as emissions } from "../emission/index.ts";
import { roster as rosterOf } from "../roster.ts";
import type { Scenario } from "../scenario.ts";
import type { Taper } from "../taper/contract.ts";
import { taper as tapers } from "../taper/index.ts";
import type { Held } from "./held.ts";
import { poolSeen } from "./injection.ts";

/** An emission and its taper, apart from the rest of a scenario: all that is needed to play them alone. */
export interface Schedule {
  readonly name: string;
  /** kind of the emission, as a scenario writes it */
  readonly kind: string;
  readonly emission: Emission;
  readonly taper: Taper;
  /** whether the settlement mints burned tokens anew as pay */
  readonly remints: boolean;
  /** an epoch is the scenario's; of a preset, a day */
  readonly clock: Clock;
  /** tokens issued before the first block */
  readonly openingIssuance: number;
  /** what the world is held at for as long as the schedule is played; what is left out is not known */
  readonly held: Held;
  /** the token's pool as it opens; left out where it has none */
  readonly pool?: PoolSeen;
  /** what it was made from */
  readonly origin: Origin;
}

export type Origin =
  { readonly kind: "preset"; readonly network: Network } | { readonly kind: "scenario"; readonly scenario: Scenario };

/** A rule that counts time may be played in blocks of any length: an hour at most, so that days and months are whole blocks. */
const LONGEST_BLOCK = 3600;

/**
 * Nothing is burned and nobody pays where nobody says so, and the staked share stands at one half, Livepeer's target, at
 * which its inflation rests. No price is assumed.
 */
const ASSUMED: Held = { burnedPerDay: 0, revenueUsdPerDay: 0, bondedShare: 0.5 };

/**
 * The schedule of a real network from its genesis on, without a taper.
 *
 * @param held what the world is held at, instead of no burn, no revenue and a staked share of one half
 */
export function presetSchedule(name: NetworkName, held: Held = {}): Schedule {
  const network: Network = networks[name];
  const blockSeconds = network.countsBlocks ? network.blockSeconds : Math.min(network.blockSeconds, LONGEST_BLOCK);
  const clock = clockOf(blockSeconds, SECONDS_PER_DAY / blockSeconds, SECONDS_PER_DAY);
  const context = { clock, seed: 1 };
  return {
    name,
    kind: network.emission.kind,
    emission: emissions.build(emissions.schema.parse({ kind: "preset", network: name } as { kind: string }), context),
    taper: tapers.build({ kind: "never" }, context),
    remints: false,
    clock,
    openingIssuance: network.openingIssuance,
    held: { ...ASSUMED, ...held },
    origin: { kind: "preset", network },
  };
}

/**
 * The emission and taper of a scenario, as its arm `cut` plays them while the world stays as it opens: the opening price and
 * staked share, no burn, no revenue.
 *
 * @param catalog rules that the scenario names; tasks are not built
 * @param held what the world is held at instead
 * @throws RangeError when rules do not fit together
 */
export function scenarioSchedule(scenario: Scenario, catalog: Catalog, held: Held = {}): Schedule {
  const clock = clockOf(scenario.blockTime, scenario.tempo, scenario.duration);
  const context = { clock, seed: scenario.seed };
  const emission = catalog.emission.build(scenario.emission, context);
  const price = catalog.price.build(scenario.price, context);
  const stake = sum(rosterOf(scenario, catalog, clock).validators.stake);
  const supply = stake + price.opening.poolTokens + price.investorTokens;
  return {
    name: scenario.name,
    kind: scenario.emission.kind,
    emission,
    taper: catalog.taper.build(scenario.taper, context),
    remints: catalog.settlement.build(scenario.settlement, context).remints,
    clock,
    openingIssuance: emission.openingIssuance ?? supply,
    held: { ...ASSUMED, price: price.opening.price, bondedShare: stake / supply, ...held },
    ...poolSeen(price, price.opening, 0),
    origin: { kind: "scenario", scenario },
  };
}
