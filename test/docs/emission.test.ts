import { expect, test } from "vitest";
import type { Network } from "../../sim/data/networks/contract.ts";
import { networks } from "../../sim/data/networks/index.ts";
import { linesUnder, read } from "./pages.ts";

const page = read("docs/emission.md");

test("docs/emission.md names every network with its rule and the confidence of its least sure value", () => {
  const levels = ["low", "medium", "high"] as const;
  const rows = Object.entries(networks as Readonly<Record<string, Network>>).map(([name, { emission, stated }]) => {
    const { kind, ...parameters } = emission;
    const confidences = Object.keys(parameters).map((parameter) => stated[parameter]!.confidence);
    return [name, kind, levels.find((level) => confidences.includes(level))];
  });
  const told = linesUnder(page, "Networks").map(({ names, cells }) => [names[0], cells[1], cells[3]]);
  expect(told).toEqual(rows);
});

test("its columns are those that the command prints", async () => {
  const { rowHeads } = await import("../../cli/emission/print.ts");
  expect(
    linesUnder(page, "Rows")
      .slice(0, rowHeads.length)
      .map(({ names }) => names[0]),
  ).toEqual(rowHeads);
});
