import { z } from "zod";
import { SECONDS_PER_DAY } from "../core/clock.ts";
import { mechanism } from "../core/slot.ts";
import { duration, fraction, positiveDuration, usd, usdPerHour } from "../units.ts";
import type { Workload } from "./contract.ts";

const point = z.strictObject({
  at: duration.describe("time since the start of the run"),
  usdPerHour: usdPerHour.describe("price of an hour of reference hardware from then on, straight lines between points"),
});

/**
 * Another market for the same hardware (rendering, another network) with a price path of its own.
 * A unit earns price x its throughput relative to the reference x the utilisation to expect there.
 * Source: docs/economy.md, "Workloads".
 */
export const path = mechanism(
  "path",
  "Another market for the same hardware with its own price path: a unit earns price(t) x relative throughput x utilisation. Source: docs/economy.md, Workloads.",
  {
    points: z
      .array(point)
      .min(1)
      .refine((all) => all.every((p, k) => k === 0 || p.at > all[k - 1]!.at), {
        error: () => "expected times `at` that rise from point to point",
      })
      .describe("price path; constant before the first and after the last point"),
    utilisation: fraction.default(0.5).describe("share of available hours that are sold there"),
    switching: usd.prefault("0 USD").describe("cost of moving a unit, each way"),
    stay: positiveDuration.prefault("180 days").describe("time that a move is expected to last"),
  },
  ({ points, utilisation, switching, stay }): Workload => {
    const days = points.map((p) => p.at / SECONDS_PER_DAY);
    const prices = points.map((p) => p.usdPerHour);
    return {
      exists: true,
      usdPerHour: (day) => utilisation * interpolate(days, prices, day),
      switchingUsd: switching,
      expectedStaySeconds: stay,
    };
  },
);

/** Straight lines between (x_k, y_k); constant outside. */
function interpolate(x: readonly number[], y: readonly number[], at: number): number {
  if (at <= x[0]!) return y[0]!;
  for (let k = 1; k < x.length; k++)
    if (at < x[k]!) return y[k - 1]! + ((at - x[k - 1]!) / (x[k]! - x[k - 1]!)) * (y[k]! - y[k - 1]!);
  return y[y.length - 1]!;
}
