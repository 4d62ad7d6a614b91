/** What a miner that trains as documented reaches on hidden data. Each task without drift, on wasm; seeds are fixed. */
import { describe, expect, test } from "vitest";
import { parametersOf, subjectFor } from "./subjects.ts";
import { plan, taskOf } from "./world.ts";

const miners = ["a", "b"];

interface Target {
  readonly kind: string;
  readonly parameters: object;
  readonly steps: number;
  readonly least: number;
}

const targets: readonly Target[] = [
  {
    kind: "digits", // 784-32-10, most of the images in every shard
    parameters: {
      ...{ driftDegreesPerYear: 0, side: 28, batch: 64, shardSize: 7500, hiddenSize: 1000 },
      ...{ auditPool: 500, requestPool: 500 },
    },
    steps: 1500,
    least: 0.93,
  },
  { kind: "regression", parameters: { driftRadiansPerYear: 0 }, steps: 2400, least: 0.97 },
  { kind: "tabular", parameters: { driftDegreesPerYear: 0 }, steps: 600, least: 0.8 },
  { kind: "charLm", parameters: { exchangesPerYear: 0 }, steps: 2000, least: -2.95 },
  { kind: "picture", parameters: { driftTurnsPerYear: 0 }, steps: 1000, least: 35 },
];

/** Scores of each miner after some steps: accuracy, R2, minus bits or PSNR. */
async function scores({ kind, parameters, steps }: Target, seed: number): Promise<number[]> {
  const { baseline, reachable } = await subjectFor(kind, parameters, seed);
  const learner = await taskOf(kind, parameters, { operators: miners, seed }).start("keep");
  const planned = steps - parametersOf(kind, parameters).initialSteps;
  const { quality, steps: ran } = await learner.perform(plan(0, new Array<number>(miners.length).fill(planned)));
  learner.dispose();
  expect([...ran]).toEqual(miners.map(() => steps));
  return [...quality].map((q) => baseline + q * (reachable - baseline));
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe("honest miners", () => {
  test.each(targets)("of $kind reach $least in $steps steps, on average over miners and two seeds", async (target) => {
    const reached = [...(await scores(target, 7)), ...(await scores(target, 8))];
    expect(mean(reached)).toBeGreaterThanOrEqual(target.least);
  });
});
