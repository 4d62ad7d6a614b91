/** Validators whose pay just covers their audits stay, to the last one: closed form `validator-exit` where the division leaves no rest. */
import { describe, expect, it } from "vitest";
import { stay } from "../../sim/epoch/stay.ts";
import { validatorsWhoBreakEven } from "../../sim/theory/validatorExit.ts";
import { genesis } from "../../sim/world.ts";
import { armsOfFile, SMALL } from "../support/play.ts";

const { rules } = armsOfFile(SMALL, [
  "discountRate=0",
  "participants.follower.count=1",
  "participants.validator.count=20",
  "participants.validator.patience=0 days",
  "participants.follower.patience=0 days",
  "maxUids=64",
]).arms[0]!;

/** How many of them are left in the end, who share a pot equally. */
function left(potUsd: number, costUsd: number): number {
  let world = genesis(rules);
  for (let epoch = 0; epoch < 30; epoch++) {
    const { working } = world.validators;
    const n = working.reduce((a, b) => a + b, 0);
    const income = Float64Array.from(working, (works) => (works ? potUsd / n : 0));
    const cost = Float64Array.from(working, (works) => (works ? costUsd : 0));
    world = { ...world, validators: { ...world.validators, ...stay(rules, world, income, cost, 1) } };
  }
  return world.validators.working.reduce((a, b) => a + b, 0);
}

describe("validators whose pay just covers their cost", () => {
  it.each([30, 0.1, 0.7, 1.1, 100 / 3, 1e-6, 12345.678])("all stay whom it can carry, at %f USD each", (cost) => {
    for (let n = 1; n <= 20; n++) {
      const pot = n * cost;
      const carried = validatorsWhoBreakEven({
        tokenPriceUsd: 1,
        validatorEmissionTokens: pot,
        feeShareToValidators: 0,
        revenueUsd: 0,
        costUsdPerValidator: cost,
      });
      expect([n, carried, left(pot, cost)]).toEqual([n, n, n]);
      expect(left(pot * (1 - 1e-9), cost)).toBe(n - 1);
    }
  });
});
