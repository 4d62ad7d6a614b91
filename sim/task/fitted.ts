import { z } from "zod";
import { count, notNegative, positive } from "../units.ts";

const runExpected = "expected the name of a run";
const taskExpected = "expected the kind of a task";
const hashExpected = "expected the 64 hexadecimal digits of a scenario's hash";
const r2Expected = "expected a number up to 1";

const intervalExpected = "expected two numbers: low, high";
const end = z.number({ error: () => intervalExpected });
const interval = z.tuple([end, end], { error: () => intervalExpected }).optional();

/** Where the values of a curve come from, as `taper fit` writes it; reports say so. */
export const fitted = z.strictObject({
  from: z
    .array(
      z.strictObject({
        name: z
          .string({ error: () => runExpected })
          .min(1, { error: () => runExpected })
          .describe("name of the run"),
        hash: z
          .string({ error: () => hashExpected })
          .regex(/^[0-9a-f]{64}$/, { error: () => hashExpected })
          .describe("hash of its scenario"),
      }),
    )
    .min(1, { error: () => "expected one run or more" })
    .describe("runs whose training was recorded"),
  task: z
    .string({ error: () => taskExpected })
    .min(1, { error: () => taskExpected })
    .describe("what they learnt"),
  backend: z.string({ error: () => "expected the name of a backend" }).describe("what trained them"),
  miners: count.describe("miners among them"),
  transitions: count.describe("epochs of them that were fitted"),
  stepsPerDay: positive.describe("optimiser steps a day that are effort 1, here as there"),
  trained: z
    .tuple([notNegative, notNegative], { error: () => "expected two numbers of steps a day: least, most" })
    .describe("least and most steps a day that were trained: beyond them the curve is a guess"),
  r2: z
    .number({ error: () => r2Expected })
    .max(1, { error: () => r2Expected })
    .describe("share of the variance of quality's change over an epoch that the curve tells"),
  residual: notNegative.describe("root mean square of quality measured less predicted, one epoch ahead"),
  pathResidual: notNegative.describe("the same over whole paths, each from its first quality"),
  intervals: z
    .strictObject({
      catchUp: interval.describe("per day"),
      drift: interval.describe("fraction a day"),
      qMax: interval,
      q0: interval,
    })
    .describe("95% intervals of what was fitted; what has none was given"),
});
