/** Operators who move their share of training by what they earn. */
import { describe, expect, it } from "vitest";
import { worldsOfFile } from "../support/worlds.ts";

const STEP = 0.05;
/** Six equals, one that trains as it likes, and one that only trains, so that the scale of effort is that of a whole unit. */
const world = (phi: number, more = "") => [
  "duration=156 weeks",
  "task={ kind: curve, catchUp: 2 /day, drift: 0.5, opening: 0.5, noise: 0 }",
  "work.stepsPerReferenceHour=100",
  "verification={ kind: rerun, usdPerAudit: 0 USD }",
  "split={ owner: 0, miners: 1, validators: 0 }",
  "demand.requests=10000 requests/day",
  "market.least=0.1 USD/request",
  "market.most=0.1 USD/request",
  `participants=[{ id: others, role: miner, count: 6, hardware: a100-colo, trainShare: 0.3 }, { id: climber, role: miner, count: 1, hardware: a100-colo, trainShare: ${phi} ${more}}, { id: scale, role: miner, count: 1, hardware: a100-colo, trainShare: 1 }, { id: validator, role: validator, count: 1, stake: 1000, patience: 100 years }]`,
];
const paidByQuality = "emission={ kind: constant, tokensPerBlock: 0.17 tokens/block }";
const paidByHours = "emission={ kind: none }";
const CLIMBER = 6;
const climbs = `, climbing: { step: ${STEP}, every: 4 weeks } `;

/** USD and tokens (at 1 USD) that the last year brought. */
async function profitAt(phi: number, pay: string): Promise<number> {
  const worlds = await worldsOfFile([...world(phi), pay]);
  const { incomeUsd, usd } = worlds.at(-1)!.operators;
  return incomeUsd[CLIMBER]! + usd[CLIMBER]! - worlds.at(-2)!.operators.usd[CLIMBER]!;
}

/** Mean share of training over the last year, as the epochs had it. */
async function settledAt(phi: number, pay: string): Promise<number> {
  const worlds = (await worldsOfFile([...world(phi, climbs), pay])).slice(-52);
  return worlds.reduce((all, { operators }) => all + operators.conduct.trainShare[CLIMBER]!, 0) / worlds.length;
}

describe("an operator who climbs", () => {
  it("trains about as much as pays best where pay follows quality, wherever it starts", async () => {
    const scan = Array.from({ length: 10 }, (_, k) => k * 0.1);
    const profits: number[] = [];
    for (const phi of scan) profits.push(await profitAt(phi, paidByQuality));
    const best = scan[profits.indexOf(Math.max(...profits))]!;
    expect(best).toBeGreaterThan(0.05);
    expect(best).toBeLessThan(0.85);
    for (const start of [0, 0.9]) {
      const settled = await settledAt(start, paidByQuality);
      expect(Math.abs(settled - best), `from ${start}: ${settled}, best ${best}`).toBeLessThan(0.1 + STEP);
    }
  });

  it("stops training where pay does not look at quality", async () => {
    expect(await settledAt(0.8, paidByHours)).toBeLessThanOrEqual(STEP);
  });

  it("stays where it is without climbing", async () => {
    const worlds = await worldsOfFile([...world(0.3), paidByQuality, "duration=20 weeks"]);
    expect(worlds.at(-1)!.operators.conduct).toBe(worlds[0]!.operators.conduct);
  });
});
