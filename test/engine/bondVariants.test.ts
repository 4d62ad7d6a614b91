import { expect, it } from "vitest";
import { armsOfFile, column, playAll, total } from "../support/play.ts";

const YEAR = ["duration=1 year", "taper={kind: never}"];

/** A year of scenarios/bond-variants.yaml: a copier's tokens per staked token as a multiple of an honest validator's. */
async function played(...rule: string[]): Promise<{ copier: number; served: number }> {
  const rows = await playAll(armsOfFile("scenarios/bond-variants.yaml", [...YEAR, ...rule]), ["epochs", "validators"]);
  const perStake = (behaviour: string) => {
    const of = rows["validators"]!.filter((row) => row["behaviour"] === behaviour && row["arm"] === "cut");
    return total(of.map((row) => Number(row["payTokens"]))) / total(of.map((row) => Number(row["stake"])));
  };
  return { copier: perStake("weightCopier") / perStake("honest"), served: total(column(rows, "cut", "served")) };
}

it("a copier earns least under classic bonds and nearly as much as others under Yuma 3; customers see no difference", async () => {
  const classic = await played();
  const yuma2 = await played("consensus.bonds=yuma2");
  const yuma3 = await played("consensus.bonds=yuma3");
  const liquid = await played("consensus.bonds=yuma3", "consensus.liquidAlpha={}");
  expect(classic.copier).toBeLessThan(0.7);
  expect(yuma2.copier).toBeGreaterThan(classic.copier);
  expect(yuma3.copier).toBeGreaterThan(yuma2.copier);
  expect(liquid.copier).toBeGreaterThan(yuma3.copier);
  expect(Math.abs(liquid.copier - 1)).toBeLessThan(0.05);
  for (const { served } of [yuma2, yuma3, liquid]) expect(served).toBeCloseTo(classic.served, 6);
});

it("customers do see weights that count an epoch late", async () => {
  const [now, late] = [
    await played("consensus.bonds=yuma2"),
    await played("consensus.bonds=yuma2", "consensus.weightsOf=previous"),
  ];
  expect(late.served).toBeLessThan(now.served);
  expect(late.copier).toBeLessThan(now.copier);
});
