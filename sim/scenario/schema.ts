import { z } from "zod";
import type { Slot } from "../core/slot.ts";
import { hardwareNames } from "../data/hardware.ts";
import {
  annualRate,
  blocks,
  count,
  duration,
  fraction,
  positive,
  positiveDuration,
  power,
  tokens,
  usd,
  usdPerKwh,
} from "../units.ts";
import { climbing, costRange, learning } from "./operators.ts";

/** The slots that a scenario fills, one entry each; behaviours are named by each group of participants. */
export const slotNames = [
  "emission",
  "taper",
  "consensus",
  "scoring",
  "verification",
  "demand",
  "market",
  "settlement",
  "price",
  "workload",
  "membership",
  "registration",
  "shocks",
  "task",
] as const;
export const behaviourSlotNames = ["minerBehaviour", "validatorBehaviour"] as const;

export type SlotName = (typeof slotNames)[number] | (typeof behaviourSlotNames)[number];

/** What a schema needs to know of the rules: for each slot, the kinds that fit it. */
export type Kinds = Readonly<Record<SlotName, Pick<Slot<unknown>, "kinds" | "schema">>>;

/** What both arms must share, since they are one world until the subsidy's end is announced. */
export const sharedByArms = [
  "name",
  "question",
  "seed",
  "duration",
  "tempo",
  "blockTime",
  "maxUids",
  "participants",
] as const;

const word = z.string({ error: () => "expected a name such as honest-miners" }).regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, {
  error: () => "expected small letters and digits with single hyphens between them",
});

const line = z
  .string({ error: () => "expected the question of the scenario as one line of text" })
  .regex(/^[^\r\n]*\S[^\r\n]*$/, { error: () => "expected the question of the scenario as one line of text" });

/**
 * Shares of newly minted tokens. Source: docs/economy.md, "Emission"; the network modelled pays 18, 41 and 41 percent.
 */
const split = z
  .strictObject({
    owner: fraction.describe("owner of the subnet"),
    miners: fraction.describe("miners, by incentive"),
    validators: fraction.describe("validators, by dividend"),
  })
  .refine(({ owner, miners, validators }) => Math.abs(owner + miners + validators - 1) <= 1e-9, {
    error: ({ input }) => {
      const { owner, miners, validators } = input as Record<string, number>;
      return `sums to ${Number((owner! + miners! + validators!).toPrecision(12))}; expected shares that sum to 1`;
    },
  });

const vesting = z.strictObject({
  share: fraction.describe("share of miners' newly minted pay that is locked"),
  over: positiveDuration.describe("time over which locked pay is released in equal parts"),
});

const work = z.strictObject({
  stepsPerReferenceHour: positive.describe("optimiser steps of an hour of training on hardware of throughput 1"),
  requestsPerReferenceHour: positive.describe("requests answered in an hour of serving on hardware of throughput 1"),
  learning: learning.optional().describe("how costs fall with all that the network has served; left out: they do not"),
});

/** Fields that every group of participants has. */
const group = {
  id: word.describe("name of the group; its members are id/0, id/1 ..."),
  count: count.describe("members at the start"),
  patience: duration.prefault("28 days").describe("time below its trigger after which a member stops"),
  cash: usd.prefault("0 USD").describe("USD that each member has at the start"),
  habitShare: fraction
    .default(0.25)
    .describe("share of each epoch's pay, beyond what covers costs, that is sold at once"),
};

function minerGroup(kinds: Kinds) {
  return z.strictObject({
    role: z.literal("miner"),
    ...group,
    hardware: z.enum(hardwareNames).describe("class of hardware that each member owns"),
    power: power.optional().describe("power of a unit at full use, instead of its class's"),
    energyPrice: usdPerKwh.optional().describe("price of electricity, instead of its class's"),
    units: count.default(1).describe("units of hardware of each member"),
    trainShare: fraction.default(0.5).describe("phi: share of hours spent on training; the rest serves"),
    climbing: climbing.optional().describe("how members change phi by what they earn; left out: it is fixed"),
    scale: z
      .enum(["all", "bestResponse"])
      .default("all")
      .describe("hours that owners run: all that they have, or as many as pay best against what the others run"),
    scaleMemory: duration
      .prefault("7 days")
      .describe("time constant with which the hours run follow the best response, where scale is bestResponse"),
    behaviour: kinds.minerBehaviour.schema.prefault({ kind: "honest" }).describe("what the members do"),
    costRange: costRange
      .optional()
      .describe(
        "least and most of what members cost as multiples of their class (energy and hardware), evenly; left out: 1",
      ),
    costSpread: fraction.default(0).describe("standard deviation of the logarithm of running cost between members"),
    patienceSpread: fraction.default(0).describe("standard deviation of the logarithm of patience between members"),
    entrants: z
      .int({ error: () => "expected a whole number, 0 or more" })
      .min(0, { error: () => "expected a whole number, 0 or more" })
      .default(0)
      .describe("operators of this kind who may join later"),
  });
}

function validatorGroup(kinds: Kinds) {
  return z.strictObject({
    role: z.literal("validator"),
    ...group,
    stake: tokens.describe("stake of each member"),
    behaviour: kinds.validatorBehaviour.schema.prefault({ kind: "honest" }).describe("what the members do"),
  });
}

const CONSENSUS = "how validators' weights become pay";
const SCORING = "how what a validator found becomes the weights it sets";

function mechanismList(kinds: Kinds) {
  const one = z.strictObject({
    share: fraction.describe("share of the subnet's pay"),
    consensus: kinds.consensus.schema.describe(CONSENSUS),
    scoring: kinds.scoring.schema.describe(SCORING),
  });
  const total = (list: readonly { share: number }[]) => list.reduce((sum, { share }) => sum + share, 0);
  return z
    .array(one)
    .min(1, { error: () => "expected at least one mechanism" })
    .refine((list) => list.length === 0 || Math.abs(total(list) - 1) <= 1e-9, {
      error: ({ input }) => {
        const sum = Number(total(input as { share: number }[]).toPrecision(12));
        return `has shares that sum to ${sum}; expected shares that sum to 1`;
      },
    });
}

/** Source: opentensor/subtensor at 14bc6f9, which takes reveal periods of 1 to 100 epochs. */
const MOST_REVEAL_EPOCHS = 100;
const REVEAL_EXPECTED = `expected a whole number of epochs from 0 to ${MOST_REVEAL_EPOCHS}`;
const revealEpochs = z
  .int({ error: () => REVEAL_EXPECTED })
  .min(0, { error: () => REVEAL_EXPECTED })
  .max(MOST_REVEAL_EPOCHS, { error: () => REVEAL_EXPECTED });

/** Draws are keyed by 32 bits of the seed; a larger one would repeat another's draws. */
export const MOST_SEED = 2 ** 32 - 1;
const SEED_EXPECTED = `expected a whole number from 0 to ${MOST_SEED}`;

/** The schema of a resolved scenario: nothing left to extend, no twin. */
export function scenarioSchema(kinds: Kinds) {
  return z.strictObject({
    name: word.describe("name of the scenario; run folders are called after it"),
    question: line.describe("the one question that this scenario answers"),
    seed: z
      .int({ error: () => SEED_EXPECTED })
      .min(0, { error: () => SEED_EXPECTED })
      .max(MOST_SEED, { error: () => SEED_EXPECTED })
      .default(1)
      .describe("seed of every draw"),
    duration: positiveDuration.describe("length of the run"),
    tempo: blocks.min(1, { error: () => "expected a whole number of blocks, 1 or more" }).describe("blocks per epoch"),
    blockTime: positiveDuration.prefault("12 s").describe("time between blocks"),
    maxUids: count.default(256).describe("uid slots of the subnet"),
    emission: kinds.emission.schema.describe("tokens minted, before the taper"),
    taper: kinds.taper.schema.describe("when and how the subsidy ends"),
    split: split.prefault({ owner: 0.18, miners: 0.41, validators: 0.41 }).describe("who gets newly minted tokens"),
    vesting: vesting.optional().describe("pay that miners receive later; left out: none"),
    consensus: kinds.consensus.schema.optional().describe(CONSENSUS),
    scoring: kinds.scoring.schema.optional().describe(SCORING),
    mechanisms: mechanismList(kinds)
      .optional()
      .describe("several judgements of the same work, each with its share of pay, instead of consensus and scoring"),
    commitReveal: revealEpochs
      .default(0)
      .describe("epochs after which weights that validators commit to are shown and used; 0: they are set openly"),
    verification: kinds.verification.schema.describe("how work is checked, and at what cost"),
    demand: kinds.demand.schema.describe("customers"),
    market: kinds.market.schema.describe("how requests reach miners, and at what price"),
    settlement: kinds.settlement.schema.describe("how customers' money reaches participants"),
    price: kinds.price.schema.describe("price of the token"),
    workload: kinds.workload.schema.describe("what else the hardware could earn"),
    membership: kinds.membership.schema.describe("who stops, leaves, orders hardware and joins"),
    registration: kinds.registration.schema
      .prefault({ kind: "waiting" })
      .describe("how newcomers get a uid, and what it costs"),
    shocks: kinds.shocks.schema.prefault({ kind: "none" }).describe("dated events from outside"),
    task: kinds.task.schema.describe("what miners learn and serve"),
    work: work.describe("how hours of hardware become work"),
    discountRate: annualRate.default(0.1).describe("discount rate of operators and validators, a year"),
    participants: z
      .array(z.discriminatedUnion("role", [minerGroup(kinds), validatorGroup(kinds)]))
      .min(1, { error: () => "expected at least one group of miners and one of validators" })
      .describe("groups of miners and validators"),
  });
}

/** A scenario with every default filled in and every quantity in its unit (units.ts). */
export type Scenario = Readonly<z.output<ReturnType<typeof scenarioSchema>>>;
export type Group = Scenario["participants"][number];
export type MinerGroup = Extract<Group, { role: "miner" }>;
export type ValidatorGroup = Extract<Group, { role: "validator" }>;

/** What a file may say beside the scenario itself. */
export const fileFields = ["extends", "twin"] as const;

/** JSON Schema (draft 2020-12) of scenario files, for editors: defaults, descriptions, kinds. */
export function jsonSchema(kinds: Kinds): Record<string, unknown> {
  const about = new Map(
    Object.values(kinds).flatMap((slot) => slot.kinds.map((kind) => [kind.schema as object, kind.about])),
  );
  const { $schema, properties, required, ...rest } = z.toJSONSchema(scenarioSchema(kinds), {
    io: "input",
    override: ({ zodSchema, jsonSchema }) => {
      const description = about.get(zodSchema);
      if (description !== undefined) jsonSchema.description = description;
    },
  });
  const shared: readonly string[] = sharedByArms;
  const inTwin = Object.keys(properties ?? {}).filter((key) => !shared.includes(key));
  return {
    $schema,
    title: "Taper scenario",
    ...rest,
    properties: {
      extends: { type: "string", description: "scenario file that this one changes, relative to this file" },
      ...properties,
      twin: {
        type: "object",
        description: "what the arm keep changes; by default only that the subsidy never ends",
        propertyNames: { enum: inTwin },
      },
    },
    // A file that extends another need not repeat it.
    if: { not: { required: ["extends"] } },
    then: {
      required,
      anyOf: [{ required: ["consensus", "scoring"] }, { required: ["mechanisms"] }],
    },
  };
}
