import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { catalog } from "../../cli/catalog.ts";
import { parseScenario } from "../../sim/scenario.ts";
import { SMALL } from "../support/play.ts";
import { messagesOf } from "./read.ts";

const text = readFileSync(SMALL, "utf8");
const load = (path: string) => readFileSync(path, "utf8");
const messages = (...overrides: string[]) => messagesOf(() => parseScenario(text, SMALL, catalog, load, overrides));

const blind = (kind: string, looks: string) =>
  `expected another kind beside verification ${kind}, which plans no audit that could look at ${looks}`;

test.each([
  ["gauntlet", "{kind: none}", blind("none", "training")],
  ["logprobAudit", "{kind: none}", blind("none", "outputs")],
  ["gauntlet", "{kind: sampled, p: 0}", blind("sampled", "training")],
  ["gauntlet", "{kind: committee, p: 0}", blind("committee", "training")],
  ["logprobAudit", "{kind: optimistic, checkRate: 0}", blind("optimistic", "outputs")],
])("%s beside verification %s is refused, since it would pay nobody", (scoring, verification, why) => {
  expect(messages(`scoring={kind: ${scoring}}`, `verification=${verification}`)).toEqual([
    `--set:1:16: scoring.kind is "${scoring}"; ${why}`,
  ]);
  const mechanism = (kind: string) => `{share: 0.5, consensus: {kind: yuma}, scoring: {kind: ${kind}}}`;
  const several = `mechanisms=[${mechanism("softmax")}, ${mechanism(scoring)}]`;
  expect(messages(several, `verification=${verification}`)).toEqual([
    expect.stringContaining(`mechanisms[1].scoring.kind is "${scoring}"; ${why}`),
  ]);
});

test.each(["regression", "picture"])(
  "scoring by odds of classes is refused on task %s, and on no task of classes",
  (task) => {
    const why = `expected another kind beside task ${task}, whose answers are numbers and no classes`;
    expect(messages("scoring={kind: logprobAudit}", `task={kind: ${task}}`)).toEqual([
      `--set:1:16: scoring.kind is "logprobAudit"; ${why}`,
    ]);
    for (const classes of ["digits", "tabular", "charLm"])
      expect(() =>
        parseScenario(text, SMALL, catalog, load, ["scoring={kind: logprobAudit}", `task={kind: ${classes}}`]),
      ).not.toThrow();
    expect(() =>
      parseScenario(text, SMALL, catalog, load, ["scoring={kind: gauntlet}", `task={kind: ${task}}`]),
    ).not.toThrow();
  },
);
