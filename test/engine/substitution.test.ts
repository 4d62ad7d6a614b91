import { describe, expect, it } from "vitest";
import { decide } from "../../sim/epoch/decide.ts";
import { genesis } from "../../sim/world.ts";
import { armsOfFile, ofArm, playSmall, SMALL } from "../support/play.ts";

const planWith = (...overrides: string[]) => {
  const { rules } = armsOfFile(SMALL, overrides).arms[0]!;
  return { plan: decide(rules, genesis(rules)), rules };
};

describe("a substitutor", () => {
  it.each([
    ["form: int8", 1, 0.5],
    ["form: student, share: 0.4", 0.4, 0.25],
    ["form: answers, share: 0.5", 0, 0],
    ["form: stale", 1, 1],
    ["form: int3, compute: 0.1", 1, 0.1],
  ])("pays for the work that it does: %s", (written, share, compute) => {
    const { plan: honest, rules } = planWith();
    const { plan } = planWith(`participants.a100.behaviour={kind: substitutor, ${written}}`);
    const o = rules.roster.operators.groups.indexOf("a100");
    const phi = rules.roster.operators.trainShare[o]!;
    const left = 1 - share * (1 - compute);
    expect(plan.runningUsd[o]! / honest.runningUsd[o]!).toBeCloseTo(phi + (1 - phi) * left, 12);
    expect(plan.usdCost[o]! / honest.usdCost[o]!).toBeCloseTo(left, 12);
    for (const same of ["capacity", "serviceSeconds", "hours", "maintenanceUsd"] as const)
      expect(plan[same]).toEqual(honest[same]);
    expect(plan.work.steps).toEqual(honest.work.steps);
  });

  it("is recorded with what it answers", async () => {
    const { miners } = await playSmall(
      "duration=3 weeks",
      "taper={kind: never}",
      "participants.a100.behaviour={kind: substitutor, form: answers, share: 0.5}",
    );
    const rows = ofArm(miners!, "cut");
    const forms = (epoch: number, kind: string) => [
      ...new Set(
        rows.flatMap((row) =>
          row["epoch"] === epoch && row["behaviour"] === kind ? [`${row["form"]} ${row["formShare"]}`] : [],
        ),
      ),
    ];
    // Nobody has incentive in the first epoch, so there is nobody to ask.
    expect(forms(0, "substitutor")).toEqual(["honest 0"]);
    expect(forms(1, "substitutor")).toEqual(["answers 0.5"]);
    expect(forms(1, "lazy")).toEqual(["honest 0"]);
    const asking = rows.find((row) => row["form"] === "answers")!;
    expect(asking["serves"]).not.toBe(asking["id"]);
  });
});
