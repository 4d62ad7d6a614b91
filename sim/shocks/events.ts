import { z } from "zod";
import { SECONDS_PER_DAY } from "../core/clock.ts";
import { mechanism } from "../core/slot.ts";
import { duration, notNegative } from "../units.ts";
import type { Shocked, ShockEvent, Shocks } from "./contract.ts";

/** Paths of which nothing may be left; the others are prices, which stay above 0. */
const MAY_VANISH: readonly Shocked[] = ["supply", "demand", "investors"];
/** Paths on which groups of miners stand apart. */
const BY_GROUP: readonly Shocked[] = ["hardwarePrice", "energyPrice", "supply"];

const shocked = z
  .enum(["hardwarePrice", "energyPrice", "supply", "demand", "tokenPrice", "investors", "cloudPrice", "outsidePrice"])
  .describe("path that is multiplied");

const event = z
  .strictObject({
    at: duration.describe("time since the start of the run from which it is in force"),
    until: duration.optional().describe("time at which it ends; left out: never"),
    on: shocked,
    multiply: notNegative.describe("factor; of `supply` the share of orders for hardware that is delivered"),
    groups: z
      .array(z.string({ error: () => "expected the name of a group of miners" }))
      .min(1, { error: () => "expected at least one group of miners" })
      .optional()
      .describe("groups of miners that it meets; left out: all"),
    label: z.string().optional().describe("what reports call it; left out: the path and its factor"),
  })
  .superRefine(({ at, until, on, multiply, groups }, context) => {
    const fault = (path: string, message: string) => context.addIssue({ code: "custom", path: [path], message });
    if (until !== undefined && until <= at) fault("until", `expected a time after at, ${at} s`);
    if (multiply === 0 && !MAY_VANISH.includes(on)) fault("multiply", `expected more than 0 for ${on}`);
    if (multiply > 1 && on === "supply") fault("multiply", "expected a share from 0 to 1 for supply");
    if (groups && !BY_GROUP.includes(on)) fault("groups", `expected no groups, since ${on} is the same for all`);
  });

/**
 * Dated events, each of which multiplies one exogenous path while it is in force.
 *
 *   factor(on, t) = product of the factors of the events on that path with at <= t < until
 *
 * Source: docs/operators.md, equation 1.
 */
export const events = mechanism(
  "events",
  "A list of dated events from outside, each of which multiplies one path (price or supply of hardware, price of energy, demand, token price, investors, cloud price, outside price) from `at` until `until`, for named groups of miners or for all. Source: docs/operators.md, Shocks.",
  {
    events: z
      .array(event)
      .min(1, { error: () => "expected at least one event" })
      .describe("dated events"),
  },
  ({ events }): Shocks => {
    const all = events.map(({ at, until, on, multiply, groups, label }): ShockEvent => ({
      day: at / SECONDS_PER_DAY,
      untilDay: until === undefined ? Infinity : until / SECONDS_PER_DAY,
      on,
      factor: multiply,
      groups: groups ?? null,
      label: label ?? `${on} x ${multiply}`,
    }));
    return { events: all, factor: (on, day, group) => factorOf(all, on, day, group) };
  },
);

/** Days are products of epochs and their length: an event is not missed by a rounding. */
const DAY_TOLERANCE = 1e-9;

function factorOf(all: readonly ShockEvent[], on: Shocked, day: number, group: string | undefined): number {
  let factor = 1;
  for (const event of all) {
    if (event.on !== on || day < event.day - DAY_TOLERANCE || day >= event.untilDay - DAY_TOLERANCE) continue;
    if (event.groups === null || (group !== undefined && event.groups.includes(group))) factor *= event.factor;
  }
  return factor;
}
