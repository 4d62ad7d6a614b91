/**
 * How long operators take to notice a cut who expect the average of what they earned. Epoch 1 is the first with the lower income;
 * the average is updated before it is compared. Source: docs/theory.md, equation 4; closed form `expectation-lag-exit`.
 */
import { finite, count } from "./domain.ts";

/** An income that falls once and for good. */
export interface Fall {
  /** r0: income per hour until now, which the average has reached */
  readonly before: number;
  /** r1: from epoch 1 on, no more than r0 */
  readonly after: number;
  /** a: weight of an epoch in the average, above 0 and at most 1 */
  readonly weight: number;
}

/**
 * Average after some epochs of the lower income.   r_e = r1 + (r0 - r1)(1 - a)^e
 * @throws RangeError for a weight outside (0, 1], an income that rises, and epochs that are no whole number
 */
export function expectedIncome(fall: Fall, epochs: number): number {
  const { before, after, weight } = checked("expectedIncome", fall);
  count("expectedIncome", "epochs", epochs);
  return average(before, after, weight, epochs);
}

/**
 * First epoch whose average is below a cost.   e* = ceil(ln((c - r1) / (r0 - r1)) / ln(1 - a)); the next where r_e* = c
 *
 * @returns 1 or more; undefined where the average never falls below it: c <= r1
 * @throws RangeError as `expectedIncome`
 */
export function firstEpochBelow(fall: Fall, cost: number): number | undefined {
  const { before, after, weight } = checked("firstEpochBelow", fall);
  finite("firstEpochBelow", "cost", cost);
  if (cost <= after) return undefined;
  if (average(before, after, weight, 1) < cost) return 1;
  let epoch = Math.ceil(Math.log((cost - after) / (before - after)) / Math.log1p(-weight));
  // The logarithms round: the first epoch is the one of which it is true.
  while (average(before, after, weight, epoch) >= cost) epoch++;
  while (average(before, after, weight, epoch - 1) < cost) epoch--;
  return epoch;
}

/**
 * Epoch at whose end operators leave who wait for some epochs in a row below cost, the first of them included.   e* + patience - 1
 * @throws RangeError as `expectedIncome`, and for a patience that is no whole number above 0
 */
export function exitEpoch(fall: Fall, cost: number, patienceEpochs: number): number | undefined {
  count("exitEpoch", "patienceEpochs", patienceEpochs, 1);
  const first = firstEpochBelow(fall, cost);
  return first === undefined ? undefined : first + patienceEpochs - 1;
}

const average = (before: number, after: number, weight: number, epochs: number): number =>
  after + (before - after) * (1 - weight) ** epochs;

function checked(where: string, fall: Fall): Fall {
  finite(where, "before", fall.before);
  finite(where, "after", fall.after);
  if (!(fall.weight > 0 && fall.weight <= 1))
    throw new RangeError(`${where}: weight is ${fall.weight}; expected a fraction above 0`);
  if (fall.after > fall.before)
    throw new RangeError(`${where}: after is ${fall.after}; expected no more than before, ${fall.before}`);
  return fall;
}
