import { describe, expect, it } from "vitest";
import { draw } from "../../sim/core/random.ts";
import { caughtInSample, caughtOver, honestHitOver } from "../../sim/theory/detection.ts";

/** C(n, k), exactly. */
function choose(n: number, k: number): bigint {
  let ways = 1n;
  for (let i = 1; i <= k; i++) ways = (ways * BigInt(n - k + i)) / BigInt(i);
  return k > n ? 0n : ways;
}

/** A quotient of whole numbers to 18 digits. */
const quotient = (a: bigint, b: bigint) => Number((a * 10n ** 30n) / b) / 1e30;

/** Half the width of a 99% interval of a share seen `times` times. */
const halfWidth = (chance: number, times: number) => 2.576 * Math.sqrt((chance * (1 - chance)) / times);

describe("caught at least once", () => {
  it("has the values of the closed form", () => {
    expect(caughtOver(50, 0.2, 0.1, 1)).toBeCloseTo(0.6358303, 7);
    expect(honestHitOver(1000, 0.1, 0.001)).toBeCloseTo(0.0951671, 7);
    expect(honestHitOver(1000, 0.1, 0.01)).toBeCloseTo(0.6323046, 7);
    expect(caughtInSample(100, 5, 10)).toBeCloseTo(0.4162476, 7);
    expect(caughtInSample(1000, 10, 100)).toBeCloseTo(0.6530723, 7);
  });

  it("is what happens to 20,000 miners of 30 tasks", () => {
    const MINERS = 20_000;
    const [q, p, d] = [0.3, 0.2, 0.8];
    let caught = 0;
    for (let miner = 0; miner < MINERS; miner++) {
      const hit = (k: number) =>
        draw(1, "cheat", k, `miner/${miner}`) < q &&
        draw(1, "audit", k, `miner/${miner}`) < p &&
        draw(1, "flag", k, `miner/${miner}`) < d;
      if (Array.from({ length: 30 }, (_, k) => hit(k)).includes(true)) caught++;
    }
    const chance = caughtOver(30, q, p, d);
    expect(Math.abs(caught / MINERS - chance)).toBeLessThan(halfWidth(chance, MINERS));
  });

  it("takes no harm from small chances and many tasks", () => {
    expect(caughtOver(1e12, 1, 1e-15, 1)).toBeCloseTo(-Math.expm1(-1e-3), 15);
    expect(honestHitOver(1, 1e-9, 1e-9) / 1e-18).toBeCloseTo(1, 12);
    expect([caughtOver(0, 1, 1, 1), caughtOver(9, 0, 1, 1), caughtOver(9, 1, 1, 1)]).toEqual([0, 0, 1]);
  });

  it.each([
    [() => caughtOver(1.5, 0.1, 0.1, 1), "caughtOver: tasks is 1.5; expected a whole number, 0 or more"],
    [() => caughtOver(10, 1.1, 0.1, 1), "caughtOver: cheatedShare is 1.1; expected a fraction from 0 to 1"],
    [() => caughtOver(10, 0.1, 2, 1), "caughtOver: auditRate is 2; expected a fraction from 0 to 1"],
    [() => honestHitOver(10, 0.1, -1), "honestHitOver: falsePositive is -1; expected a fraction from 0 to 1"],
    [() => honestHitOver(-1, 0.1, 0.1), "honestHitOver: tasks is -1; expected a whole number, 0 or more"],
  ])("refuses what cannot be: %s", (call, message) => {
    expect(call).toThrow(new RangeError(message));
  });
});

describe("a sample without replacement", () => {
  it("equals the sum over all samples, for every number of cheats and draws", () => {
    for (let cheated = 0; cheated <= 12; cheated++)
      for (let drawn = 0; drawn <= 12; drawn++) {
        let withCheats = 0n;
        for (let j = 1; j <= Math.min(cheated, drawn); j++)
          if (drawn - j <= 12 - cheated) withCheats += choose(cheated, j) * choose(12 - cheated, drawn - j);
        expect(caughtInSample(12, cheated, drawn)).toBeCloseTo(quotient(withCheats, choose(12, drawn)), 14);
      }
  });

  it.each([
    [2000, 3, 700],
    [5000, 40, 40],
    [3000, 1000, 1],
  ])("of %i tasks, %i cheated, %i drawn, equals whole-number arithmetic", (tasks, cheated, drawn) => {
    const missed = quotient(choose(tasks - cheated, drawn), choose(tasks, drawn));
    expect(caughtInSample(tasks, cheated, drawn)).toBeCloseTo(1 - missed, 13);
  });

  it("comes close to draws with replacement where there are many tasks, and ends there at all", () => {
    expect(caughtInSample(1e12, 1e6, 1e6)).toBeCloseTo(-Math.expm1(-1), 5);
    expect(caughtInSample(1e12, 4e11, 5e11)).toBe(1);
    expect(caughtInSample(1e15, 1, 1) / 1e-15).toBeCloseTo(1, 12);
  });

  it("is certain where more is drawn than was honest", () => {
    expect(caughtInSample(10, 4, 7)).toBe(1);
    expect(caughtInSample(10, 4, 6)).toBeLessThan(1);
    expect(caughtInSample(10, 0, 10)).toBe(0);
  });

  it.each([
    [() => caughtInSample(10, 2, 11), "caughtInSample: drawn is 11 of 10 tasks; expected no more than there are"],
    [() => caughtInSample(10, 11, 2), "caughtInSample: cheated is 11 of 10 tasks; expected no more than there are"],
    [() => caughtInSample(10, 0.5, 2), "caughtInSample: cheated is 0.5; expected a whole number, 0 or more"],
  ])("refuses what cannot be: %s", (call, message) => {
    expect(call).toThrow(new RangeError(message));
  });
});
