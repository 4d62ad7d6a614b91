import { deserialize, serialize } from "node:v8";
import { describe, expect, it } from "vitest";
import { begin, run, type RunState } from "../../sim/run.ts";
import type { Row } from "../../sim/record.ts";
import { armsOfFile, column, ofArm, playAll, playSmall, retainedAt, SMALL } from "../support/play.ts";

const pegged = "taper={kind: revenuePegged, from: 8 weeks, targetUsdPerDay: 150 USD/day}";

describe("quick.yaml in daily and in weekly epochs agrees on retention within 0.01", () => {
  it.each([
    "{kind: exponential, from: 1 year, halfLife: 91 days}",
    "{kind: halving, from: 1 year, interval: 91 days, halvings: 4, floor: 0}",
    "{kind: floor, at: 1 year, tokensPerDay: 200 tokens/day}",
    "{kind: revenuePegged, from: 1 year, targetUsdPerDay: 300 USD/day}",
  ])("%s", async (taper) => {
    const days = [547, 1095];
    const at = (tempo: number) =>
      retainedAt(armsOfFile("scenarios/quick.yaml", [`taper=${taper}`, `tempo=${tempo}`, "duration=3 years"]), days);
    const [weekly, daily] = [await at(50_400), await at(7200)];
    days.forEach((_, k) => expect(Math.abs(daily[k]! - weekly[k]!)).toBeLessThan(0.01));
    expect(weekly[1]).toBeLessThan(0.99);
  });
});

describe("a subsidy that follows revenue", () => {
  it("falls from its start on as far as revenue of the epochs before goes, and stays down", async () => {
    const rows = await playSmall(pegged, "taper.memory=0 s");
    const [f, revenue] = [column(rows, "cut", "subsidyMultiplier"), column(rows, "cut", "revenueUsd")];
    let lowest = 1;
    f.forEach((found, epoch) => {
      if (epoch >= 8) lowest = Math.min(lowest, Math.max(0, 1 - revenue[epoch - 1]! / 7 / 150));
      expect(found).toBeCloseTo(lowest, 12);
    });
    expect(lowest).toBeGreaterThan(0);
    expect(lowest).toBeLessThan(0.9);
  });

  it("is one world with the kept arm until it is announced, whether forked or played alone", async () => {
    const { arms, forkEpoch } = armsOfFile(SMALL, [pegged, "duration=20 weeks"]);
    expect(forkEpoch).toBe(8);
    expect(armsOfFile(SMALL, [pegged, "taper.announcedAt=0 s"]).forkEpoch).toBe(0);
    const [forked, own] = [await playAll({ arms, forkEpoch }), await playAll({ arms, forkEpoch: 0 })];
    for (const arm of ["cut", "keep"])
      for (const [name, list] of Object.entries(forked)) expect(ofArm(list, arm)).toEqual(ofArm(own[name]!, arm));
    expect(column(forked, "cut", "minted")[12]).toBeLessThan(column(forked, "keep", "minted")[12]!);
  });

  it("as the twin's own is played by the twin alone, which has its memory", async () => {
    const twin = "twin={taper: {kind: revenuePegged, from: 8 weeks, targetUsdPerDay: 400 USD/day}}";
    const arms = armsOfFile(SMALL, ["duration=20 weeks", "taper={kind: step, at: 8 weeks}", twin]);
    expect(arms.forkEpoch).toBe(0);
    const alone = armsOfFile(SMALL, [
      "duration=20 weeks",
      "taper={kind: revenuePegged, from: 8 weeks, targetUsdPerDay: 400 USD/day}",
    ]);
    const [twins, own] = [await playAll(arms), await playAll(alone)];
    expect(ofArm(twins["epochs"]!, "keep")).toEqual(ofArm(own["epochs"]!, "cut"));
  });

  it("goes on from a saved state as if it had not stopped", async () => {
    const wish = [pegged, "duration=24 weeks"];
    const arms = armsOfFile(SMALL, wish);
    const states: { at: number; state: RunState }[] = [];
    const all: Row[][] = [];
    for await (const played of run(arms, await begin(arms))) {
      all.push(Object.values(played.rows).flat());
      if (all.length % 7 === 3)
        states.push({ at: all.length, state: deserialize(serialize(played.save())) as RunState });
    }
    expect(states.length).toBeGreaterThanOrEqual(5);
    for (const { at, state } of states) {
      const rest: Row[][] = [];
      for await (const played of run(armsOfFile(SMALL, wish), state)) rest.push(Object.values(played.rows).flat());
      expect(rest).toEqual(all.slice(at));
    }
  });
});

describe("tapers that say the same in other words give the same run, purchases ahead of an announced end included", () => {
  it.each([
    ["{kind: floor, at: 20 weeks, tokensPerDay: 0 tokens/day, announcedAt: 8 weeks}", 0],
    ["{kind: halving, from: 20 weeks, interval: 1 week, halvings: 1, announcedAt: 8 weeks}", 0.5],
    ["{kind: floor, at: 20 weeks, tokensPerDay: 36 tokens/day, announcedAt: 8 weeks}", 0.25],
  ])("%s and a step", async (taper, floor) => {
    const wish = ["duration=30 weeks", "membership.expectations=schedule"];
    const step = `{kind: step, at: 20 weeks, floor: ${floor}, announcedAt: 8 weeks}`;
    const [one, other] = [await playSmall(...wish, `taper=${taper}`), await playSmall(...wish, `taper=${step}`)];
    for (const name of ["minted", "subsidyMultiplier", "price", "serving", "owning", "ordered", "revenueUsd"])
      column(one, "cut", name).forEach((value, epoch) =>
        expect(value).toBeCloseTo(column(other, "cut", name)[epoch]!, 6),
      );
    expect(column(one, "cut", "minted")[25]).toBeLessThan(column(one, "keep", "minted")[25]!);
  });
});
