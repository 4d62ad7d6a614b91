/** Several outside options: who goes where, what a crowd does to the pay there, and what a move costs. */
import { describe, expect, it } from "vitest";
import { owns } from "../../sim/membership/contract.ts";
import type { World } from "../../sim/world.ts";
import { armsOfFile, column, playAll } from "../support/play.ts";
import { OPERATORS, worldsOfFile } from "../support/worlds.ts";

const flat = (name: string, usd: number, more = "") =>
  `{ name: ${name}, market: { kind: path, points: [{ at: 0 s, usdPerHour: ${usd} USD/h }], utilisation: 1 ${more}} }`;
const crowded = (name: string, usdPerDay: number, hours: number) =>
  `{ name: ${name}, market: { kind: burnMint, spend: [{ at: 0 s, usdPerDay: ${usdPerDay} USD/day }], minted: [{ at: 0 s, tokensPerDay: 1000 tokens/day }], hours: ${hours}, memory: 14 days } }`;
const world = (options: readonly string[], ...more: string[]) => [
  `workload={ kind: choice, options: [${options.join(",")}] }`,
  "participants.miner={ id: miner, role: miner, count: 40, hardware: a100-colo, trainShare: 0, patienceSpread: 0.5 }",
  "membership={ kind: profitDriven, incomeMemory: 0 s }",
  "market.least=0.001 USD/request",
  "market.most=0.001 USD/request",
  ...more,
];

/** Options of those who still own hardware; -1 for here. */
const optionsOf = ({ operators }: World) =>
  new Set([...operators.workload].filter((_, o) => owns(operators.status[o]!)));

describe("several outside options", () => {
  it("draw everybody who earns less here to the best of them", async () => {
    const worlds = await worldsOfFile(world([flat("poor", 0.2), flat("rich", 2), flat("fair", 1)]));
    expect(optionsOf(worlds.at(-1)!)).toEqual(new Set([1]));
  });

  it("are left alone where the move costs more than it brings over the stay", async () => {
    const dear = ", switching: 5000 USD, stay: 30 days";
    const worlds = await worldsOfFile(world([flat("rich", 2, dear), flat("fair", 1)]));
    expect(optionsOf(worlds.at(-1)!)).toEqual(new Set([1]));
  });

  it("fill until their pay is that of the next best, and are named in the record", async () => {
    const overrides = world([crowded("rendering", 300, 200), flat("fair", 0.5)], "duration=30 weeks");
    const worlds = await worldsOfFile(overrides);
    const last = worlds.at(-1)!.operators;
    const there = last.workload.filter((w) => w === 0).length;
    // 300 USD a day shared by 200 hours and 22.8 of each who comes pay 0.5 USD an hour with 17.5 of them.
    const pay = 300 / (200 + there * 24 * 0.95);
    const alone = last.workload.filter((w) => w === 1).length;
    expect([there > 0, alone > 0]).toEqual([true, true]);
    expect(Math.abs(pay - 0.5)).toBeLessThan(0.05);
    const rows = await playAll(armsOfFile(OPERATORS, overrides));
    const named = rows["operators"]!.filter((row) => row["arm"] === "cut" && row["epoch"] === 29);
    expect(named.filter((row) => row["workload"] === "rendering").length).toBe(there);
    expect(named.every((row) => (row["status"] === "elsewhere") === (row["workload"] !== ""))).toBe(true);
    expect(column(rows, "cut", "elsewhere").at(-1)).toBe(there + alone);
  });
});
