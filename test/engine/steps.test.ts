import { expect, it } from "vitest";
import { armsOfFile, retainedAt } from "../support/play.ts";

const quick = (overrides: string[], days: readonly number[]) =>
  retainedAt(armsOfFile("scenarios/quick.yaml", overrides), days);

it("daily and weekly epochs of quick.yaml agree on retention within 0.01", async () => {
  const days = [91, 182, 365].map((h) => 365 + h);
  const weekly = await quick([], days);
  const daily = await quick(["tempo=7200"], days);
  days.forEach((_, k) => expect(Math.abs(daily[k]! - weekly[k]!)).toBeLessThan(0.01));
  expect(weekly[2]).toBeLessThan(0.97);
});
