import { z } from "zod";
import { SECONDS_PER_DAY } from "../core/clock.ts";
import { mechanism } from "../core/slot.ts";
import { duration, positive } from "../units.ts";
import type { Price } from "./contract.ts";
import { amongInvestors, investorTokens, onItsOwnPath, pathDay, shockAtEnd, tradedAt } from "./investors.ts";

const point = z.strictObject({
  at: duration.describe("time since the start of the run"),
  usdPerToken: positive.describe("p: USD per token at that time"),
});

/**
 * The token's price by date, whatever is bought or sold.
 *
 *   ln p(t) is a straight line between the points, p is constant before the first and after the last
 *
 * An epoch trades at the price of its end. Source: docs/economy.md, "Token market".
 */
export const path = mechanism(
  "path",
  "The token's price by date, whatever is bought or sold: geometric between the points, constant before the first and " +
    "after the last; an epoch trades at the price of its end, and investors take the other side of every trade. " +
    "Source: docs/economy.md, Token market.",
  {
    points: z
      .array(point)
      .default([])
      .superRefine((points, context) => {
        points.forEach(({ at }, k) => {
          if (k > 0 && at <= points[k - 1]!.at)
            context.addIssue({
              code: "custom",
              path: [k, "at"],
              message: "expected a later time than the point before",
            });
        });
      })
      .describe("price path; points of `file` come before these"),
    file: z
      .string({ error: () => "expected the name of a CSV file" })
      .optional()
      .describe("CSV file of points beside the scenario file, columns day and usdPerToken; read into `points`"),
    investorTokens,
  },
  ({ points, investorTokens }): Price => {
    const days = points.map(({ at }) => at / SECONDS_PER_DAY);
    const logs = points.map(({ usdPerToken }) => Math.log(usdPerToken));
    const priceAt = (day: number) => {
      const k = days.findIndex((next) => day < next);
      if (k === 0) return points[0]!.usdPerToken;
      if (k < 0) return points.at(-1)!.usdPerToken;
      const passed = (day - days[k - 1]!) / (days[k]! - days[k - 1]!);
      return Math.exp(logs[k - 1]! + passed * (logs[k]! - logs[k - 1]!));
    };
    return onItsOwnPath(
      amongInvestors(priceAt(0), investorTokens, [], (input) =>
        tradedAt(priceAt(pathDay(input)) * shockAtEnd(input), input, []),
      ),
    );
  },
  [],
  ({ points }) =>
    points.length > 0 ? [] : [{ path: "points", message: "expected at least one point, here or in a file" }],
);
