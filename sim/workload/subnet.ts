import { mechanism } from "../core/slot.ts";
import { fraction, positive, tokensPerDay } from "../units.ts";
import type { Workload } from "./contract.ts";
import { along, crowded, pathOf } from "./shared.ts";

/**
 * Another subnet: its miners share the tokens minted for them by hours, those from here with them.
 *
 *   pay an hour = miners' share x tokens a day x price(t) / (hours of others + ours)
 *
 * Source: docs/operators.md, equation 5.
 */
export const subnet = mechanism(
  "subnet",
  "Another subnet: its miners share the tokens minted for them, at a price path, by hours, those from this network with them. Source: docs/operators.md, Workloads.",
  {
    tokens: tokensPerDay.describe("tokens a day that it mints"),
    minersShare: fraction.default(0.41).describe("share of them that miners get"),
    price: pathOf("usdPerToken", positive.describe("price of its token")).describe(
      "price path; straight lines between points, constant outside",
    ),
    hours: positive.describe("hours a day of reference hardware that others supply there"),
    ...crowded,
  },
  ({ tokens, minersShare, price, hours, switching, stay, memory }): Workload => {
    const priceAt = along(price, "usdPerToken");
    return {
      options: [
        {
          name: "subnet",
          usdPerHour: (day, ours) => (minersShare * tokens * priceAt(day)) / (hours + ours),
          othersHours: () => hours,
          switchingUsd: switching,
          expectedStaySeconds: stay,
          memorySeconds: memory,
        },
      ],
    };
  },
);
