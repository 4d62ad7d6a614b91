import { DAYS_PER_YEAR } from "../core/clock.ts";
import { writable, type Season } from "./draft.ts";

/** USD per available hour that keeping the hardware costs because it could be sold: r and depreciation on its resale. */
export function holdingPerHour({ hardware, next, holdingRate }: Season, o: number): number {
  return (holdingRate * (hardware.scrapUsd[o]! * next.paidLevel[o]!)) / hardware.hoursPerYear[o]!;
}

/** Margin per available hour of a unit that works for its outside option. */
export function marginThere({ hardware, next }: Season, o: number): number {
  return next.outsidePerHour[next.workload[o]!]! * hardware.throughput[o]! - hardware.runningPerHour[o]!;
}

/** USD per available hour that moving to an option costs, spread over the stay that is expected there. */
export const movingThere = ({ input, hardware }: Season, o: number, w: number): number =>
  (input.outside[w]!.movingPerDay * DAYS_PER_YEAR) / hardware.hoursPerYear[o]!;

/** An outside option and its margin per available hour less the cost of moving there; -1 and -Infinity for none. */
export interface BestOutside {
  readonly option: number;
  readonly margin: number;
}

const NOWHERE: BestOutside = { option: -1, margin: -Infinity };

/**
 * Where a unit would earn most outside, once it and those who moved before it in the epoch share the pay there.
 *
 *   margin_w = r_w H_w / (H_w + k) x - c_run - moving_w
 *
 * Source: docs/operators.md, equation 3.
 */
export function bestOutside(season: Season, o: number): BestOutside {
  let best = NOWHERE;
  for (let w = 0; w < season.movers.length; w++) {
    if (season.next.workload[o] === w) continue;
    const margin = marginOf(season, o, w);
    if (margin > best.margin) best = { option: w, margin };
  }
  return best;
}

/**
 * Margin per available hour that serving must leave: of the best outside option, or what keeping the hardware costs.
 * PERF: all who serve ask it in each epoch. Columns are looked up once, and nothing is made for an answer: 6 us at 1,000
 * operators, where `bestOutside` for each takes 25.
 */
export function leastMargin(season: Season): (o: number) => number {
  const { input, hardware, next, movers, holdingRate } = season;
  const { throughput, runningPerHour, scrapUsd, hoursPerYear } = hardware;
  const { outsidePerHour, paidLevel } = next;
  const only = movers.length === 1 && input.outside[0]!.hours === Infinity ? input.outside[0]! : null;
  return (o) => {
    const holding = (holdingRate * (scrapUsd[o]! * paidLevel[o]!)) / hoursPerYear[o]!;
    const margin = only
      ? outsidePerHour[0]! * throughput[o]! -
        runningPerHour[o]! -
        (only.movingPerDay * DAYS_PER_YEAR) / hoursPerYear[o]!
      : bestOutside(season, o).margin;
    return Math.max(margin, holding);
  };
}

function marginOf(season: Season, o: number, w: number): number {
  const { input, hardware, next, movers } = season;
  const { hours } = input.outside[w]!;
  const expected = next.outsidePerHour[w]!;
  const diluted =
    hours === Infinity ? expected : (expected * hours) / (hours + movers[w]! + referenceHours(hardware, o));
  return diluted * hardware.throughput[o]! - hardware.runningPerHour[o]! - movingThere(season, o, w);
}

/** Sends a unit to an outside option, where those who come after it count with it. */
export function sendTo(season: Season, o: number, option: number): void {
  comeBack(season, o);
  writable(season, "workload")[o] = option;
  season.movers[option]! += referenceHours(season.hardware, o);
}

/** Takes a unit from its outside option, if it has one. */
export function comeBack(season: Season, o: number): void {
  const option = season.next.workload[o]!;
  if (option < 0) return;
  season.movers[option]! -= referenceHours(season.hardware, o);
  writable(season, "workload")[o] = -1;
}

/**
 * Everybody sees who comes and goes outside too: the same pay is shared by more or fewer hours, so averages move at once.
 * Writes `outsidePerHour`.
 */
export function shareOutside({ input, next, movers }: Season): void {
  for (let w = 0; w < movers.length; w++) {
    const { hours } = input.outside[w]!;
    if (movers[w] !== 0 && hours !== Infinity) next.outsidePerHour[w]! *= hours / (hours + movers[w]!);
  }
}

/** Hours of an epoch in units of reference hardware. */
const referenceHours = ({ units, throughput, hoursPerEpoch }: Season["hardware"], o: number): number =>
  units[o]! * throughput[o]! * hoursPerEpoch[o]!;
