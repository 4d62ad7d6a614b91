import { describe, expect, it } from "vitest";
import {
  checkRateEach,
  disputedFinalitySeconds,
  disputeRounds,
  plantedFaultRate,
  watchEquilibrium,
  type WatchGame,
} from "../../sim/theory/watchers.ts";

const example: WatchGame = {
  checkCostUsd: 1,
  depositUsd: 100,
  cheatGainUsd: 5,
  bountyShare: 0.5,
  watcherLossUsd: 0,
};

/** What a cheat earns over honesty, and a check over none, where cheats are x and checks y of the claims. */
const payoffs = (game: WatchGame, x: number, y: number) => ({
  cheating: (1 - y) * game.cheatGainUsd - y * game.depositUsd,
  checking: x * (game.bountyShare * game.depositUsd + game.watcherLossUsd) - game.checkCostUsd,
});

describe("an optimistic claim", () => {
  it("has the values of the closed form", () => {
    const { cheatRate, checkRate, undetected } = watchEquilibrium(example);
    expect(cheatRate).toBeCloseTo(0.02, 12);
    expect(checkRate).toBeCloseTo(0.047619, 6);
    expect(undetected).toBeCloseTo(0.0190476, 7);
  });

  it.each([
    [example],
    [{ ...example, bountyShare: 0, watcherLossUsd: 20 }],
    [{ ...example, cheatGainUsd: 500, checkCostUsd: 30 }],
    [{ ...example, checkCostUsd: 50 }],
  ])("leaves both sides indifferent, and a step to either side moves them: %o", (game) => {
    const { cheatRate: x, checkRate: y, undetected } = watchEquilibrium(game);
    expect(payoffs(game, x, y).cheating).toBeCloseTo(0, 10);
    expect(payoffs(game, x, y).checking).toBeCloseTo(0, 10);
    expect(payoffs(game, x, 0.9 * y).cheating).toBeGreaterThan(0);
    expect(payoffs(game, 0.9 * x, y).checking).toBeLessThan(0);
    expect(undetected).toBeCloseTo(x * (1 - y), 12);
  });

  it("is always false where a check cannot pay, whatever the deposit", () => {
    const game = { ...example, checkCostUsd: 51 };
    expect(watchEquilibrium(game)).toEqual({ cheatRate: 1, checkRate: 0, undetected: 1 });
    expect(payoffs(game, 1, 0).checking).toBeLessThan(0);
    expect(payoffs(game, 1, 0).cheating).toBeGreaterThan(0);
  });

  it.each([1, 2, 5, 1000])("is checked as often by %i watchers as by one", (watchers) => {
    const each = checkRateEach(example, watchers);
    expect(1 - (1 - each) ** watchers).toBeCloseTo(watchEquilibrium(example).checkRate, 11);
    expect(each).toBeCloseTo(1 - (100 / 105) ** (1 / watchers), 14);
  });

  it("is checked by every watcher where a cheat has nothing to lose", () => {
    expect(checkRateEach({ cheatGainUsd: 5, depositUsd: 0 }, 3)).toBe(1);
  });

  it("needs faults planted in C / J of the claims, or a larger jackpot", () => {
    expect(plantedFaultRate(1, 50)).toBeCloseTo(0.02, 15);
    expect(plantedFaultRate(1, 1)).toBe(1);
    expect(plantedFaultRate(1, 0.5)).toBeUndefined();
  });

  it.each([
    [() => watchEquilibrium({ ...example, bountyShare: 2 }), "bountyShare is 2; expected a fraction from 0 to 1"],
    [() => watchEquilibrium({ ...example, checkCostUsd: 0 }), "checkCostUsd is 0; expected more than 0"],
    [() => watchEquilibrium({ ...example, cheatGainUsd: 0 }), "cheatGainUsd is 0; expected more than 0"],
    [() => watchEquilibrium({ ...example, depositUsd: -1 }), "depositUsd is -1; expected 0 or more"],
    [() => watchEquilibrium({ ...example, watcherLossUsd: -1 }), "watcherLossUsd is -1; expected 0 or more"],
    [() => checkRateEach(example, 0), "watchers is 0; expected a whole number, 1 or more"],
    [() => plantedFaultRate(1, 0), "jackpotUsd is 0; expected more than 0"],
    [() => disputeRounds(0), "steps is 0; expected a whole number, 1 or more"],
    [() => disputedFinalitySeconds(-1, 1, 8), "windowSeconds is -1; expected 0 or more"],
  ])("refuses what cannot be: %s", (call, message) => {
    expect(call).toThrow(RangeError);
    expect(call).toThrow(message);
  });
});

describe("a dispute", () => {
  it("has the values of the closed form", () => {
    expect([1e6, 1e9].map(disputeRounds)).toEqual([20, 30]);
    expect(disputedFinalitySeconds(100, 7, 1e6)).toBe(100 + 20 * 7);
  });

  it("halves until one step is left, at worst the larger half", () => {
    const halvings = (steps: number): number => (steps === 1 ? 0 : 1 + halvings(Math.ceil(steps / 2)));
    for (let steps = 1; steps <= 300; steps++) expect(disputeRounds(steps)).toBe(halvings(steps));
    expect(disputeRounds(2 ** 40)).toBe(40);
    expect(disputeRounds(2 ** 40 + 1)).toBe(41);
  });
});
