/** Operators whose income just covers their running cost stay, to the last one. */
import { describe, expect, it } from "vitest";
import { status } from "../../sim/membership/contract.ts";
import { memberInput, profitDriven, standing } from "../support/members.ts";

const rule = profitDriven({ incomeMemory: 0 });

/** How many of twenty are left in the end, who share a pot of so much an hour equally. */
function left(potPerHour: number, runningPerHour: number): number {
  const hours = 168 * 0.95;
  let world = standing({ n: 20, feesPerHour: runningPerHour });
  const serving = () => world.status.reduce((count, s) => count + (s === status.serving ? 1 : 0), 0);
  for (let epoch = 0; epoch < 30; epoch++) {
    const feesUsd = (potPerHour * hours) / Math.max(1, serving());
    const input = memberInput(world, { hours, feesUsd, runningPerHour, fullPerHour: 2 * runningPerHour });
    world = rule.step({ ...input, epoch }).standing as typeof world;
  }
  return serving();
}

describe("operators whose income just covers what switching off would save", () => {
  it.each([0.096, 0.1, 0.7, 1 / 3, 1e-6])("all stay whom it can carry, at %f USD an hour", (running) => {
    for (let n = 1; n <= 20; n++) {
      expect([n, left(n * running, running)]).toEqual([n, n]);
      expect(left(n * running * (1 - 1e-9), running)).toBe(n - 1);
    }
  });
});
