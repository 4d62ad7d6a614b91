import { expect, it } from "vitest";
import { armsOfFile, column, playAll, retainedAt } from "../support/play.ts";

const quick = (overrides: string[], days: readonly number[]) =>
  retainedAt(armsOfFile("scenarios/quick.yaml", overrides), days);

it("daily and weekly epochs of quick.yaml agree on retention within 0.01", async () => {
  const days = [91, 182, 365].map((h) => 365 + h);
  const weekly = await quick([], days);
  const daily = await quick(["tempo=7200"], days);
  days.forEach((_, k) => expect(Math.abs(daily[k]! - weekly[k]!)).toBeLessThan(0.01));
  expect(weekly[2]).toBeLessThan(0.97);
});

it("as many operators serve in days as in weeks: the first day counts as a day of what they earn, not as a memory of it", async () => {
  const serving = async (overrides: string[]) => {
    const rows = await playAll(armsOfFile("scenarios/quick.yaml", ["duration=2 years", ...overrides]), ["epochs"]);
    return column(rows, "keep", "serving").at(-1)!;
  };
  const [weekly, daily] = [await serving([]), await serving(["tempo=7200"])];
  expect(weekly).toBeGreaterThan(50);
  expect(Math.abs(daily - weekly)).toBeLessThanOrEqual(1);
});
