import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { economy } from "../../sim/catalog.ts";
import { parseScenario, withSeed } from "../../sim/scenario.ts";
import { SMALL } from "../support/play.ts";

const read = (path: string) => readFileSync(path, "utf8");
const parse = (...overrides: string[]) => parseScenario(read(SMALL), SMALL, economy, read, overrides);

it.each([[[]], [["twin={price: {kind: fixed, usdPerToken: 3}}"]]])(
  "a scenario with another seed is the one that is parsed with it, its hash included: %j",
  (changes) => {
    expect(withSeed(parse(...changes), 7)).toEqual(parse(...changes, "seed=7"));
    expect(withSeed(parse(...changes), 7).hash).not.toBe(parse(...changes).hash);
  },
);

it("a parsed scenario is plain data, which a thread can be sent", () => {
  expect(structuredClone(parse())).toEqual(parse());
});
