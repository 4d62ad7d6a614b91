import { z } from "zod";
import { mechanism } from "../../sim/core/slot.ts";
import type { Task, TaskContext } from "../../sim/task/contract.ts";
import { count, notNegative } from "../../sim/units.ts";
import { refuseSets, trainedParameters } from "./trained/parameters.ts";
import { trainedTask } from "./trained/task.ts";

/** Days in the table, and the share of the most frequent kind, rain: the accuracy of a guess. */
const WEATHER_DAYS = 1461;
export const COMMONEST = 641 / WEATHER_DAYS;

const reachableExpected = "expected an accuracy above that of the commonest kind, 0.439, at most 1";

const parameters = {
  hidden: count.default(32).describe("units of each of the two hidden layers"),
  driftDegreesPerYear: notNegative
    .default(2)
    .describe("thermometers read this many degrees more every year; 0: the data stay"),
  ...trainedParameters({
    batch: 64,
    learningRate: 0.003,
    initialSteps: 200,
    shardSize: 850,
    auditPool: 192,
    auditSize: 24,
    requestPool: 100,
    requestSample: 48,
    hiddenSize: 300,
  }),
  reachable: z
    .number({ error: () => reachableExpected })
    .gt(COMMONEST, { error: () => reachableExpected })
    .max(1, { error: () => reachableExpected })
    .default(0.81)
    .describe("accuracy that counts as quality 1; the default network reaches it in about 600 steps without drift"),
};

export type TabularParameters = z.output<z.ZodObject<typeof parameters>>;

/**
 * The kind of weather from its measurements. The default network has an accuracy of 0.82 after 600 steps.
 * Source: docs/economy.md, equation 8; test/models/targets.test.ts.
 */
export const tabular = mechanism(
  "tabular",
  "Tells the kind of weather (drizzle, fog, rain, snow, sun) from rain, temperatures, wind and season: each miner trains a " +
    "network with two hidden layers on a shard of its own. quality = (accuracy on hidden days - 0.439) / (reachable - 0.439), 0 for " +
    "the commonest kind. Thermometers drift. Data: 1,461 days of Seattle in vega-datasets 3.2.1 (NOAA, public domain).",
  parameters,
  (chosen, context: TaskContext): Task => {
    refuseSets("tabular", chosen, WEATHER_DAYS, context.validatorIds.length);
    return trainedTask("tabular", chosen, context);
  },
);
