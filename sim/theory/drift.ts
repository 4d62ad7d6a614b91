/** Closed forms of quality under training and drift; the task `curve` and trained tasks are compared with them. */
import { amount, fraction } from "./domain.ts";

/**
 * Quality h days after training stopped.   q_h = q0 + (q - q0) (1 - d)^h
 * @param driftPerDay d, fraction of the distance to the baseline lost per day
 * @throws RangeError for a drift outside 0..1 and days below 0
 */
export function qualityAfterStop(quality: number, baseline: number, driftPerDay: number, days: number): number {
  fraction("qualityAfterStop", "driftPerDay", driftPerDay);
  amount("qualityAfterStop", "days", days);
  return baseline + (quality - baseline) * (1 - driftPerDay) ** days;
}

/**
 * Where quality settles when a share f of the reference steps is run.   q_inf = q0 + (qMax - q0) u f / (u f + d)
 * @param catchUp u, per day
 * @param drift   d, per day, as a continuous rate (a discrete fraction differs by about d/2 in relative terms)
 * @returns NaN where neither training nor drift moves it
 * @throws RangeError for rates or a share below 0
 */
export function stationaryQuality(
  baseline: number,
  qMax: number,
  catchUp: number,
  drift: number,
  effort: number,
): number {
  for (const [name, value] of Object.entries({ catchUp, drift, effort })) amount("stationaryQuality", name, value);
  const pull = catchUp * effort;
  return pull + drift === 0 ? NaN : baseline + ((qMax - baseline) * pull) / (pull + drift);
}
