import { describe, expect, it } from "vitest";
import { taper } from "../../sim/taper/index.ts";
import { dailyContext } from "../laws/kinds.ts";

const build = (written: Record<string, unknown>) => taper.build(taper.schema.parse(written), dailyContext);

describe("taper", () => {
  it("cuts a jump exactly", () => {
    const rule = build({ kind: "step", at: "36 h", floor: 0.5 });
    expect(rule.pieces(7200, 14_400)).toEqual([
      { from: 7200, to: 10_800, multiplier: 1 },
      { from: 10_800, to: 14_400, multiplier: 0.5 },
    ]);
  });

  it("cuts a slope at days counted from its start, the same for any epoch", () => {
    const rule = build({ kind: "linear", from: "12 h", until: "60 h" });
    const week = rule.pieces(0, 50_400);
    const days = Array.from({ length: 7 }, (_, day) => rule.pieces(day * 7200, (day + 1) * 7200)).flat();
    expect(week.map(({ from }) => from)).toEqual([0, 3600, 10_800, 18_000]);
    const blocksPaid = (pieces: typeof week) => pieces.reduce((sum, p) => sum + (p.to - p.from) * p.multiplier, 0);
    expect(blocksPaid(days)).toBeCloseTo(blocksPaid(week), 9);
    expect(blocksPaid(week)).toBeCloseTo(3600 + 14_400 / 2, 9);
  });

  it("is a surprise unless announced", () => {
    expect(build({ kind: "step", at: "10 days" }).announcedAt).toBe(72_000);
    expect(build({ kind: "step", at: "10 days", announcedAt: "1 day" }).announcedAt).toBe(7200);
    expect(build({ kind: "linear", from: "10 days", until: "20 days" }).announcedAt).toBe(72_000);
  });

  it.each([
    [{ kind: "step", at: "10 days", announcedAt: "11 days" }, "announcedAt"],
    [{ kind: "linear", from: "10 days", until: "20 days", announcedAt: "11 days" }, "announcedAt"],
    [{ kind: "linear", from: "10 days", until: "10 days" }, "until"],
  ])("refuses %j at %s", (written, path) => {
    const { error } = taper.schema.safeParse(written);
    expect(error!.issues.map((issue) => issue.path.join("."))).toEqual([path]);
  });

  it("rounds times to the nearest block", () => {
    expect(build({ kind: "step", at: "17 s" }).from).toBe(1);
    expect(build({ kind: "step", at: "18 s" }).from).toBe(2);
  });
});
