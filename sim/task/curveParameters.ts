import { z } from "zod";
import { count, fraction, notNegative, perDay } from "../units.ts";
import { fitted } from "./fitted.ts";

const apartExpected = "expected three numbers: difference of outputs, share of other answers, share of unlike answers";

/** How far a form's answers are from the model's. @param from difference, share of other answers, share of unlike ones */
const apart = (what: string, ...from: [number, number, number]) =>
  z
    .tuple([notNegative, fraction, fraction], { error: () => apartExpected })
    .default(from)
    .describe(
      `${what}: largest difference of an output, share of answers that differ, share whose softmaxed outputs have a cosine below 0.9`,
    );

const flippedExpected = "expected a number, such as -0.11";

/** The parameters of the curve; what only evidence needs comes last. */
export const curveParameters = {
  catchUp: perDay.prefault("0.3 /day").describe("u: rate at which full training closes the distance to qMax"),
  drift: fraction
    .lt(1, { error: () => "expected a fraction below 1" })
    .default(0.02)
    .describe("fraction of the distance to the baseline that a model which is not trained loses per day"),
  qMax: fraction.default(0.95).describe("quality that training tends to"),
  q0: fraction.default(0).describe("quality of the baseline guess, to which drift leads"),
  opening: fraction.default(0).describe("quality of a miner's model when it first serves"),
  noise: notNegative.default(0.02).describe("standard deviation of a measured quality"),
  int8Loss: fraction.default(0).describe("share of its quality that a model in 8 bits loses"),
  int4Loss: fraction.default(0.1).describe("share of its quality that a model in 4 bits loses"),
  int3Loss: fraction.default(0.6).describe("share of its quality that a model in 3 bits loses"),
  studentLoss: fraction.default(0.04).describe("share of its quality that a small student of a model loses"),
  fitted: fitted
    .optional()
    .describe(
      "where these values come from, as `taper fit` writes it; reports say so, and f counts from its stepsPerDay",
    ),
  publicLoss: fraction
    .default(0.05)
    .describe("share of the distance from q0 to qMax that training on the public questions alone does not reach"),
  overfit: notNegative
    .default(0.15)
    .describe(
      "by how much a model at qMax that trains on the public questions alone is found better on these than it is; in proportion below",
    ),
  flippedQuality: z
    .number({ error: () => flippedExpected })
    .default(-0.11)
    .describe("quality that training on wrong targets tends to"),
  auditSize: count.default(48).describe("answers that a planned audit looks at beside quality"),
  int8Apart: apart("answers of a model in 8 bits against the model's", 0.13, 0.002, 0),
  int4Apart: apart("the same for 4 bits", 3.2, 0.03, 0.003),
  int3Apart: apart("the same for 3 bits", 6.2, 0.068, 0.07),
  studentApart: apart("the same for a small student", 5.4, 0.068, 0.108),
  answersApart: apart("the same for another miner's answers", 11, 0.075, 0.115),
  outvoted: fraction
    .default(0.05)
    .describe("share of answers of a model at qMax that are not what most miners say; more below, all at q0"),
  ownGain: fraction
    .default(0.25)
    .describe(
      "relative fall of the loss on the very examples of long full training, beyond that on examples of the same kind",
    ),
};

export type CurveParameters = z.output<z.ZodObject<typeof curveParameters>>;
