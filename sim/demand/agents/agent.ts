import { z } from "zod";
import type { Clock } from "../../core/clock.ts";
import { count, duration, fraction, notNegative, positive, requestsPerDay, usdPerDay } from "../../units.ts";
import type { Outside } from "../outside.ts";
import { worthShape } from "../value.ts";

export const groupSchema = z.strictObject({
  id: z.string().describe("name of the group; its agents are id/0, id/1 ..."),
  count: count.describe("agents"),
  requests: requestsPerDay.describe("requests a day that each needs"),
  budget: usdPerDay.describe("USD a day that each spends at most, on the network and on clouds together"),
  usdPerSecond: notNegative.default(0).describe("c: USD that a second of waiting costs, per request"),
  patience: duration.prefault("14 days").describe("time for which another choice must look better before it is taken"),
  belief: fraction.describe("quality that agents expect of a provider that they know nothing of"),
  ...worthShape,
});

export type Group = z.output<typeof groupSchema>;

export interface Agent {
  readonly id: string;
  /** index of its group */
  readonly segment: number;
  readonly group: Group;
}

/** How an agent spreads its requests by what it learnt. */
export interface Chooser {
  readonly choice: "softmax" | "ucb" | "thompson";
  readonly temperature: number;
  readonly curiosity: number;
}

export interface Crowd {
  readonly seed: number;
  readonly clock: Clock;
  readonly agents: readonly Agent[];
  readonly groups: readonly Group[];
  readonly clouds: readonly Outside[];
  readonly chooser: Chooser;
  /** time constant of what is learnt, in seconds */
  readonly memory: number;
  readonly noise: number;
  readonly trial: number;
}

export const agentsOf = (groups: readonly Group[]): Agent[] =>
  groups.flatMap((group, segment) =>
    Array.from({ length: group.count }, (_, k) => ({ id: `${group.id}/${k}`, segment, group })),
  );

export const chooserShape = {
  choice: z
    .enum(["softmax", "ucb", "thompson"])
    .default("softmax")
    .describe("how requests are spread: by estimates; by estimates and what is not known; by draws of what may be"),
  temperature: positive
    .default(0.05)
    .describe("quality by which a provider must be better to be asked e times as often (softmax and ucb)"),
  curiosity: notNegative
    .default(0.1)
    .describe("quality by which a provider may be better that nothing is known of (ucb and thompson)"),
};
