/**
 * The two stages after a cut: at once those leave whom income does not even pay for running, then hardware wears out until fees
 * cover full cost. Alike operators share fixed fees, nothing can be resold or used elsewhere, and profit was zero before.
 * Source: docs/theory.md, equation 2; closed form `hysteresis-two-stage`.
 */
import { amount, positive } from "./domain.ts";

export interface TwoCosts {
  /** FCR: customers' fees over full cost of all units before the cut */
  readonly coverage: number;
  /** c_full: what must be earned for a purchase to be worth it, USD an hour */
  readonly fullPerHour: number;
  /** c_run: what is saved by switching off, USD an hour, up to c_full */
  readonly runningPerHour: number;
  readonly lifeYears: number;
}

/**
 * How units wear out: `random`, each with the same hazard 1/life at every age, or `uniformAges`, each at the end of its life with
 * ages spread evenly over it. With `restart` those who switched off keep their hardware and come back as others wear out;
 * without it they scrap it for good.
 */
export interface Wear {
  readonly scrapping: "random" | "uniformAges";
  readonly restart: boolean;
}

/** Survivors of the first stage.   min(1, FCR c_full / c_run) @throws RangeError as `survivorsAfter` */
export function impact(costs: TwoCosts): number {
  const { coverage, fullPerHour, runningPerHour } = checked("impact", costs);
  if (runningPerHour === 0) return 1;
  // So that it is FCR itself, to the last digit, where both costs are the same.
  return Math.min(1, coverage / (runningPerHour / fullPerHour));
}

/** Survivors in the end.   min(1, FCR) @throws RangeError as `survivorsAfter` */
export function longRun(costs: TwoCosts): number {
  return Math.min(1, checked("longRun", costs).coverage);
}

/** Least fee coverage at which nobody leaves at once.   c_run / c_full @throws RangeError as `survivorsAfter` */
export function coverageForNoImpact(costs: TwoCosts): number {
  const { runningPerHour, fullPerHour } = checked("coverageForNoImpact", costs);
  return runningPerHour / fullPerHour;
}

/**
 * Share of units that still serve some years after the cut. Stock(t) is e^(-t/life) or max(0, 1 - t/life).
 *
 *   scrapped for good:  max(longRun, impact stock(t))          may restart:  max(longRun, min(impact, stock(t)))
 *
 * @param years t, 0 or more
 * @throws RangeError for amounts below 0, a life or full cost that is not above 0, and a running cost above full cost
 */
export function survivorsAfter(costs: TwoCosts, { scrapping, restart }: Wear, years: number): number {
  amount("survivorsAfter", "years", years);
  const { lifeYears } = checked("survivorsAfter", costs);
  const stock = scrapping === "random" ? Math.exp(-years / lifeYears) : Math.max(0, 1 - years / lifeYears);
  const first = impact(costs);
  return Math.max(longRun(costs), restart ? Math.min(first, stock) : first * stock);
}

/**
 * Years until wear has brought the units down to the long run.
 *
 *   random: life ln(start / longRun)     uniformAges: life (1 - longRun / start)     start = impact, or 1 where they may restart
 *
 * @returns 0 where the cut alone does; Infinity where random wear never ends, without fees and with running free of cost
 * @throws RangeError as `survivorsAfter`
 */
export function yearsToLongRun(costs: TwoCosts, { scrapping, restart }: Wear): number {
  const [first, last] = [impact(costs), longRun(costs)];
  if (first <= last) return 0;
  const start = restart ? 1 : first;
  return costs.lifeYears * (scrapping === "random" ? Math.log(start / last) : 1 - last / start);
}

function checked(where: string, costs: TwoCosts): TwoCosts {
  amount(where, "coverage", costs.coverage);
  positive(where, "fullPerHour", costs.fullPerHour);
  amount(where, "runningPerHour", costs.runningPerHour);
  positive(where, "lifeYears", costs.lifeYears);
  if (costs.runningPerHour > costs.fullPerHour)
    throw new RangeError(
      `${where}: runningPerHour is ${costs.runningPerHour}; expected no more than fullPerHour, ${costs.fullPerHour}`,
    );
  return costs;
}
