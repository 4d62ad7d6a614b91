/** What scenarios may say of trained tasks, and where a mistake is found. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { catalog } from "../../cli/catalog.ts";
import { asBadInput } from "../../cli/run/environment.ts";
import { armsOf } from "../../sim/arms.ts";
import { parseScenario, ScenarioError } from "../../sim/scenario.ts";

const good = readFileSync("test/scenario/good.yaml", "utf8");

const parse = (task: string) =>
  parseScenario(good.replace("task: { kind: curve }", `task: ${task}`), "lean.yaml", catalog, () => "");

const messages = (task: string): readonly string[] => {
  try {
    parse(task);
    return [];
  } catch (error) {
    if (error instanceof ScenarioError) return error.messages;
    throw error;
  }
};

test.each([
  ["{ kind: regression, reachable: 2 }", "17:38: task.reachable is 2; expected an R2 above 0, at most 1"],
  [
    "{ kind: tabular, reachable: 0.4 }",
    "17:35: task.reachable is 0.4; expected an accuracy above that of the commonest kind, 0.439, at most 1",
  ],
  ["{ kind: charLm, reachable: 4.5 }", "17:34: task.reachable is 4.5; expected bits a character from 1 to below 4.31"],
  [
    "{ kind: picture, reachable: 12 }",
    "17:35: task.reachable is 12; expected decibels from 15 to 60; the mean colour everywhere has 10 to 13",
  ],
  ["{ kind: picture, side: 4 }", "17:30: task.side is 4; expected a whole number of pixels, 8 or more"],
  ["{ kind: digits, side: 20 }", "17:29: task.side is 20; expected 14 or 28"],
  [
    "{ kind: regression, skew: 0 }",
    "17:33: task.skew is 0; expected a number above 0, such as 0.5; smaller is more uneven",
  ],
  ["{ kind: charLm, batch: 0 }", "17:30: task.batch is 0; expected a whole number, 1 or more"],
  [
    "{ kind: tabular, driftDegrees: 2 }",
    "17:24: task.driftDegrees is not a known key; expected kind, hidden, driftDegreesPerYear, batch, learningRate, " +
      "initialSteps, shardSize, skew, auditPool, auditSize, requestPool, requestSample, hiddenSize or reachable",
  ],
])("%s", (task, expected) => {
  expect(messages(task)).toEqual([`lean.yaml:${expected}`]);
});

test.each([
  [
    "{ kind: tabular, shardSize: 870 }",
    "task tabular: shardSize is 870; expected at most the 869 examples left for training",
  ],
  [
    "{ kind: regression, examples: 10000 }",
    "task regression: auditPool, requestPool and hiddenSize are 7000 examples; expected at most half of 10000",
  ],
  ["{ kind: picture, requestPool: 200 }", "task picture: requestSample is 256; expected at most requestPool, 200"],
  [
    "{ kind: charLm, auditPool: 400 }",
    "task charLm: auditPool 400 gives each of 2 validators 200 examples; auditSize needs 256",
  ],
])("%s names the file", (task, message) => {
  try {
    armsOf(parse(task), catalog, { backend: "wasm" });
    expect.unreachable();
  } catch (error) {
    expect((asBadInput("lean.yaml", error) as Error).message).toBe(`lean.yaml: ${message}`);
  }
});
