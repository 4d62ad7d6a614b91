import { expect, it } from "vitest";
import { armsOfFile, column, playAll, total } from "../support/play.ts";

/** Value served by the arm in the 91 days that end at a day, epochs counted by the part of them inside. */
async function retention(overrides: string[], horizons: readonly number[]): Promise<number[]> {
  const arms = armsOfFile("scenarios/quick.yaml", overrides);
  const { epochDays } = arms.arms[0]!.rules.clock;
  const rows = await playAll(arms, ["epochs"]);
  const served = (arm: string, until: number) => {
    const value = column(rows, arm, "serviceValueUsd");
    const inside = column(rows, arm, "day").map(
      (end) => Math.max(0, Math.min(end, until) - Math.max(end - epochDays, until - 91)) / epochDays,
    );
    return total(value.map((usd, e) => usd * inside[e]!));
  };
  return horizons.map((h) => served("cut", 365 + h) / served("keep", 365 + h));
}

it("daily and weekly epochs of quick.yaml agree on retention within 0.01", async () => {
  const horizons = [91, 182, 365];
  const weekly = await retention([], horizons);
  const daily = await retention(["tempo=7200"], horizons);
  horizons.forEach((_, k) => expect(Math.abs(daily[k]! - weekly[k]!)).toBeLessThan(0.01));
  expect(weekly[2]).toBeLessThan(0.97);
});
