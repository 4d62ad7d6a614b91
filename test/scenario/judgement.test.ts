import { describe, expect, test } from "vitest";
import { messagesOf, parse, read } from "./read.ts";

const mechanisms = `[
  { share: 0.25, consensus: { kind: yuma }, scoring: { kind: softmax } },
  { share: 0.75, consensus: { kind: weightedMean }, scoring: { kind: proportional } },
]`;
const flat = mechanisms.replaceAll("\n", "");

const waysOf = ({ consensus, scoring, mechanisms }: ReturnType<typeof parse>["scenario"]) => [
  consensus?.kind,
  scoring?.kind,
  mechanisms?.map((one) => [one.share, one.consensus.kind, one.scoring.kind]),
];
const single = ["yuma", "proportional", undefined];
const double = [
  undefined,
  undefined,
  [
    [0.25, "yuma", "softmax"],
    [0.75, "weightedMean", "proportional"],
  ],
];

describe("a list of mechanisms", () => {
  test("replaces consensus and scoring when laid upon them, in a file or by an override", () => {
    expect(waysOf(read("good.yaml").scenario)).toEqual(single);
    expect(waysOf(parse(`extends: good.yaml\nmechanisms: ${mechanisms}\n`).scenario)).toEqual(double);
    expect(waysOf(read("good.yaml", [`mechanisms=${flat}`]).scenario)).toEqual(double);
  });

  test("is replaced by them, both together", () => {
    const back = ["consensus={kind: yuma}", "scoring={kind: proportional}"];
    expect(waysOf(read("good.yaml", [`mechanisms=${flat}`, ...back]).scenario)).toEqual(single);
    expect(messagesOf(() => read("good.yaml", [`mechanisms=${flat}`, back[0]!]))).toEqual([
      "good.yaml:2:1: scoring is missing; expected both consensus and scoring, or mechanisms in their place",
    ]);
  });

  test("is changed a part at a time", () => {
    const changed = ["mechanisms.0.share=0.5", "mechanisms.1.share=0.5"];
    const { scenario } = read("good.yaml", [`mechanisms=${flat}`, ...changed]);
    expect(scenario.mechanisms!.map(({ share }) => share)).toEqual([0.5, 0.5]);
  });

  test("may be what the twin changes, and parses to itself", () => {
    const parsed = parse(`extends: good.yaml\ntwin: { mechanisms: ${flat} }\n`);
    expect([waysOf(parsed.scenario), waysOf(parsed.keep)]).toEqual([single, double]);
    expect(parse(parsed.canonical)).toEqual(parsed);
    const turned = parse(
      `extends: good.yaml\nmechanisms: ${flat}\ntwin: { consensus: { kind: yuma }, scoring: { kind: proportional } }\n`,
    );
    expect([waysOf(turned.scenario), waysOf(turned.keep)]).toEqual([double, single]);
    expect(parse(turned.canonical)).toEqual(turned);
  });
});

test("weights are set openly unless a scenario says otherwise", () => {
  expect(read("good.yaml").scenario.commitReveal).toBe(0);
  expect(read("good.yaml", ["commitReveal=100"]).scenario.commitReveal).toBe(100);
});
