/** Prices of their own path under shocks, and what investors bring; closed by hand. */
import { expect, it } from "vitest";
import { SECONDS_PER_DAY, clock } from "../../sim/core/clock.ts";
import { decide } from "../../sim/epoch/decide.ts";
import { settle } from "../../sim/epoch/settle.ts";
import { price } from "../../sim/price/index.ts";
import type { ClearInput } from "../../sim/price/contract.ts";
import { exogenousDay, type Rules } from "../../sim/rules.ts";
import type { Shocked, Shocks } from "../../sim/shocks/contract.ts";
import { genesis, type World } from "../../sim/world.ts";
import { armsOfFile, playAll, SMALL } from "../support/play.ts";

const nothing = new Float64Array(1);

/** A factor from one day until another. */
const between = (from: number, until: number, factor: number) => (day: number) =>
  day >= from && day < until ? factor : 1;

/** Prices at the ends of epochs of so many days. */
function prices(entry: Record<string, unknown>, shock: (day: number) => number, epochDays = 7, days = 70): number[] {
  const context = { clock: clock(12, 7200 * epochDays, 365 * SECONDS_PER_DAY), seed: 3 };
  const rule = price.build(price.schema.parse(entry as { kind: string }), context);
  let state = rule.opening;
  const seen: number[] = [];
  for (let day = 0; day < days; day += epochDays) {
    const input: ClearInput = {
      ...{ state, needUsd: nothing, tokens: nothing, payTokens: nothing, habit: nothing, releasedTokens: nothing },
      ...{ buyersUsd: 0, neededUsd: 0, paidTokens: 0, circulatingTokens: 0, day, epochDays, shock },
    };
    ({ state } = rule.clear(input));
    seen.push(state.price);
  }
  return seen;
}

it.each([
  [{ kind: "fixed", usdPerToken: 2 }],
  [
    {
      kind: "path",
      points: [
        { at: "0 days", usdPerToken: 1 },
        { at: "70 days", usdPerToken: 4 },
      ],
    },
  ],
  [{ kind: "gbm", usdPerToken: 2, volatility: 0.8 }],
])("a shock multiplies %j while it is in force, and leaves nothing behind", (entry) => {
  const plain = prices(entry, () => 1);
  const shocked = prices(entry, between(20, 45, 0.3));
  shocked.forEach((p, e) => expect(p / plain[e]!).toBeCloseTo(between(20, 45, 0.3)((e + 1) * 7), 12));
});

it("a price that returns to its mean forgets a shock, and swings back beyond it when the shock ends", () => {
  const entry = { kind: "meanReverting", usdPerToken: 1, mean: 1, reversion: "14 days", volatility: 0 };
  const seen = prices(entry, between(7, 49, 0.5), 1);
  expect(seen[6]).toBeCloseTo(0.5, 12);
  expect(seen[20]).toBeCloseTo(0.5 ** Math.exp(-1), 12);
  expect(seen[48]).toBeCloseTo(2 * 0.5 ** Math.exp(-3), 12);
});

it("a shock is the same whatever the length of an epoch", () => {
  const entry = { kind: "meanReverting", usdPerToken: 1, mean: 2, reversion: "30 days", volatility: 0.8 };
  const daily = prices(entry, between(10, 40, 0.4), 1);
  prices(entry, between(10, 40, 0.4), 7).forEach((p, e) => expect(p).toBeCloseTo(daily[7 * e + 6]!, 12));
});

/** The small world with a shock on one thing for all time. */
function played(on: Shocked, factor: number, overrides: readonly string[] = [], more: Partial<Rules> = {}) {
  const { rules: plain } = armsOfFile(SMALL, overrides).arms[0]!;
  const shocks: Shocks = { events: [], factor: (what) => (what === on ? factor : 1) };
  const rules: Rules = { ...plain, shocks, ...more };
  return async (epochs: number): Promise<World[]> => {
    const learner = await rules.task.start("test");
    const worlds = [genesis(rules)];
    for (let e = 0; e < epochs; e++) {
      const plan = decide(rules, worlds[e]!);
      worlds.push(settle(rules, worlds[e]!, plan, await learner.perform(plan.work)).world);
    }
    return worlds;
  };
}

it("investors bring so much more or less", async () => {
  const paid = async (factor: number) => (await played("investors", factor)(1))[1]!.accounts.usd["investors"]!;
  const once = await paid(1);
  expect(once).toBeLessThan(0);
  expect(await paid(0.25)).toBeCloseTo(0.25 * once, 9);
});

it("a price of its own path stands still from the day on which such paths are frozen", async () => {
  const gbm = ["price={kind: gbm, usdPerToken: 1, volatility: 0.8}"];
  const worlds = await played("demand", 1, gbm, { frozenFromDay: 21 })(6);
  const seen = worlds.map(({ market }) => market.price);
  expect(new Set(seen.slice(0, 4)).size).toBe(4);
  expect(seen.slice(3)).toEqual([seen[3], seen[3], seen[3], seen[3]]);
  expect(exogenousDay({ frozenFromDay: 21 }, 35)).toBe(21);
  expect(exogenousDay({}, 35)).toBe(35);
});

it.each([50400, 7200])(
  "investors bring more from the day of a shock on, and not in the epoch before, of %i blocks",
  async (tempo) => {
    const event = "{ at: 10 weeks, until: 20 weeks, on: investors, multiply: 2 }";
    const { flows } = await playAll(
      armsOfFile(SMALL, [`shocks={ kind: events, events: [${event}] }`, `tempo=${tempo}`, "duration=25 weeks"]),
      ["flows"],
    );
    const epochDays = tempo / 7200;
    const bought = flows!.filter(
      (row) => row["from"] === "investors" && row["why"] === "token purchase" && row["arm"] === "cut",
    );
    const days = bought
      .filter((row) => Number(row["amount"]) > 60 * epochDays)
      .map((row) => Number(row["epoch"]) * epochDays);
    expect([Math.min(...days), Math.max(...days) + epochDays]).toEqual([70, 140]);
  },
);
