import { describe, expect, it } from "vitest";
import { deterrentAuditRate } from "../../sim/theory/deterrence.ts";
import { addedWork, challengeRate, tolerableCollusion, type Sampling } from "../../sim/theory/proofOfSampling.ts";

const example: Sampling = {
  asserter: { savedUsd: 0.5, rewardUsd: 1, stakeUsd: 9 },
  validator: { savedUsd: 0.5, rewardUsd: 0.6, stakeUsd: 9 },
  validators: 2,
  adversaryShare: 0.3,
  falsePositive: 0.01,
  luckyGuess: 0.1,
};

/** What the asserter gains by leaving out its work, by going through all committees. */
function gainOfAsserter(game: Sampling, rate: number): number {
  const { asserter, validators: n, adversaryShare: r, luckyGuess, falsePositive } = game;
  const atStake = asserter.rewardUsd + asserter.stakeUsd;
  let cheatLoses = 0;
  for (let members = 0; members < 2 ** n; members++) {
    const adversaries = [...members.toString(2)].filter((bit) => bit === "1").length;
    const drawn = r ** adversaries * (1 - r) ** (n - adversaries);
    if (adversaries < n) cheatLoses += drawn * (1 - luckyGuess) * atStake;
  }
  return asserter.savedUsd - rate * (cheatLoses - falsePositive * atStake);
}

describe("proof of sampling", () => {
  it.each([
    [example],
    [{ ...example, validators: 1 }],
    [{ ...example, validators: 5, adversaryShare: 0.8 }],
    [{ ...example, adversaryShare: 0, luckyGuess: 0 }],
  ])("is honest from the challenge rate on, and not below it: %o", (game) => {
    const rate = challengeRate(game)!;
    expect(rate).toBeGreaterThan(0);
    expect(gainOfAsserter(game, rate)).toBeCloseTo(0, 12);
    expect(gainOfAsserter(game, 0.9 * rate)).toBeGreaterThan(0);
    expect(gainOfAsserter(game, Math.min(1, 1.1 * rate))).toBeLessThan(0);
  });

  it("is plain deterrence where nobody colludes and nobody can guess", () => {
    const { asserter } = example;
    const plain = deterrentAuditRate({ ...asserter, detection: 1, falsePositive: 0.01 });
    expect(challengeRate({ ...example, adversaryShare: 0, luckyGuess: 0 })).toBe(plain);
  });

  it("needs more challenges against more collusion and fewer for larger committees", () => {
    const rates = [0, 0.3, 0.6, 0.9].map((adversaryShare) => challengeRate({ ...example, adversaryShare })!);
    expect(rates).toEqual([...rates].sort((a, b) => a - b));
    expect(challengeRate({ ...example, validators: 4 })!).toBeLessThan(challengeRate(example)!);
  });

  it.each([
    ["everybody colludes", { adversaryShare: 1 }],
    ["the asserter has little to lose", { asserter: { savedUsd: 0.5, rewardUsd: 0.5, stakeUsd: 0 } }],
    ["a validator does better by guessing", { validator: { savedUsd: 0.5, rewardUsd: 0.5, stakeUsd: 0 } }],
    ["a guess is nearly always right", { luckyGuess: 0.995 }],
  ])("is no equilibrium where %s", (_, change) => {
    expect(challengeRate({ ...example, ...change })).toBeUndefined();
  });

  it("stands as much collusion as its rate allows", () => {
    for (const rate of [0.06, 0.1, 0.5, 1]) {
      const share = tolerableCollusion(example, rate)!;
      expect(challengeRate({ ...example, adversaryShare: share })).toBeCloseTo(rate, 12);
    }
    expect(tolerableCollusion(example, 0.01)).toBeUndefined();
    expect(tolerableCollusion(example, 0)).toBeUndefined();
    expect(tolerableCollusion({ ...example, asserter: { ...example.asserter, savedUsd: 0 } }, 0.1)).toBe(1);
  });

  it("adds p n answers a task", () => {
    expect(addedWork(0.08, 2)).toBeCloseTo(0.16, 15);
  });

  it.each([
    [
      () => challengeRate({ ...example, adversaryShare: 1.5 }),
      "adversaryShare is 1.5; expected a fraction from 0 to 1",
    ],
    [() => challengeRate({ ...example, luckyGuess: -1 }), "luckyGuess is -1; expected a fraction from 0 to 1"],
    [() => challengeRate({ ...example, validators: 0 }), "validators is 0; expected a whole number, 1 or more"],
    [
      () => challengeRate({ ...example, validator: { ...example.validator, stakeUsd: -9 } }),
      "validator.stakeUsd is -9; expected 0 or more",
    ],
    [() => tolerableCollusion(example, 1.1), "rate is 1.1; expected a fraction from 0 to 1"],
    [() => addedWork(2, 2), "rate is 2; expected a fraction from 0 to 1"],
  ])("refuses what cannot be: %s", (call, message) => {
    expect(call).toThrow(RangeError);
    expect(call).toThrow(message);
  });
});
