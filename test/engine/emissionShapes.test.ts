import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import type { Row } from "../../sim/record.ts";
import { armsOfFile, column, last, playAll, total } from "../support/play.ts";

const file = "scenarios/emission-shapes.yaml";
/** The file as written (linear), and what its comment lays upon it. */
const sets = [...readFileSync(file, "utf8").matchAll(/--set '(.*)'/g)].map((match) => match[1]!);
const kindOf = (set: string) => /kind: (\w+)/.exec(set)![1]!;

describe("five shapes of the end of a subsidy", () => {
  const shapes: Record<string, Record<string, Row[]>> = {};
  beforeAll(async () => {
    for (const wish of [[], ...sets.map((set) => [set])])
      shapes[wish[0] ? kindOf(wish[0]) : "linear"] = await playAll(armsOfFile(file, wish), ["epochs"]);
  }, 60_000);
  /** value served over the last epochs, cut over keep */
  const kept = (shape: string, epochs: number) => {
    const served = (arm: string) => total(column(shapes[shape]!, arm, "serviceValueUsd").slice(-epochs));
    return served("cut") / served("keep");
  };

  it("mint the same total within 0.1%, less than half of what is minted where the subsidy is kept", () => {
    expect(Object.keys(shapes).sort()).toEqual(["exponential", "floor", "halving", "linear", "step"]);
    const minted = (shape: string, arm: string) => total(column(shapes[shape]!, arm, "minted"));
    for (const shape of Object.keys(shapes)) {
      expect(Math.abs(minted(shape, "cut") / minted("linear", "cut") - 1)).toBeLessThan(1e-3);
      expect(minted(shape, "cut")).toBeLessThan(0.51 * minted(shape, "keep"));
    }
  });

  it("leave much the same where the subsidy has ended, a year ago or two, and more where a little is still paid", () => {
    const paid = (shape: string) => last(column(shapes[shape]!, "cut", "subsidyMultiplier"));
    expect([paid("linear"), paid("step")]).toEqual([0, 0]);
    const slow = ["exponential", "halving", "floor"];
    expect(slow.map(paid)).toEqual([...slow.map(paid)].sort((a, b) => a - b));
    // Service comes in whole operators, and 30 or so are left: what is less apart than one of them is the same.
    const operator = 1 / 30;
    const left = (shape: string) => kept(shape, 13);
    expect(Math.abs(left("step") - left("linear"))).toBeLessThan(operator);
    expect(Math.max(left("step"), left("linear"))).toBeLessThan(0.85);
    expect(left("exponential") - Math.max(left("step"), left("linear"))).toBeGreaterThan(2 * operator);
    // Halvings and a tail change places with the seed, so only what decay leaves is compared with them.
    expect(Math.min(left("halving"), left("floor")) - left("exponential")).toBeGreaterThan(operator);
  });

  it("keep more in all the slower the end", () => {
    const order = ["step", "linear", "exponential", "halving"].map((shape) => kept(shape, 209 - 52));
    expect(order).toEqual([...order].sort((a, b) => a - b));
  });
});
