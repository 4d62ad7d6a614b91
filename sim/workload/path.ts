import { mechanism } from "../core/slot.ts";
import { fraction, usdPerHour } from "../units.ts";
import type { Workload } from "./contract.ts";
import { along, moving, pathOf } from "./shared.ts";

/**
 * Another market for the same hardware (rendering, another network) with a price path of its own.
 * A unit earns price x its throughput relative to the reference x the utilisation to expect there.
 * Source: docs/economy.md, "Workloads".
 */
export const path = mechanism(
  "path",
  "Another market for the same hardware with its own price path: a unit earns price(t) x relative throughput x utilisation. Source: docs/economy.md, Workloads.",
  {
    points: pathOf(
      "usdPerHour",
      usdPerHour.describe("price of an hour of reference hardware from then on, straight lines between points"),
    ).describe("price path; constant before the first and after the last point"),
    utilisation: fraction.default(0.5).describe("share of available hours that are sold there"),
    ...moving,
  },
  ({ points, utilisation, switching, stay }): Workload => {
    const price = along(points, "usdPerHour");
    return {
      options: [
        {
          name: "path",
          usdPerHour: (day) => utilisation * price(day),
          othersHours: () => Infinity,
          switchingUsd: switching,
          expectedStaySeconds: stay,
          memorySeconds: 0,
        },
      ],
    };
  },
);
