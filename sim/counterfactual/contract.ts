import type { Arm, Arms } from "../arms.ts";
import { DAYS_PER_YEAR, SECONDS_PER_DAY, type Clock } from "../core/clock.ts";
import type { Scenario } from "../scenario.ts";
import type { LearnerState, Work } from "../task/contract.ts";
import type { World } from "../world.ts";

/** Where an arm stands: from here it is played on. */
export interface Stand {
  readonly world: World;
  readonly learner: LearnerState;
  /** what was measured in the last epoch; left out: trained models are measured once more */
  readonly work?: Work;
}

/** A run that is done, from which worlds that nobody lived in are played on. */
export interface Played {
  /** cut and keep, and never where it was played */
  readonly arms: Arms;
  /** the scenario as written: the arm cut */
  readonly scenario: Scenario;
  /** where the arms parted; null where they never were one world */
  readonly fork: Stand | null;
  /** last world of each arm, by name */
  readonly ends: Readonly<Record<string, Stand>>;
}

/** Days over which levels are means. */
export const QUARTER_DAYS = 91;

/** Whole epochs of a quarter, at least one. */
export const quarterEpochs = ({ epochDays }: Clock): number => Math.max(1, Math.round(QUARTER_DAYS / epochDays));

/** @throws RangeError when the run has no such arm */
export function armOf({ arms }: Arms, name: string): Arm {
  const arm = arms.find((one) => one.name === name);
  if (!arm)
    throw new RangeError(
      `counterfactuals: the run has the arms ${arms.map((a) => a.name).join(", ")}; expected ${name}`,
    );
  return arm;
}

/** First epoch in which the subsidy of the arm cut is less than whole; undefined where none of the run is. */
export function cutEpochOf({ arms }: Pick<Played, "arms">): number | undefined {
  const { taper, clock } = armOf(arms, "cut").rules;
  const epoch = Math.floor(taper.from / clock.tempo);
  return epoch < clock.epochs ? epoch : undefined;
}

/** Days of the run. */
export interface Window {
  readonly fromDay: number;
  readonly toDay: number;
}

/** The last quarter of the year after T0, the day on which the subsidy is at its floor; undefined where the run does not have it. */
export function yearAfter({ arms }: Pick<Played, "arms">): Window | undefined {
  const { taper, clock } = armOf(arms, "cut").rules;
  const toDay = (taper.floorAt * clock.blockSeconds) / SECONDS_PER_DAY + DAYS_PER_YEAR;
  if (!(toDay <= clock.epochs * clock.epochDays + ROUNDING)) return undefined;
  return { fromDay: toDay - QUARTER_DAYS, toDay };
}

/** Days by which lengths of epochs that are no exact numbers may be off. */
const ROUNDING = 1e-6;

/** Fraction of an epoch's days inside a window. */
export function inside(epoch: number, epochDays: number, { fromDay, toDay }: Window): number {
  const days = Math.min(toDay, (epoch + 1) * epochDays) - Math.max(fromDay, epoch * epochDays);
  return days > ROUNDING ? Math.min(1, days / epochDays) : 0;
}

/** First epoch that no longer matters: a year after T0, or the end of the run where it comes first or there is no T0. */
export function lastEpochOf({ arms }: Pick<Played, "arms">): number {
  const { epochs, epochDays } = armOf(arms, "cut").rules.clock;
  const window = yearAfter({ arms });
  return window ? Math.min(epochs, Math.ceil((window.toDay - ROUNDING) / epochDays)) : epochs;
}
