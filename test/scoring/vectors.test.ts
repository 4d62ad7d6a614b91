import { readFileSync } from "node:fs";
import { rate, type Options, type Rating } from "openskill";
import { plackettLuce, bradleyTerryFull } from "openskill/models";
import { describe, expect, it, test } from "vitest";
import { sum, tabulate } from "../../sim/core/matrix.ts";
import { unpaidShare } from "../../sim/scoring/auctionBurn.ts";
import { exponentOf } from "../../sim/scoring/logprobAudit.ts";
import { rampShares } from "../../sim/scoring/payout.ts";
import { placeShares } from "../../sim/scoring/rank.ts";
import { ordinalOf, played, unrated } from "../../sim/scoring/rating.ts";
import { syncScore } from "../../sim/scoring/syncScore.ts";
import { advantageAt } from "../../sim/scoring/winRate.ts";
import { dailyContext } from "../laws/kinds.ts";
import { built, rowsOf, score } from "./seen.ts";

// eslint-disable-next-line @typescript-eslint/no-explicit-any
const read = (name: string): any => JSON.parse(readFileSync(`test/vectors/scoring/${name}.json`, "utf8"));

/** Largest difference allowed, as vitest does not say it in digits. */
const near = (found: number, expected: number, tolerance: number) =>
  expect(Math.abs(found - expected), `${found}, expected ${expected}`).toBeLessThanOrEqual(tolerance);

describe("winRate", () => {
  const { cases, tolerance, temperature, advantage } = read("winRate");

  test.each(cases as { miners: number; winner: number }[])("$miners in strict order", ({ miners, winner }) => {
    const rule = built("winRate", { temperature, weightMemory: "0 s" });
    const { weights } = score(rule, rowsOf([...tabulate(miners, (j) => 1 - j / miners)]));
    near(weights.data[0]!, winner, tolerance);
  });

  it("has an advantage that falls with age", () => {
    for (const { at, decayBlocks, ...fading } of advantage.presets) {
      const seconds = (blocks: number) => blocks * dailyContext.clock.blockSeconds;
      for (const [blocks, expected] of at)
        near(advantageAt(seconds(blocks), { ...fading, decay: seconds(decayBlocks) }), expected, 1e-15);
    }
  });
});

describe("gauntlet", () => {
  const { ramp, sync } = read("gauntlet");

  it("pays 40 peers by place", () => {
    const shares = rampShares(
      tabulate(40, (j) => 40 - j),
      ramp.gather,
      ramp.reserve,
    ).map((one) => one * (1 - ramp.burn));
    near(shares[0]!, ramp.top, ramp.tolerance);
    near(shares[19]!, ramp.last, ramp.tolerance);
    near(shares[20]!, ramp.firstReserve, ramp.tolerance);
    near(sum(shares.subarray(0, 20)), ramp.gatherSum, ramp.tolerance);
    near(sum(shares.subarray(20, 30)), ramp.reserveSum, ramp.tolerance);
    expect(sum(shares.subarray(30))).toBe(0);
  });

  it("lowers the score of who falls behind", () => {
    for (const [rounds, expected] of sync.byRounds.entries()) near(syncScore(rounds), expected, sync.tolerance);
  });
});

describe("openskill", () => {
  const { cases, sequence } = read("openskill");
  interface Case {
    readonly name: string;
    readonly teams: Rating[][];
    readonly options: Options;
    readonly model?: string;
    readonly expected: Rating[][];
    readonly ordinals: number[][];
  }
  const alone = ({ teams, model }: Case) => model === undefined && teams.every((team) => team.length === 1);

  test.each((cases as Case[]).filter(alone))("our match: $name", ({ teams, options, expected, ordinals }) => {
    const { rank, score: given, ...match } = options;
    const scores = given ?? (rank ?? [...teams.keys()]).map((place) => -place);
    const after = played(
      teams.map(([one]) => one!),
      scores,
      match,
    );
    for (const [p, { mu, sigma }] of after.entries()) {
      near(mu, expected[p]![0]!.mu, 1e-9);
      near(sigma, expected[p]![0]!.sigma, 1e-9);
      near(ordinalOf(after[p]!), ordinals[p]![0]!, 1e-9);
    }
  });

  test.each((cases as Case[]).filter((one) => !alone(one)))(
    "the package: $name",
    ({ teams, options, model, expected }) => {
      const after = rate(teams, { ...options, model: model === undefined ? plackettLuce : bradleyTerryFull });
      after.forEach((team, t) =>
        team.forEach(({ mu, sigma }, p) => {
          near(mu, expected[t]![p]!.mu, 1e-9);
          near(sigma, expected[t]![p]!.sigma, 1e-9);
        }),
      );
    },
  );

  it("our matches over 20 windows", () => {
    const { options, trace } = sequence;
    let ratings = Array.from({ length: trace[0].ratings.length }, () => unrated);
    const windows = Math.max(...trace.map(({ window }: { window: number }) => window));
    let compared = 0;
    for (let w = 0; w < windows; w++) {
      const scores = ratings.map((_, i) => Number(((i + 1) * 0.001 + 0.002 * Math.sin(1.7 * w + 2.3 * i)).toFixed(6)));
      ratings = played(ratings, scores, options);
      const expected = trace.find(({ window }: { window: number }) => window === w + 1);
      for (const [p, one] of ((expected?.ratings ?? []) as (Rating & { ordinal: number })[]).entries()) {
        near(ratings[p]!.mu, one.mu, 1e-9);
        near(ratings[p]!.sigma, one.sigma, 1e-9);
        near(ordinalOf(ratings[p]!), one.ordinal, 1e-9);
        compared += 1;
      }
    }
    expect(compared).toBe(trace.length * ratings.length);
  });

  it("refuses what the package would rate as a draw", () => {
    expect(() => played([unrated, unrated], [1, NaN], {})).toThrow("played: a score is NaN; expected a finite number");
    expect(() => played([unrated], [1, 2], {})).toThrow("played: 2 scores for 1 ratings; expected one each");
  });
});

describe("the other rules", () => {
  const { logprobAudit, rank, credibility, auctionBurn } = read("others");

  it("logprobAudit has the exponent of its steepness", () => {
    for (const [p, expected] of logprobAudit.exponents) near(exponentOf(p), expected, logprobAudit.tolerance);
  });

  it("rank pays by place", () => {
    for (const expected of rank.shares as number[][]) {
      const shares = placeShares(expected.length, rank.topShare);
      expected.forEach((share, k) => near(shares[k]!, share, rank.tolerance));
    }
  });

  it("credibility follows passes, and pays for a growing claim only once audits confirm it", () => {
    const { weight, found, rates, grown } = credibility;
    const rule = built("credibility", { memory: `${-86_400 / Math.log(1 - weight)} s` });
    let memory = undefined as ReturnType<typeof score>["memory"] | undefined;
    for (const [k, quality] of (found as number[]).entries()) {
      ({ memory } = score(rule, rowsOf([quality]), memory && { memory }));
      near(memory["credibility"]!.data[0]!, rates[k], credibility.tolerance);
    }
    const after = score(rule, rowsOf([NaN]), { memory: memory!, capacity: [grown.times] });
    near(after.memory["credibility"]!.data[0]!, grown.rate, credibility.growthTolerance);
  });

  it("auctionBurn burns what its price leaves", () => {
    for (const { count, pool, most, burned } of auctionBurn.cases)
      near(unpaidShare(count, pool, most), burned, auctionBurn.tolerance);
  });
});
