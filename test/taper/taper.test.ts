import { describe, expect, it } from "vitest";
import type { Memory } from "../../sim/core/memory.ts";
import type { Taper } from "../../sim/taper/contract.ts";
import { taper } from "../../sim/taper/index.ts";
import { dailyContext } from "../laws/kinds.ts";

const build = (written: Record<string, unknown>) => taper.build(taper.schema.parse(written), dailyContext);

const nothing = { revenueUsdPerDay: 0, memory: [] };
const pieces = (rule: Taper, from: number, to: number) => rule.pieces(from, to, nothing);
/** Sum of f over the blocks of a span, by its pieces. */
const blocksPaid = (rule: Taper, from: number, to: number) =>
  pieces(rule, from, to).reduce((sum, p) => sum + (p.to - p.from) * p.multiplier, 0);

describe("taper", () => {
  it("cuts a jump exactly", () => {
    const rule = build({ kind: "step", at: "36 h", floor: 0.5 });
    expect(pieces(rule, 7200, 14_400)).toEqual([
      { from: 7200, to: 10_800, multiplier: 1 },
      { from: 10_800, to: 14_400, multiplier: 0.5 },
    ]);
  });

  it("cuts a slope at days counted from its start, the same for any epoch", () => {
    const rule = build({ kind: "linear", from: "12 h", until: "60 h" });
    expect(pieces(rule, 0, 50_400).map(({ from }) => from)).toEqual([0, 3600, 10_800, 18_000]);
    const days = Array.from({ length: 7 }, (_, day) => blocksPaid(rule, day * 7200, (day + 1) * 7200));
    expect(days.reduce((a, b) => a + b, 0)).toBeCloseTo(blocksPaid(rule, 0, 50_400), 9);
    expect(blocksPaid(rule, 0, 50_400)).toBeCloseTo(3600 + 14_400 / 2, 9);
  });

  it.each(["linear", "step", "exponential", "halving", "floor", "revenuePegged"])(
    "%s is a surprise unless announced",
    (kind) => {
      const written = {
        linear: { from: "10 days", until: "20 days" },
        step: { at: "10 days" },
        exponential: { from: "10 days", halfLife: "5 days" },
        halving: { from: "10 days", interval: "5 days" },
        floor: { at: "10 days", tokensPerDay: "1 tokens/day" },
        revenuePegged: { from: "10 days", targetUsdPerDay: "1 USD/day" },
      }[kind];
      expect(build({ kind, ...written }).announcedAt).toBe(72_000);
      expect(build({ kind, ...written, announcedAt: "1 day" }).announcedAt).toBe(7200);
      const { error } = taper.schema.safeParse({ kind, ...written, announcedAt: "11 days" });
      expect(error!.issues.map(({ path }) => path)).toEqual([["announcedAt"]]);
    },
  );

  it("refuses an end of the slope before its start", () => {
    const { error } = taper.schema.safeParse({ kind: "linear", from: "10 days", until: "10 days" });
    expect(error!.issues.map((issue) => issue.path.join("."))).toEqual(["until"]);
  });

  it("rounds times to the nearest block", () => {
    expect(build({ kind: "step", at: "17 s" }).from).toBe(1);
    expect(build({ kind: "step", at: "18 s" }).from).toBe(2);
  });
});

describe("taper exponential", () => {
  const day = 7200;

  it("pays the integral of its curve: half a unit's worth of decay in the first half-life", () => {
    const rule = build({ kind: "exponential", from: "10 days", halfLife: "5 days", floor: 0 });
    // integral over n half-lives = h (1 - 2^-n) / ln 2
    for (const n of [1, 2, 8]) {
      const expected = (5 * day * (1 - 2 ** -n)) / Math.LN2;
      expect(blocksPaid(rule, 10 * day, (10 + 5 * n) * day) / expected).toBeCloseTo(1, 12);
    }
    expect(rule.multiplier(10 * day, { subsidyTokensPerDay: 0, memory: [] })).toBeCloseTo(1, 4);
    expect(rule.multiplier(15 * day, { subsidyTokensPerDay: 0, memory: [] })).toBeCloseTo(0.5, 4);
  });

  it("pays the same sum as a series over blocks, each the curve's mean over the block", () => {
    const rule = build({ kind: "exponential", from: "10 days", halfLife: "5 days", floor: 0 });
    const ratio = 2 ** (-1 / (5 * day));
    const first = (1 - ratio) / -Math.log(ratio);
    expect(blocksPaid(rule, 10 * day, 24 * day)).toBeCloseTo((first * (1 - ratio ** (14 * day))) / (1 - ratio), 6);
  });

  it("meets its floor where the curve does, and stays there", () => {
    const rule = build({ kind: "exponential", from: "10 days", halfLife: "5 days", floor: 0.25 });
    expect(rule.floorAt).toBe(20 * day);
    expect(blocksPaid(rule, 10 * day, 30 * day)).toBeCloseTo((5 * day * 0.75) / Math.LN2 + 0.25 * 10 * day, 6);
  });
});

describe("taper halving", () => {
  const day = 7200;

  it("halves at its start and at every interval, as often as it says", () => {
    const rule = build({ kind: "halving", from: "10 days", interval: "36 h", halvings: 3, floor: 0 });
    expect(pieces(rule, 9 * day, 20 * day).map(({ from, multiplier }) => [from / day, multiplier])).toEqual([
      [9, 1],
      [10, 1 / 2],
      [11.5, 1 / 4],
      [13, 1 / 8],
    ]);
    expect(rule.floorAt).toBe(13 * day);
  });

  it("pays a geometric series: all later intervals together pay what the first one would in full", () => {
    const rule = build({ kind: "halving", from: "10 days", interval: "3 days", floor: 0 });
    for (const n of [1, 5, 30])
      expect(blocksPaid(rule, 10 * day, (10 + 3 * n) * day)).toBeCloseTo(3 * day * (1 - 2 ** -n), 9);
    expect(rule.floorAt).toBe(Infinity);
  });

  it("stops at its floor, also between two powers of one half", () => {
    const rule = build({ kind: "halving", from: "10 days", interval: "3 days", floor: 0.2 });
    expect(pieces(rule, 9 * day, 40 * day).map(({ multiplier }) => multiplier)).toEqual([1, 0.5, 0.25, 0.2]);
  });
});

describe("taper floor", () => {
  const rule = build({ kind: "floor", at: "36 h", tokensPerDay: "300 tokens/day" });

  it("bounds what is minted over each day from its start on", () => {
    expect(pieces(rule, 7200, 21_600)).toEqual([
      { from: 7200, to: 10_800, multiplier: 1 },
      { from: 10_800, to: 18_000, multiplier: 1, mostTokens: expect.closeTo(300, 9) as number },
      { from: 18_000, to: 21_600, multiplier: 1, mostTokens: expect.closeTo(150, 9) as number },
    ]);
  });

  it("is known ahead by what the schedule mints now", () => {
    const f = (block: number, subsidyTokensPerDay: number) =>
      rule.multiplier(block, { subsidyTokensPerDay, memory: [] });
    expect(f(10_799, 1200)).toBe(1);
    expect(f(10_800, 1200)).toBe(0.25);
    expect(f(10_800, 200)).toBe(1);
    expect(f(10_800, 0)).toBe(1);
  });
});

describe("taper revenuePegged", () => {
  const written = { kind: "revenuePegged", from: "10 days", targetUsdPerDay: "100 USD/day" };

  /** f of each daily epoch from day 10 on, given the revenue that each one sees of the epoch before. */
  function played(rule: Taper, revenues: readonly number[], memory: Memory = [0, 1]): number[] {
    const found: number[] = [];
    revenues.forEach((revenueUsdPerDay, e) => {
      const [from, to] = [(10 + e) * 7200, (11 + e) * 7200];
      const seen = { revenueUsdPerDay, memory };
      found.push(...rule.pieces(from, to, seen).map(({ multiplier }) => multiplier));
      memory = rule.memory!.next(from, to, seen);
      expect(rule.multiplier(to, { subsidyTokensPerDay: 0, memory })).toBe(found.at(-1));
    });
    return found;
  }

  it("gives up what customers bring, and never takes it back", () => {
    const rule = build({ ...written, memory: "0 s", floor: 0.1 });
    expect(played(rule, [0, 25, 50, 25, 0, 75, 100, 500, 0])).toEqual([1, 0.75, 0.5, 0.5, 0.5, 0.25, 0.1, 0.1, 0.1]);
  });

  it("follows revenue both ways without its ratchet", () => {
    const rule = build({ ...written, memory: "0 s", floor: 0.1, ratchet: false });
    expect(played(rule, [0, 25, 50, 25, 0, 500, 0])).toEqual([1, 0.75, 0.5, 0.75, 1, 0.1, 1]);
  });

  it("averages revenue: after its memory 1 - 1/e of a lasting change has come", () => {
    const rule = build({ ...written, memory: "7 days" });
    const f = played(
      rule,
      Array.from({ length: 7 }, () => 100),
    );
    expect(f.at(-1)).toBeCloseTo(Math.exp(-1), 12);
  });

  it("starts its average at the revenue of the first epoch, of which the second one knows", () => {
    const rule = build({ ...written, from: "0 s" });
    const seen = { revenueUsdPerDay: 0, memory: rule.memory!.opening };
    expect(rule.pieces(0, 7200, seen)).toEqual([{ from: 0, to: 7200, multiplier: 1 }]);
    const memory = rule.memory!.next(0, 7200, seen);
    expect(rule.pieces(7200, 14_400, { revenueUsdPerDay: 40, memory })).toEqual([
      { from: 7200, to: 14_400, multiplier: 0.6 },
    ]);
  });

  it("remembers the same after a week as after seven days of the same revenue", () => {
    const rule = build({ ...written, memory: "7 days" });
    const week = rule.memory!.next(72_000, 72_000 + 50_400, { revenueUsdPerDay: 80, memory: [10, 1] });
    let memory: Memory = [10, 1];
    for (let day = 0; day < 7; day++)
      memory = rule.memory!.next(72_000 + day * 7200, 79_200 + day * 7200, { revenueUsdPerDay: 80, memory });
    memory.forEach((value, k) => expect(value).toBeCloseTo(week[k]!, 12));
  });

  it("pays in full before its start, and is not held to what it would have been then", () => {
    const rule = build({ ...written, memory: "0 s" });
    const seen = { revenueUsdPerDay: 90, memory: [] };
    expect(rule.pieces(7200, 14_400, seen)).toEqual([{ from: 7200, to: 14_400, multiplier: 1 }]);
    const memory = rule.memory!.next(7200, 14_400, seen);
    expect(memory).toEqual([90, 1]);
    expect(rule.multiplier(71_999, { subsidyTokensPerDay: 0, memory })).toBe(1);
    expect(rule.multiplier(72_000, { subsidyTokensPerDay: 0, memory })).toBeCloseTo(0.1, 12);
    expect(played(rule, [20], memory)).toEqual([0.8]);
  });
});
