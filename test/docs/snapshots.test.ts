import { expect, test } from "vitest";
import { chainDefaults } from "../../sim/snapshot/chainSchema.ts";
import { linesUnder, read } from "./pages.ts";

test("docs/snapshots.md states the defaults of a snapshot's parameters", () => {
  const lines = linesUnder(read("docs/snapshots.md"), "Parameters");
  const stated = lines.map(({ names, cells }) => [names[0]!, cells[1]!] as const);
  const computed = { yuma3_on: "needed", activity_cutoff_blocks: "13.889 × `tempo`" };
  const wanted = Object.entries({ ...chainDefaults, ...computed }).map(
    ([name, value]) => [name, String(value)] as const,
  );
  expect(new Map(stated)).toEqual(new Map(wanted));
});
