/** A network that everybody has left, and to which customers come back. */
import { expect, it } from "vitest";
import { armsOfFile, playAll, SMALL, column } from "../support/play.ts";
import { worldsOf } from "../support/worlds.ts";

const GONE = [
  "duration=65 weeks",
  "taper.at=10 weeks",
  "workload={ kind: none }",
  "shocks={ kind: events, events: [{ at: 10 weeks, until: 40 weeks, on: demand, multiply: 0 }] }",
];

it("forgets what was earned in it while nobody serves, and goes by what the first who return earn", async () => {
  const worlds = await worldsOf(armsOfFile(SMALL, GONE));
  expect([...worlds[38]!.operators.groupFees].every(Number.isNaN)).toBe(true);
  const rows = await playAll(armsOfFile(SMALL, GONE), ["operators", "epochs"]);
  expect(column(rows, "cut", "serving")[38]).toBe(0);
  const back = rows["operators"]!.filter(
    (row) => row["arm"] === "cut" && row["epoch"] === 43 && Number(row["hours"]) > 0,
  );
  expect(back.length).toBeGreaterThan(0);
  for (const row of back)
    expect(Number(row["incomePerHour"])).toBeCloseTo(
      (Number(row["customerFundedUsd"]) + Number(row["netSubsidyUsd"])) / Number(row["hours"]),
      12,
    );
});
