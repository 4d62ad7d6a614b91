import { deserialize, serialize } from "node:v8";
import { describe, expect, it } from "vitest";
import type { Row } from "../../sim/record.ts";
import { begin, run, type RunState } from "../../sim/run.ts";
import { armsOfFile, column, playSmall, SMALL } from "../support/play.ts";

const gbm = "{ kind: gbm, usdPerToken: 1, drift: -0.3, volatility: 0.9 }";
const meanReverting = "{ kind: meanReverting, usdPerToken: 1, mean: 0.4, reversion: 60 days, volatility: 0.9 }";
const impact = "{ kind: impact, usdPerToken: 1, volumePerDay: 500 USD/day, volatility: 0.9 }";
const weighted = "{ kind: pool, tokens: 50000, usd: 50000 USD, weight: 0.3, investors: 40 USD/day }";

describe("a price with a memory", () => {
  it.each([gbm, meanReverting, impact, weighted])(
    "resumes from a saved state as if never stopped: %s",
    async (price) => {
      const arms = () => armsOfFile(SMALL, [`price=${price}`]);
      const states: { at: number; state: RunState }[] = [];
      const all: Row[][] = [];
      const played = arms();
      for await (const epoch of run(played, await begin(played))) {
        all.push(Object.values(epoch.rows).flat());
        if ([7, 26, 52].includes(all.length))
          states.push({ at: all.length, state: deserialize(serialize(epoch.save())) as RunState });
      }
      for (const { at, state } of states) {
        const rest: Row[][] = [];
        for await (const { rows } of run(arms(), state)) rest.push(Object.values(rows).flat());
        expect(rest).toEqual(all.slice(at));
      }
    },
  );
});

describe("a price that walks by itself", () => {
  it.each([gbm, meanReverting])("is the same in both arms, and whatever the length of an epoch: %s", async (price) => {
    const weekly = await playSmall(`price=${price}`);
    expect(column(weekly, "cut", "price")).toEqual(column(weekly, "keep", "price"));
    const daily = await playSmall(`price=${price}`, "tempo=7200", "duration=8 weeks", "taper.at=4 weeks");
    const byDay = column(daily, "cut", "price");
    const byWeek = column(weekly, "cut", "price");
    for (let week = 0; week < 8; week++) expect(byWeek[week]! / byDay[7 * week + 6]!).toBeCloseTo(1, 12);
  });
});

describe("in the coupled world", () => {
  it("sales push an impact price down while pay is sold, and it recovers when the subsidy has ended", async () => {
    const habits = ["a100", "rtx4090", "lazy", "copier"].map((group) => `participants.${group}.habitShare=1`);
    const rows = await playSmall(`price=${impact}`, ...habits, "emission.tokensPerBlock=0.05 tokens/block");
    const [cut, keep] = ["cut", "keep"].map((arm) => column(rows, arm, "price"));
    expect(cut![25]!).toBeLessThan(1);
    expect(cut![51]!).toBeGreaterThan(cut![25]!);
    expect(cut![51]!).toBeGreaterThan(keep![51]!);
  });

  it("burn and mint settles where customers burn what is paid, so pay in USD does not depend on the emission", async () => {
    const still = [
      "demand={kind: constant, requests: 12000 requests/day, worth: { best: 0.01 USD/request }}",
      "membership={kind: fixed}",
      "workload={kind: none}",
      "settlement={kind: burnMint}",
      "taper={kind: never}",
      "price={kind: burnMint, usdPerToken: 1, smoothing: 14 days}",
    ];
    const settled = async (tokensPerBlock: number) => {
      const rows = await playSmall(...still, `emission.tokensPerBlock=${tokensPerBlock} tokens/block`);
      const [price, minted, revenue] = ["price", "minted", "revenueUsd"].map((name) => column(rows, "cut", name)[51]!);
      return { price: price!, payUsd: price! * minted!, burnedUsd: 0.95 * revenue! };
    };
    const [much, half] = [await settled(0.04), await settled(0.02)];
    expect(much.payUsd / much.burnedUsd).toBeCloseTo(1, 6);
    expect(half.payUsd / much.payUsd).toBeCloseTo(1, 6);
    expect(half.price / much.price).toBeCloseTo(2, 6);
  });

  it("a token that customers need has the price that the equation of exchange gives", async () => {
    const rows = await playSmall(
      "demand={kind: constant, requests: 12000 requests/day, worth: { best: 0.01 USD/request }}",
      "membership={kind: fixed}",
      "workload={kind: none}",
      "settlement={kind: takeRate, tokenShare: 1}",
      "emission={kind: none}",
      "price={kind: exchange, usdPerToken: 1, velocity: 0.1, smoothing: 7 days}",
    );
    const [price, revenue] = ["price", "revenueUsd"].map((name) => column(rows, "cut", name)[51]!);
    // Nothing is minted: what investors held at the start is all that circulates, unless a validator unbonds.
    const circulating = 1_000_000;
    expect((price! * 0.1 * circulating) / ((revenue! * 365) / 7)).toBeCloseTo(1, 2);
  });
});

describe("investors who take every trade", () => {
  it("stop a run when they do not hold what is bought, and say which parameter to change", async () => {
    const price = "{ kind: fixed, usdPerToken: 0.05, investorTokens: 3000 }";
    await expect(playSmall(`price=${price}`, "settlement={ kind: burnMint }")).rejects.toThrow(
      /^epoch \d+, token market: investors hold [\d.]+ tokens, [\d.]+ are bought \(most for: burned for work, [\d.]+ by customers\); expected more of price\.investorTokens, which is 3000, or a price that rises as they run out \(kind pool\)$/,
    );
  });
});
