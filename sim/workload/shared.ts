import { SECONDS_PER_DAY } from "../core/clock.ts";
import { z } from "zod";
import { duration, positiveDuration, usd } from "../units.ts";

/** Parameters of every option: what a move costs, and for how long it is expected to last. */
export const moving = {
  switching: usd.prefault("0 USD").describe("cost of moving a unit, each way"),
  stay: positiveDuration.prefault("180 days").describe("time that a move is expected to last"),
};

/** Parameters of options whose pay depends on who is there: looking at one epoch alone a crowd would come and go at once. */
export const crowded = {
  ...moving,
  memory: duration.prefault("28 days").describe("time constant of the average that operators keep of its pay"),
};

/** A path of points `{at, [name]}` with straight lines between them. */
export function pathOf<const Name extends string, Value extends z.ZodType<number, unknown>>(name: Name, value: Value) {
  return z
    .array(z.strictObject({ at: duration.describe("time since the start of the run"), [name]: value }))
    .min(1, { error: () => "expected at least one point" })
    .refine((all) => all.every((point, k) => k === 0 || point["at"]! > all[k - 1]!["at"]!), {
      error: () => "expected times `at` that rise from point to point",
    });
}

/** Value of such a path by day: straight lines between the points, constant outside. */
export function along(points: readonly Readonly<Record<string, number>>[], name: string): (day: number) => number {
  const days = points.map((point) => point["at"]! / SECONDS_PER_DAY);
  const values = points.map((point) => point[name]!);
  return (day) => interpolate(days, values, day);
}

/** Straight lines between (x_k, y_k); constant outside. */
function interpolate(x: readonly number[], y: readonly number[], at: number): number {
  if (at <= x[0]!) return y[0]!;
  for (let k = 1; k < x.length; k++)
    if (at < x[k]!) return y[k - 1]! + ((at - x[k - 1]!) / (x[k]! - x[k - 1]!)) * (y[k]! - y[k - 1]!);
  return y[y.length - 1]!;
}
