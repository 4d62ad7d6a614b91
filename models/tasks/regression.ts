import { z } from "zod";
import { mechanism, withTraits } from "../../sim/core/slot.ts";
import { NUMBERS, type Task, type TaskContext } from "../../sim/task/contract.ts";
import { count, notNegative } from "../../sim/units.ts";
import { refuseSets, trainedParameters } from "./trained/parameters.ts";
import { trainedTask } from "./trained/task.ts";

const reachableExpected = "expected an R2 above 0, at most 1";

const parameters = {
  examples: count.default(20_000).describe("examples that are drawn, for training and all tests together"),
  hidden: count.default(64).describe("units of each of the two hidden layers"),
  driftRadiansPerYear: notNegative
    .default(1)
    .describe("the waves of the function move on by this phase a year; 0: the function stays"),
  ...trainedParameters({
    batch: 128,
    learningRate: 0.003,
    initialSteps: 400,
    shardSize: 12_000,
    auditPool: 4000,
    auditSize: 64,
    requestPool: 2000,
    requestSample: 64,
    hiddenSize: 1000,
  }),
  reachable: z
    .number({ error: () => reachableExpected })
    .gt(0, { error: () => reachableExpected })
    .max(1, { error: () => reachableExpected })
    .default(0.975)
    .describe("R2 that counts as quality 1; the default network reaches it in about 2,400 steps without drift"),
};

export type RegressionParameters = z.output<z.ZodObject<typeof parameters>>;

/**
 * A function of eight numbers, learnt from noisy values. The default network has an R2 of 0.979 after 2,400 steps.
 * Source: docs/economy.md, equation 8; test/models/targets.test.ts.
 */
export const regression = withTraits(
  [NUMBERS],
  mechanism(
    "regression",
    "Learns y = sin(3 x0 + d) + x1 x2 - x3^2/2 + 0.3 cos(5 x4 x5 + d) from noisy values (x6 and x7 say nothing): each miner trains " +
      "a network with two hidden layers on a shard of its own. quality = R2 on hidden examples / reachable, 0 for the mean of " +
      "all values. The phase d moves on (drift). Data: generated, from the run's seed.",
    parameters,
    (chosen, context: TaskContext): Task => {
      refuseSets("regression", chosen, chosen.examples, context.validatorIds.length);
      return trainedTask("regression", chosen, context);
    },
  ),
);
