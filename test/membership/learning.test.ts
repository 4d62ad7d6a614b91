/** Costs that fall with all that the network has served. Closed form `learning-by-doing`. */
import { describe, expect, it } from "vitest";
import { experienceFactor } from "../../sim/epoch/costs.ts";
import { armsOfFile, playAll } from "../support/play.ts";
import { OPERATORS, worldsOfFile } from "../support/worlds.ts";

describe("learning by doing", () => {
  it("equals the closed form, and costs nothing more before its start", () => {
    const [rate, from] = [0.2, 1000];
    [0.8, 0.512, 0.47650987489].forEach((cost, k) =>
      expect(experienceFactor([2, 8, 10][k]! * from, from, rate)).toBeCloseTo(cost, 10),
    );
    expect(experienceFactor(0, from, rate)).toBe(1);
    expect(experienceFactor(from, from, rate)).toBe(1);
  });

  const learning = "work.learning={ rate: 0.2, from: 20000 }";

  it("lowers running cost, maintenance and full cost alike", async () => {
    const rows = await playAll(armsOfFile(OPERATORS, [learning]));
    const of = (epoch: number) =>
      rows["operators"]!.find((row) => row["epoch"] === epoch && row["id"] === "miner/0" && row["arm"] === "cut")!;
    for (const epoch of [2, 3, 10, 51]) {
      const factor = experienceFactor(7000 * epoch, 20_000, 0.2);
      for (const name of ["runningPerHour", "fullPerHour", "maintenanceUsd", "runningCostUsd"])
        expect(Number(of(epoch)[name]) / Number(of(0)[name])).toBeCloseTo(factor, 10);
    }
  });

  it("lets fees keep F/c(Q) units instead of F/c", async () => {
    const free = [
      "duration=156 weeks",
      "maxUids=400",
      "participants.miner={ id: miner, role: miner, count: 60, entrants: 240, hardware: a100-colo, trainShare: 0 }",
      "membership={ kind: profitDriven, incomeMemory: 0 s, deliveryLag: 0 s, adjustment: 8 weeks }",
      "market.least=1 USD/request",
      "market.most=1 USD/request",
    ];
    const units = async (more: readonly string[]) => {
      const worlds = await worldsOfFile([...free, ...more]);
      const last = worlds.at(-1)!;
      return { count: last.operators.status.filter((s) => s === 2).length, served: last.servedEver };
    };
    const feesPerHour = 1000 / (24 * 0.95);
    const full = 0.6664;
    const [without, taught] = [await units([]), await units([learning])];
    const factor = experienceFactor(taught.served, 20_000, 0.2);
    expect(factor).toBeLessThan(0.7);
    expect(Math.abs(taught.count / (feesPerHour / (full * factor)) - 1)).toBeLessThan(0.03);
    expect(Math.abs(without.count / (feesPerHour / full) - 1)).toBeLessThan(0.02);
  });
});
