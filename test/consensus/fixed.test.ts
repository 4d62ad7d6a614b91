/** Equal pay: by hand, and in a world where it leaves scoring and weights out. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { consensus } from "../../sim/consensus/index.ts";
import { emptyRows } from "../../sim/core/matrix.ts";
import { dailyContext } from "../laws/kinds.ts";
import { armsOfFile, ofArm, playAll, SMALL } from "../support/play.ts";

const cases = JSON.parse(readFileSync("test/vectors/consensus/fixed_equal_pay.json", "utf8")) as {
  readonly steps: readonly {
    readonly label: string;
    readonly input: Record<"stake" | "permits" | "serving", number[]>;
    readonly expected: Record<"incentive" | "dividend" | "active_stake", number[]>;
  }[];
};

describe("consensus fixed", () => {
  const rule = consensus.build(consensus.schema.parse({ kind: "fixed" }), dailyContext);

  it.each(cases.steps.map((step) => [step.label, step] as const))("%s", (_, { input, expected }) => {
    const n = input.stake.length;
    const same = (value: number) => new Float64Array(n).fill(value);
    const result = rule.epoch({
      ...{ n, block: 720, tempo: 360, lastUpdate: same(720), registeredAt: same(0), ...input },
      ...{ weights: emptyRows(n, n), bonds: emptyRows(n, n), before: null, lastStepBlock: 360, ownerUid: null },
    });
    expect(Array.from(result.incentive)).toEqual(expected.incentive);
    expect(Array.from(result.dividend)).toEqual(expected.dividend);
    expect(Array.from(result.activeStake)).toEqual(expected.active_stake);
  });

  it("pays whoever serves the same, whatever it does, and commits to nothing", async () => {
    const { miners, validators } = await playAll(armsOfFile(SMALL, ["consensus={kind: fixed}", "commitReveal=2"]));
    const serving = ofArm(miners!, "keep").filter((row) => row["epoch"] === 20);
    expect(new Set(serving.map((row) => row["incentive"]))).toEqual(new Set([1 / serving.length]));
    expect(new Set(serving.map((row) => row["quality"])).size).toBeGreaterThan(1);
    expect(validators!.every((row) => row["revealed"] === 0)).toBe(true);
  });
});
