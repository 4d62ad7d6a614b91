import { describe, expect, it } from "vitest";
import { committeeDetection, majorityWrong } from "../../sim/theory/majority.ts";

/** Chance of a wrong majority, the 2^k ways to vote counted one by one. */
function byEnumeration(k: number, a: number): number {
  const ways = new Float64Array(k + 1);
  for (let votes = 0; votes < 2 ** k; votes++) ways[[...votes.toString(2)].filter((bit) => bit === "1").length]! += 1;
  return ways.reduce((wrong, n, j) => (j > k / 2 ? wrong + n * a ** j * (1 - a) ** (k - j) : wrong), 0);
}

/** The same with a = percent / 100, in whole numbers. */
function inWholeNumbers(k: number, percent: bigint): number {
  let ways = 1n;
  let wrong = 0n;
  for (let j = 0; j <= k; j++) {
    if (j > k / 2) wrong += ways * percent ** BigInt(j) * (100n - percent) ** BigInt(k - j);
    ways = (ways * BigInt(k - j)) / BigInt(j + 1);
  }
  return Number((wrong * 10n ** 40n) / 100n ** BigInt(k)) / 1e40;
}

/** Two more voters at a time: P(2m+3) = P(2m+1) - (1 - 2a) C(2m+1, m) (a (1 - a))^(m+1). */
function byGrowth(k: number, a: number): number {
  let step = a * (1 - a);
  let wrong = a;
  for (let m = 0; 2 * m + 1 < k; m++) {
    wrong -= (1 - 2 * a) * step;
    step *= ((2 * (2 * m + 3)) / (m + 2)) * a * (1 - a);
  }
  return wrong;
}

describe("a majority that colludes", () => {
  it.each([
    [0.2, [0.104, 0.05792, 0.033344, 0.019581, 0.00424]],
    [0.4, [0.352, 0.31744, 0.289792, 0.266568, 0.213103]],
  ])("at a share of %f has the values of the closed form", (share, values) => {
    [3, 5, 7, 9, 15].forEach((voters, k) => expect(majorityWrong(voters, share)).toBeCloseTo(values[k]!, 6));
  });

  it("equals the sum over all ways to vote", () => {
    for (const k of [1, 3, 5, 7, 11])
      for (const a of [0, 0.01, 0.2, 0.4, 0.5, 0.63, 0.9, 1])
        expect(majorityWrong(k, a)).toBeCloseTo(byEnumeration(k, a), 14);
  });

  it.each([
    [101, 33n],
    [501, 45n],
    [1001, 49n],
    [1001, 52n],
  ])("of %i voters at %d percent equals whole-number arithmetic", (k, percent) => {
    expect(majorityWrong(k, Number(percent) / 100) / inWholeNumbers(k, percent)).toBeCloseTo(1, 12);
  });

  it("of a million voters equals growing two at a time", () => {
    const chance = majorityWrong(1_000_001, 0.4995);
    expect(chance).toBeCloseTo(byGrowth(1_000_001, 0.4995), 10);
    expect(chance).toBeGreaterThan(0.15);
    expect(majorityWrong(1_000_001, 0.4)).toBe(0); // below the smallest float
    expect(majorityWrong(1_000_001, 0.5)).toBeCloseTo(0.5, 9);
  });

  it("of one voter is the chance that it colludes", () => {
    expect([0, 0.3, 0.7, 1].map((a) => majorityWrong(1, a))).toEqual([0, 0.3, expect.closeTo(0.7, 15), 1]);
  });

  it.each([
    [() => majorityWrong(4, 0.2), "majorityWrong: voters is 4; expected an odd number"],
    [() => majorityWrong(-3, 0.2), "majorityWrong: voters is -3; expected a whole number, 1 or more"],
    [() => majorityWrong(3, 1.2), "majorityWrong: colludingShare is 1.2; expected a fraction from 0 to 1"],
    [() => committeeDetection(-0.2, 3), "committeeDetection: adversaryShare is -0.2; expected a fraction from 0 to 1"],
    [() => committeeDetection(0.2, 0), "committeeDetection: validators is 0; expected a whole number, 1 or more"],
  ])("refuses what cannot be: %s", (call, message) => {
    expect(call).toThrow(new RangeError(message));
  });
});

describe("a committee", () => {
  it("finds a cheat unless all of it covers the asserter", () => {
    for (const [r, n] of [
      [0.1, 2],
      [0.3, 4],
      [0.75, 6],
    ] as const) {
      let someHonest = 0;
      for (let members = 0; members < 2 ** n; members++) {
        const adversaries = [...members.toString(2)].filter((bit) => bit === "1").length;
        if (adversaries < n) someHonest += r ** adversaries * (1 - r) ** (n - adversaries);
      }
      expect(committeeDetection(r, n)).toBeCloseTo(someHonest, 14);
    }
  });

  it("of one colluding share 0 or 1 is certain or blind, and tells small differences", () => {
    expect([committeeDetection(0, 3), committeeDetection(1, 3)]).toEqual([1, 0]);
    expect(committeeDetection(1 - 1e-12, 2) / 2e-12).toBeCloseTo(1, 3);
  });
});
