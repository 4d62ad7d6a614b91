import { describe, expect, it } from "vitest";
import { logShares, shapley } from "../../sim/theory/lossDecomposition.ts";
import { fc } from "../laws/seeded.ts";

const factor = fc.double({ min: 0.01, max: 100, noNaN: true });
const factors = fc.record({ operators: factor, hours: factor, rate: factor, util: factor });

describe("logarithmic shares", () => {
  it("add to 1, and log ratios to that of the product", () => {
    fc.assert(
      fc.property(factors, factors, (kept, cut) => {
        const { retention, logRatios, shares } = logShares(kept, cut);
        const total = Object.values(logRatios!).reduce((a, b) => a + b, 0);
        expect(total).toBeCloseTo(Math.log(retention!), 9);
        fc.pre(Math.abs(total) > 1e-3);
        expect(Object.values(shares!).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
      }),
    );
  });

  it("are undefined where a world serves nothing, and where nothing is lost", () => {
    expect(logShares({ a: 2, b: 0 }, { a: 1, b: 1 })).toEqual({
      retention: undefined,
      logRatios: undefined,
      shares: undefined,
    });
    expect(logShares({ a: 2, b: 1 }, { a: 0, b: 1 })).toEqual({
      retention: 0,
      logRatios: undefined,
      shares: undefined,
    });
    const swapped = logShares({ a: 2, b: 1 }, { a: 1, b: 2 });
    expect(swapped.retention).toBe(1);
    expect(swapped.logRatios!.a).toBeCloseTo(-Math.LN2, 15);
    expect(swapped.shares).toBeUndefined();
    // ln(2/3) + ln(3/2) and the like are no 0 in floats.
    for (const [less, more] of [
      [2 / 3, 3 / 2],
      [0.7, 1 / 0.7],
      [0.75, 4 / 3],
      [0.3, 10 / 3],
    ] as const)
      expect(logShares({ a: 90, b: 0.4, c: 2 }, { a: 90 * less, b: 0.4 * more, c: 2 }).shares).toBeUndefined();
  });

  it("refuse factors below 0 and names that disagree", () => {
    expect(() => logShares({ a: -1 }, { a: 1 })).toThrow("kept.a is -1; expected 0 or more");
    expect(() => logShares<string>({ a: 1 }, { b: 1 })).toThrow("cut has b; expected a");
    expect(() => logShares<string>({ a: 1 }, { a: 1, b: 1 })).toThrow(RangeError);
  });
});

/** Mean over all orders of what a player adds when it joins. */
function overOrders(players: number, value: (mask: number) => number): number[] {
  const found = new Array<number>(players).fill(0);
  let orders = 0;
  const visit = (mask: number, added: readonly number[]) => {
    if (mask === 2 ** players - 1) {
      orders++;
      added.forEach((each, i) => (found[i]! += each));
    }
    for (let i = 0; i < players; i++)
      if ((mask & (1 << i)) === 0)
        visit(
          mask | (1 << i),
          added.map((each, j) => (i === j ? value(mask | (1 << i)) - value(mask) : each)),
        );
  };
  visit(0, new Array<number>(players).fill(0));
  return found.map((each) => each / orders);
}

describe("Shapley shares", () => {
  it("are the mean over all orders in which players join", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -99, max: 99 }), { minLength: 16, maxLength: 16 }), (values) => {
        const value = (mask: number) => values[mask]!;
        const found = shapley(4, value);
        overOrders(4, value).forEach((each, i) => expect(found[i]).toBeCloseTo(each, 9));
        expect(found.reduce((a, b) => a + b, 0)).toBeCloseTo(values[15]! - values[0]!, 9);
      }),
      { numRuns: 30 },
    );
  });

  it("give alike players alike shares, those that add nothing none, and single values themselves", () => {
    const worth = [5, 3, 3, 0];
    const single = shapley(4, (mask) => worth.reduce((all, w, i) => all + ((mask >> i) & 1) * w, 0));
    single.forEach((share, i) => expect(share).toBeCloseTo(worth[i]!, 12));
    // Three votes of which two carry, and one without a vote.
    const votes = shapley(4, (mask) => ((mask & 1) + ((mask >> 1) & 1) + ((mask >> 2) & 1) >= 2 ? 1 : 0));
    [1 / 3, 1 / 3, 1 / 3, 0].forEach((share, i) => expect(votes[i]).toBeCloseTo(share, 12));
  });

  it("ask for each set once", () => {
    const asked: number[] = [];
    shapley(3, (mask) => asked.push(mask));
    expect(asked).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(shapley(0, () => 7)).toEqual(new Float64Array(0));
  });

  it("refuse more players than can be asked", () => {
    expect(() => shapley(21, () => 0)).toThrow("players is 21; expected 20 or less");
    expect(() => shapley(1.5, () => 0)).toThrow("players is 1.5; expected a whole number, 0 or more");
  });
});
