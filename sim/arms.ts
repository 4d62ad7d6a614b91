import type { Catalog } from "./catalog.ts";
import { compile, type Rules } from "./rules.ts";
import type { Scenario } from "./scenario.ts";
import type { Environment } from "./task/contract.ts";

/** One way in which the scenario is played. */
export interface Arm {
  /** cut: the scenario as written; keep: the same with its subsidy kept */
  readonly name: string;
  readonly rules: Rules;
}

/** The arms of a scenario, and the epoch until which they are one world. */
export interface Arms {
  readonly arms: readonly Arm[];
  /** first epoch that each arm plays alone; the number of epochs when they never part */
  readonly forkEpoch: number;
}

/**
 * The arms `cut` and `keep`. They share every draw, and are one world until the end of the subsidy is announced; a twin
 * that changes more than the taper, or whose taper looks back, parts at once.
 * Source: docs/economy.md, "Arms".
 */
export function armsOf(
  parsed: { readonly scenario: Scenario; readonly keep: Scenario },
  catalog: Catalog,
  environment: Environment = {},
): Arms {
  const cut = compile(parsed.scenario, catalog, environment);
  const kept = compile(parsed.keep, catalog, environment);
  // Without a taper the basis would not matter, but the schedule must see the same issuance in both arms until they part.
  const keep = { ...kept, taper: { ...kept.taper, basis: cut.taper.basis } };
  const { epochs, tempo } = cut.clock;
  const { taper: cutTaper, ...cutRest } = parsed.scenario;
  const { taper: keepTaper, ...keepRest } = parsed.keep;
  // What both arms share is played by the rules of the first, so a twin's taper of its own would lack its memory.
  const sameMemory = keep.taper.memory === undefined || JSON.stringify(keepTaper) === JSON.stringify(cutTaper);
  const sameWorld = sameMemory && JSON.stringify(cutRest) === JSON.stringify(keepRest);
  const announced = Math.min(epochs, Math.floor(Math.min(cut.taper.announcedAt, keep.taper.announcedAt) / tempo));
  return {
    arms: [
      { name: "cut", rules: cut },
      { name: "keep", rules: keep },
    ],
    forkEpoch: sameWorld ? announced : 0,
  };
}
