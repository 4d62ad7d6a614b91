import { describe, expect, it } from "vitest";
import { sum } from "../../sim/core/matrix.ts";
import { vest } from "../../sim/epoch/vest.ts";
import type { Pay } from "../../sim/epoch/pay.ts";
import type { Rules } from "../../sim/rules.ts";
import type { World } from "../../sim/world.ts";
import { column, playSmall } from "../support/play.ts";

/** Pay of two operators, epoch by epoch, locked at `share` over `epochs`. */
function released(share: number, epochs: number, pays: readonly (readonly [number, number])[]): number[][] {
  let vestingTokens = new Float64Array(2 * epochs);
  return pays.map((pay) => {
    const operatorTokens = Float64Array.from(pay);
    const rules = { vesting: { share, epochs } } as Rules;
    const vested = vest(rules, { operators: { vestingTokens } } as World, { operatorTokens } as Pay);
    vestingTokens = vested.schedule as typeof vestingTokens;
    return [...vested.releasedTokens];
  });
}

describe("vesting", () => {
  it("releases what an epoch locked in equal parts over the epochs after it, each operator its own", () => {
    const pays = [
      [8, 0],
      [0, 4],
      [0, 0],
      [0, 0],
      [0, 0],
      [0, 0],
    ] as const;
    expect(released(0.75, 3, pays)).toEqual([
      [0, 0],
      [2, 0],
      [2, 1],
      [2, 1],
      [0, 1],
      [0, 0],
    ]);
  });

  it("releases all that is locked, later", () => {
    const pays = Array.from({ length: 40 }, (_, t) => (t < 20 ? ([t + 1, 2 * t] as const) : ([0, 0] as const)));
    const total = released(0.4, 11, pays).reduce((all, [a, b]) => all + a! + b!, 0);
    expect(total).toBeCloseTo(0.4 * pays.reduce((all, [a, b]) => all + a + b, 0), 9);
  });
});

describe("a world with vesting", () => {
  it("shows locked pay, lets it out over the time it names, and has less in circulation than without", async () => {
    const without = await playSmall();
    const rows = await playSmall("vesting={share: 0.75, over: 12 weeks}");
    const locked = column(rows, "cut", "vesting");
    const minted = column(rows, "cut", "minted");
    // Pay is constant until the cut at week 26: 12 weeks of it are on their way, from 1/12 to 12/12 released, half on average.
    const perWeek = 0.75 * 0.41 * minted[20]!;
    expect(locked[20]).toBeCloseTo(perWeek * ((12 + 1) / 2), 6);
    expect(locked[26 + 12]).toBeCloseTo(0, 9);
    expect(sum(column(without, "cut", "vesting"))).toBe(0);
    expect(column(rows, "cut", "circulating")[20]!).toBeLessThan(column(without, "cut", "circulating")[20]!);
  });
});
