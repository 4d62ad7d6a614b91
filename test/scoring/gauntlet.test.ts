import { describe, expect, it } from "vitest";
import { clock, SECONDS_PER_DAY } from "../../sim/core/clock.ts";
import { matrix, sum } from "../../sim/core/matrix.ts";
import { gauntlet } from "../../sim/scoring/gauntlet.ts";
import { squaredShares, rampShares } from "../../sim/scoring/payout.ts";
import { ordinalOf, played, unrated } from "../../sim/scoring/rating.ts";
import { syncScores } from "../../sim/scoring/syncScore.ts";
import { built, nothing, rowsOf, score } from "./seen.ts";

const TEMPO = 7200;
const [FOUND, NOTHING] = [rowsOf([1, 1, 1]), nothing(1, 3)];
const GAINS = [0.03, 0.02, 0.01];

/** Some days of a rule, with gains by day where they were found. */
function play(
  rule: ReturnType<typeof built>,
  days: number,
  gains: (day: number) => number[] | undefined,
  tempo = TEMPO,
) {
  const none = [NaN, NaN, NaN];
  let scored: ReturnType<typeof score> | undefined;
  for (let day = tempo / TEMPO; day <= days; day += tempo / TEMPO) {
    const gain = gains(day) ?? none;
    const evidence = { gain: rowsOf(gain), assignedGain: rowsOf(gain.map((g) => 2 * g)) };
    const memory = scored && { memory: scored.memory };
    scored = score(rule, gains(day) ? FOUND : NOTHING, { ...memory, block: day * TEMPO, evidence });
  }
  return scored!;
}

describe("gauntlet", () => {
  it("plays one match a window by gain, and averages the proof of computation from 0", () => {
    const { memory, burned } = play(built("gauntlet"), 2, () => GAINS);
    let ratings = [unrated, unrated, unrated];
    for (let window = 0; window < 2; window++) ratings = played(ratings, GAINS, { beta: 7, tau: 0.1 });
    ratings.forEach(({ mu, sigma }, j) => {
      expect([memory["mu"]!.data[j], memory["sigma"]!.data[j]]).toEqual([mu, sigma]);
      expect(memory["proof"]!.data[j]).toBeCloseTo(1 - 0.95 ** 2, 12);
    });
    expect([...burned!]).toEqual([0.5]);
  });

  it("pays who gains most, once its rating is sure", () => {
    const { weights, memory } = play(built("gauntlet"), 60, () => GAINS);
    const sure = Array.from(GAINS, (_, j) =>
      ordinalOf({ mu: memory["mu"]!.data[j]!, sigma: memory["sigma"]!.data[j]! }),
    );
    expect(sure[0]).toBeGreaterThan(sure[1]!);
    expect(weights.data[0]).toBeGreaterThan(weights.data[1]!);
    expect(sum(weights.data)).toBeCloseTo(1, 12);
  });

  it("does not depend on the length of an epoch: a match when a window ends, several where an epoch has several", () => {
    const daily = play(built("gauntlet", { window: "2 days" }), 4, () => GAINS).memory;
    const long = { clock: clock(12, 4 * TEMPO, 365 * SECONDS_PER_DAY), seed: 1 };
    const weekly = play(built("gauntlet", { window: "2 days" }, long), 4, () => GAINS, 4 * TEMPO).memory;
    expect(weekly).toEqual(daily);
    const inOneDay = play(built("gauntlet", { window: "2 days" }), 1, () => GAINS).memory;
    expect([...inOneDay["mu"]!.data, ...inOneDay["gain"]!.data]).toEqual([NaN, NaN, NaN, ...GAINS]);
  });

  it("plays a match by the last gain that was found in its window", () => {
    const rule = built("gauntlet", { window: "2 days" });
    const late = play(rule, 2, (day) => (day === 1 ? GAINS : undefined)).memory;
    expect(late["mu"]).toEqual(play(rule, 2, () => GAINS).memory["mu"]);
  });

  it("pays nothing to who gains no more on the data assigned to it", () => {
    const gain = rowsOf(GAINS);
    const rule = built("gauntlet", { payout: { kind: "squared" } });
    let scored = score(rule, FOUND, { evidence: { gain, assignedGain: rowsOf([0.03, 0.03, 0.03]) } });
    for (let day = 2; day < 60; day++) {
      const evidence = { gain, assignedGain: rowsOf([0.03, 0.03, 0.03]) };
      scored = score(rule, FOUND, { memory: scored.memory, block: day * TEMPO, evidence });
    }
    // Strictly more is asked: the first gains as much on both.
    expect(scored.memory["proof"]!.data[0]).toBeLessThan(-0.9);
    expect(scored.memory["proof"]!.data[1]).toBeGreaterThan(0.9);
    expect(scored.weights.data[0]).toBeLessThanOrEqual(scored.weights.data[1]!);
  });

  it("refuses windows so short that an epoch would have more than 100", () => {
    const weekly = clock(12, 50_400, 365 * SECONDS_PER_DAY);
    const parameters = (window: number) => ({ ...gauntlet.schema.parse({ kind: "gauntlet" }), window });
    expect(gauntlet.misfits(parameters(6048), weekly)).toEqual([]);
    expect(gauntlet.misfits(parameters(6047), weekly)).toEqual([
      { path: "window", message: "expected at least 1/100 of an epoch, 6048 s" },
    ]);
  });
});

describe("sync score", () => {
  it("counts rounds behind the median of those who serve", () => {
    const behind = syncScores([200, 300, 100, 0, 999], [0, 0, 0, 0, NaN], 50);
    // The median of 200, 300, 100 and 0 is 150: one and three rounds behind.
    const expected = [1, 1, 0.8 ** 2.5, 0.4 ** 2.5];
    expected.forEach((one, j) => expect(behind[j]).toBeCloseTo(one, 12));
    expect(behind[4]).toBeNaN();
  });
});

describe("payout", () => {
  it("squares what is above the least, over the best alone", () => {
    expect([...squaredShares([1, 3, 2, NaN], 2)]).toEqual([0, 4 / 5, 1 / 5, 0]);
    expect([...squaredShares([2, 2], 2)]).toEqual([0, 0]);
    expect([...squaredShares([NaN, NaN], 2)]).toEqual([0, 0]);
  });

  it("has a line of one place, and no reserve where there are too few", () => {
    expect([...rampShares([5, -1, 0, NaN], 20, 10)]).toEqual([1, 0, 0, 0]);
    expect([...rampShares([5, 4, 3], 2, 1)]).toEqual([2 / 3.5, 1 / 3.5, 0.5 / 3.5]);
    expect([...rampShares([5, 4, 3], 1, 2)]).toEqual([4 / 7, 2 / 7, 1 / 7]);
    expect(sum(rampShares(matrix(1, 4).data, 20, 10))).toBe(0);
  });
});
