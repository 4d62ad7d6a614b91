import { describe, expect, it } from "vitest";
import { afterRun, epochsAfter, type Wanted } from "../../sim/counterfactual/afterRun.ts";
import { tables, type Rows } from "../../sim/record.ts";
import { SMALL } from "../support/play.ts";
import { playedFile } from "./played.ts";

describe("after a run", async () => {
  const run = await playedFile(SMALL, ["duration=80 weeks", "tempo=201600", "membership={kind: fixed}"]);
  const nothing = { why: false, lasting: false, breakEvens: false, otherPrices: false };

  async function play(wanted: Wanted) {
    const before = structuredClone(run.fork);
    const parts: Rows[] = [];
    let epochs = 0;
    for await (const rows of afterRun(run, wanted, () => epochs++)) parts.push(rows);
    expect(run.fork).toEqual(before);
    return { names: parts.flatMap((rows) => Object.keys(rows)), epochs, parts };
  }

  it("the four tables come one after the other, with every column declared", async () => {
    const { names, parts } = await play({});
    expect([...new Set(names)]).toEqual(["counterfactuals", "lasting", "breakEvens", "sensitivities"]);
    for (const rows of parts)
      for (const [name, list] of Object.entries(rows)) {
        const declared = tables.find((table) => table.name === name)!.columns.map((column) => column.name);
        for (const row of list) expect(Object.keys(row).sort()).toEqual([...declared].sort());
      }
  });

  it.each([
    ["why", "counterfactuals"],
    ["lasting", "lasting"],
    ["breakEvens", "breakEvens"],
    ["otherPrices", "sensitivities"],
  ] as const)("%s alone gives %s, in about as many epochs as estimated", async (part, table) => {
    const wanted = { ...nothing, [part]: true };
    const { names, epochs } = await play(wanted);
    expect([...new Set(names)]).toEqual([table]);
    expect(epochs / epochsAfter(run, wanted)).toBeGreaterThan(0.5);
    expect(epochs / epochsAfter(run, wanted)).toBeLessThan(2);
  });

  it("nothing is played where nothing is wanted", async () => {
    expect(await play(nothing)).toMatchObject({ names: [], epochs: 0 });
    expect(epochsAfter(run, nothing)).toBe(0);
  });
});
