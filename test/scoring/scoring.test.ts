import { describe, expect, it } from "vitest";
import { clock, SECONDS_PER_DAY } from "../../sim/core/clock.ts";
import { built, nothing, rowsOf, score } from "./seen.ts";

const unknown = nothing(1, 4);
const weightsOf = (...given: Parameters<typeof score>) => [...score(...given).weights.data];

/** A run whose epochs have so many blocks. */
const context = (tempo: number) => ({ clock: clock(12, tempo, 365 * SECONDS_PER_DAY), seed: 1 });

describe("proportional", () => {
  it("shares weight by quality, counting what is below 0 as 0", () => {
    expect(weightsOf(built("proportional"), rowsOf([0.6, 0.2, -0.3, NaN]))).toEqual([0.6 / 0.8, 0.2 / 0.8, 0, 0]);
  });

  it("remembers over its time constant, the same for daily and weekly epochs", () => {
    const after28Days = (tempo: number) => {
      const rule = built("proportional", { memory: "28 days" }, context(tempo));
      let memory = { quality: rowsOf([1, 0.5, NaN, NaN]) } as ReturnType<typeof score>["memory"];
      for (let day = 0; day < 28; day += context(tempo).clock.epochDays)
        memory = score(rule, rowsOf([0, 0.5, NaN, 0.2]), { memory }).memory;
      return [...memory["quality"]!.data];
    };
    expect(after28Days(7200)[0]).toBeCloseTo(Math.exp(-1), 12);
    expect(after28Days(50_400)[0]).toBeCloseTo(Math.exp(-1), 12);
    expect(after28Days(7200).slice(1)).toEqual([0.5, NaN, 0.2]);
  });
});

describe("softmax", () => {
  it("gives e times the weight for a temperature more of quality", () => {
    const data = weightsOf(built("softmax"), rowsOf([0.6, 0.5, -1, 0]));
    expect(data[0]! / data[1]!).toBeCloseTo(Math.E, 12);
    expect(data[2]).toBe(data[3]);
  });

  it("does not overflow at a low temperature", () => {
    expect(weightsOf(built("softmax", { temperature: 1e-4 }), rowsOf([0.9, 0.8, NaN, 0]))).toEqual([1, 0, 0, 0]);
  });
});

describe("winRate", () => {
  const rule = built("winRate", { weightMemory: "0 s" });
  // Losses of 0.1 and 0.0996: 0.4 percent apart, less than the 0.5 percent that a fresh model is spared.
  const close = rowsOf([0.9, 0.9004]);
  const seenAt = (block: number, servedSince: number[]) => weightsOf(rule, close, { block, servedSince });

  it("lets the older of two win until the newer is better by its advantage, which ages", () => {
    expect(seenAt(7200, [7200, 7200])[1]).toBeCloseTo(1, 12);
    expect(seenAt(7200, [7199, 7200])[0]).toBeCloseTo(1, 12);
    expect(seenAt(14_400, [0, 7200])[1]).toBeCloseTo(1, 12);
  });

  it("gives all to one that meets nobody, and counts no meetings with who stopped", () => {
    expect(weightsOf(rule, rowsOf([NaN, 0.1]))).toEqual([0, 1]);
    expect(weightsOf(rule, rowsOf([0.9, 0.1]), { servedSince: [NaN, 0] })).toEqual([0, 1]);
  });

  it("drops what is below its floor", () => {
    const tied = rowsOf([0.5, 0.5, 0.5, 0.5]);
    const floored = (floor: number) => weightsOf(built("winRate", { floor }), tied);
    expect(floored(0.25)).toEqual([0.25, 0.25, 0.25, 0.25]);
    expect(floored(0.26)).toEqual([0, 0, 0, 0]);
  });

  it("averages weights over time, the same for short and long epochs: half of the old ones stay over 360 blocks", () => {
    const oldShareAfterHours = (tempo: number, epochs: number) => {
      const averaging = built("winRate", {}, context(tempo));
      let scored = score(averaging, rowsOf([0.9, 0.1]));
      for (let epoch = 0; epoch < epochs; epoch++)
        scored = score(averaging, rowsOf([0.1, 0.9]), { memory: scored.memory });
      return scored.weights.data[0]!;
    };
    expect(oldShareAfterHours(360, 1)).toBeCloseTo(0.5, 4);
    expect(oldShareAfterHours(360, 2)).toBeCloseTo(0.25, 4);
    expect(oldShareAfterHours(720, 1)).toBeCloseTo(oldShareAfterHours(360, 2), 12);
  });
});

describe("rank", () => {
  it("gives who ties the mean of the tied places, and nothing to who is no better than the guess", () => {
    const near = weightsOf(built("rank"), rowsOf([0.4, 0.9, 0.4, 0]));
    [0.1, 0.8, 0.1, 0].forEach((weight, j) => expect(near[j]).toBeCloseTo(weight, 12));
    expect(weightsOf(built("rank"), unknown)).toEqual([0, 0, 0, 0]);
  });

  it("gives no place to who stopped", () => {
    expect(weightsOf(built("rank"), rowsOf([0.9, 0.5]), { servedSince: [NaN, 0] })).toEqual([0, 1]);
  });
});

describe("winnerTakesAll", () => {
  const rule = built("winnerTakesAll", { margin: 0.01 });
  const { memory } = score(rule, rowsOf([0.8, 0.7]));
  const then = (quality: number[], servedSince = [0, 0]) => weightsOf(rule, rowsOf(quality), { memory, servedSince });

  it("keeps the first until another is better by the margin", () => {
    expect(then([0.8, 0.808])).toEqual([1, 0]);
    expect(then([0.8, 0.8081])).toEqual([0, 1]);
    expect(then([0.8, 0.8])).toEqual([1, 0]);
  });

  it("passes on when the first stops, or falls to the guess", () => {
    expect(then([NaN, 0.1], [NaN, 0])).toEqual([0, 1]);
    expect(then([-0.2, 0.1])).toEqual([0, 1]);
    expect(then([-0.2, -0.1])).toEqual([0, 0]);
  });

  it("prefers the older upload of equals, and shares between equally old ones", () => {
    const fresh = (servedSince: number[]) => weightsOf(rule, rowsOf([0.8, 0.8]), { servedSince });
    expect(fresh([9, 8])).toEqual([0, 1]);
    expect(fresh([8, 8])).toEqual([0.5, 0.5]);
  });

  it("has one winner, by the mean of those who know a miner, unless each judges by its own findings", () => {
    // Means are 0.7, 0.75 and 0.74; the third validator knows one miner alone, the fourth none.
    const apart = rowsOf([0.8, 0.7, NaN], [0.6, 0.8, NaN], [NaN, NaN, 0.74], [NaN, NaN, NaN]);
    expect(weightsOf(rule, apart)).toEqual([0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0]);
    expect(weightsOf(built("winnerTakesAll", { findings: "own" }), apart)).toEqual([
      1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0,
    ]);
    const held = score(rule, apart).memory;
    const later = rowsOf([0.85, NaN, NaN], [0.65, NaN, NaN], [NaN, NaN, 0.757], [NaN, NaN, 0.757]);
    // 0.7575 is what another needs; the first reaches 0.75, the third 0.757.
    expect(weightsOf(rule, later, { memory: held })).toEqual([0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0]);
  });
});

describe("credibility", () => {
  const rule = built("credibility");

  it("pays by the square of what can be believed", () => {
    const memory = { credibility: rowsOf([1, 1, 0.5]), claim: rowsOf([10, 20, 20]) };
    const data = weightsOf(rule, nothing(1, 3), { memory, capacity: [10, 20, 20] });
    const worth = [100, 400, (20 * 0.5 ** 2.5) ** 2];
    const all = worth.reduce((total, one) => total + one, 0);
    data.forEach((weight, j) => expect(weight).toBeCloseTo(worth[j]! / all, 12));
  });

  it("keeps a claim while nothing is offered, and reads it per day whatever the epoch", () => {
    const memory = { credibility: rowsOf([0.9]), claim: rowsOf([10]) };
    expect([...score(rule, nothing(1, 1), { memory, capacity: [0] }).memory["claim"]!.data]).toEqual([10]);
    const weekly = built("credibility", {}, context(50_400));
    const after = score(weekly, nothing(1, 1), { memory, capacity: [70] }).memory;
    expect([after["claim"]!.data[0], after["credibility"]!.data[0]]).toEqual([10, 0.9]);
  });
});

describe("logprobAudit", () => {
  const rule = built("logprobAudit");
  const audit = (...unlike: number[]) => ({ unlike: rowsOf(unlike) });

  it("pays nothing to who failed or was never looked at, the others in proportion", () => {
    const data = weightsOf(rule, rowsOf([0.9, 0.45, 1, 1, -0.1]), { evidence: audit(0, 0, 0.003, NaN, 0) });
    expect(data[0]! / data[1]!).toBeCloseTo(2, 6);
    expect(data.slice(2)).toEqual([0, 0, 0]);
  });

  it("favours the better by its steepness, without vanishing", () => {
    const steep = (steepness: number) =>
      weightsOf(built("logprobAudit", { steepness }), rowsOf([1e-4, 0.9e-4]), { evidence: audit(0, 0) });
    expect(steep(0)).toEqual([0.5, 0.5]);
    expect(steep(1)[1]! / steep(1)[0]!).toBeCloseTo(0.9 ** 100, 12);
  });

  it("holds to the last verdict until the next", () => {
    const failed = score(rule, rowsOf([1, 1]), { evidence: audit(0, 0.2) });
    const later = score(rule, nothing(1, 2), { memory: failed.memory });
    expect([...later.weights.data]).toEqual([1, 0]);
    expect(weightsOf(rule, nothing(1, 2), { memory: later.memory, evidence: audit(NaN, 0) })).toEqual([0.5, 0.5]);
  });

  it("tolerates what it says", () => {
    const mild = built("logprobAudit", { tolerated: 0.003 });
    expect(weightsOf(mild, rowsOf([1, 1]), { evidence: audit(0.003, 0.0031) })).toEqual([1, 0]);
  });
});

describe("auctionBurn", () => {
  const rule = built("auctionBurn", { mostPerMiner: "20 tokens/day" });

  it("pays each good miner the same and says what is left, for each validator", () => {
    const { weights, burned } = score(rule, rowsOf([0.9, 0.5, 0.4], [0.9, 0, NaN], [0, 0, 0], [NaN, NaN, NaN]));
    expect([...weights.data]).toEqual([0.5, 0.5, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect([...burned!]).toEqual([0.6, 0.8, 1, NaN]);
  });

  it("has a price a day, whatever the epoch", () => {
    const weekly = built("auctionBurn", { mostPerMiner: "20 tokens/day" }, context(50_400));
    expect(score(weekly, rowsOf([0.9, 0.5, 0.4]), { poolTokens: 700 }).burned![0]).toBeCloseTo(0.6, 12);
  });
});

describe("what is refused", () => {
  it.each([
    ["winRate", { advantage: 0.001, leastAdvantage: 0.01 }, "expected at most advantage, 0.001"],
    ["winRate", { temperature: 0 }, "expected a number above 0"],
    ["rank", { topShare: 1.1 }, "expected a fraction from 0 to 1"],
    ["winnerTakesAll", { margin: -0.1 }, "expected 0 or more"],
    ["winnerTakesAll", { findings: "shared" }, "expected pooled or own"],
    ["gauntlet", { payout: { kind: "ramp", gather: 0 } }, "expected a whole number, 1 or more"],
    ["gauntlet", { payout: { kind: "squared", burn: 0.5 } }, "Unrecognized key"],
    ["credibility", { passAbove: 2 }, "expected a fraction from 0 to 1"],
    ["logprobAudit", { tolerated: -1 }, "expected a fraction from 0 to 1"],
    ["auctionBurn", {}, "expected tokens per time with their unit"],
  ])("%s %o", (kind, parameters, expected) => {
    expect(() => built(kind, parameters)).toThrow(expected);
  });
});
