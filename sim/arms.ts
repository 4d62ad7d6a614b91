import type { ArmName } from "./armNames.ts";
import type { Catalog } from "./catalog.ts";
import { compile, type Rules } from "./rules.ts";
import type { Scenario } from "./scenario.ts";
import type { Environment } from "./task/contract.ts";

/** One way in which the scenario is played. */
export interface Arm {
  /** cut: the scenario as written; keep: the same with its subsidy kept; never: the same with no subsidy at all */
  readonly name: string;
  readonly rules: Rules;
  /** is a world of its own from the start; left out: one world with the first arm until they part */
  readonly apart?: true;
}

/** The arms of a scenario, and the epoch until which they are one world. */
export interface Arms {
  readonly arms: readonly Arm[];
  /** first epoch that each arm plays alone; the number of epochs when they never part */
  readonly forkEpoch: number;
  /** why an arm that was wanted is not there, a sentence each */
  readonly leftOut?: readonly string[];
}

/**
 * The arms of a scenario, in their order. They share every draw. `cut` and `keep` are one world until the end of the subsidy
 * is announced; a twin that changes more than the taper, or whose taper looks back, parts at once. `never` is the scenario
 * without a subsidy from the first block, so it is played from its own start; where that cannot be, it is left out.
 * Source: docs/arms.md.
 *
 * @param wanted names of the arms; `cut` among them
 */
export function armsOf(
  parsed: { readonly scenario: Scenario; readonly keep: Scenario },
  catalog: Catalog,
  environment: Environment = {},
  wanted: readonly ArmName[] = ["cut", "keep"],
): Arms {
  const cut = compile(parsed.scenario, catalog, environment);
  const arms: Arm[] = [{ name: "cut", rules: cut }];
  if (wanted.includes("keep")) arms.push({ name: "keep", rules: keptOf(parsed.keep, cut, catalog, environment) });
  const fault = wanted.includes("never") ? neverFault(parsed.scenario, cut) : undefined;
  if (wanted.includes("never") && fault === undefined)
    arms.push({ name: "never", rules: compile(neverOf(parsed.scenario), catalog, environment), apart: true });
  return {
    arms,
    forkEpoch: forkOf(parsed, arms),
    ...(fault !== undefined && { leftOut: [`arm never is left out: ${fault}`] }),
  };
}

/** Epochs that a run of the arms plays: those of the world that they share once. */
export function epochsToPlay({ arms, forkEpoch }: Arms): number {
  const { epochs } = arms[0]!.rules.clock;
  const apart = arms.filter((arm) => arm.apart).length;
  return forkEpoch + (arms.length - apart) * (epochs - forkEpoch) + apart * epochs;
}

/** Without a taper the basis would not matter, but the schedule must see the same issuance in both arms until they part. */
function keptOf(keep: Scenario, cut: Rules, catalog: Catalog, environment: Environment): Rules {
  const kept = compile(keep, catalog, environment);
  return { ...kept, taper: { ...kept.taper, basis: cut.taper.basis } };
}

function forkOf(parsed: { readonly scenario: Scenario; readonly keep: Scenario }, [cut, ...others]: Arm[]): number {
  const { clock, taper, membership } = cut!.rules;
  const keep = others.find((arm) => !arm.apart)?.rules.taper ?? taper;
  const { taper: cutTaper, ...cutRest } = parsed.scenario;
  const { taper: keepTaper, ...keepRest } = parsed.keep;
  // What both arms share is played by the rules of the first, so a twin's taper of its own would lack its memory.
  const sameMemory = keep.memory === undefined || JSON.stringify(keepTaper) === JSON.stringify(cutTaper);
  const sameWorld = sameMemory && JSON.stringify(cutRest) === JSON.stringify(keepRest);
  if (!sameWorld) return 0;
  const announced = Math.min(taper.announcedAt, keep.announcedAt) / clock.tempo;
  // Who looks ahead decides at the end of an epoch, and knows by then what is announced at that moment.
  const looksAhead = membership.foresight !== null;
  return Math.min(clock.epochs, looksAhead ? Math.max(0, Math.ceil(announced) - 1) : Math.floor(announced));
}

/** The scenario with a subsidy that has ended before the first block, as everybody knows. */
function neverOf(scenario: Scenario): Scenario {
  const taper = { kind: "step", at: 0, announcedAt: 0, floor: 0, basis: "shadow", target: "both" };
  return { ...scenario, taper };
}

/** Why a scenario cannot be played without a subsidy, or why that would tell nothing; undefined where it can. */
function neverFault({ emission, price, task }: Scenario, cut: Rules): string | undefined {
  if (cut.emission.cap === 0) return `emission ${emission.kind} mints nothing, so it would equal the arm cut`;
  if (cut.price.needsSubsidy) return `price ${price.kind} rests on pay that is minted, so no price is known without it`;
  if (cut.task.recorded?.("never") === false) return `task ${task.kind} has no recorded work of it`;
  return undefined;
}
