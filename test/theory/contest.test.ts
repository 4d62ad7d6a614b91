import { describe, expect, it } from "vitest";
import { contest, leastShareOfCheapest, mostParticipants, spentByAlike } from "../../sim/theory/contest.ts";
import { fc } from "../laws/seeded.ts";

const costs = fc.array(fc.double({ min: 0.05, max: 10, noNaN: true }), { minLength: 2, maxLength: 12 });
const total = (values: Iterable<number>) => [...values].reduce((a, b) => a + b, 0);

describe("a contest of unequal costs", () => {
  it("has shares that add to 1, and spends sum s (1 - s) of the pool", () => {
    fc.assert(
      fc.property(costs, (of) => {
        const { shares, cutoff, spent } = contest(of);
        expect(total(shares)).toBeCloseTo(1, 9);
        // What each puts in is its share of 1 / c*, at its own cost.
        expect(spent).toBeCloseTo(total(of.map((c, i) => (c * shares[i]!) / cutoff)), 9);
        const [first, second] = of.toSorted((a, b) => a - b) as [number, number];
        expect(Math.max(...shares)).toBeGreaterThanOrEqual(leastShareOfCheapest(first, second) - 1e-12);
        expect(shares.filter((share) => share > 0).length).toBeGreaterThanOrEqual(Math.min(2, of.length));
      }),
    );
  });

  it("is where nobody gains by putting in more or less", () => {
    fc.assert(
      fc.property(costs, (of) => {
        const { shares, cutoff } = contest(of);
        const all = 1 / cutoff;
        of.forEach((cost, i) => {
          const own = shares[i]! * all;
          const profit = (put: number) => (put === 0 ? 0 : put / (put + all - own)) - cost * put;
          for (const change of [-0.5, -0.1, 0.1, 0.5]) {
            const other = Math.max(0, own + change * all);
            expect(profit(other)).toBeLessThanOrEqual(profit(own) + 1e-9);
          }
        });
      }),
      { numRuns: 40 },
    );
  });

  it("keeps out who costs more than the cutoff, however large the pool", () => {
    const { cutoff, shares } = contest([1, 1, 2, 5]);
    expect(cutoff).toBe(2);
    expect([...shares]).toEqual([0.5, 0.5, 0, 0]);
    expect([...contest([1, 3]).shares]).toEqual([0.75, 0.25]);
  });

  it("of alike participants spends (n - 1)/n of the pool", () => {
    for (const n of [2, 3, 10]) expect(contest(new Array(n).fill(0.7)).spent).toBeCloseTo(spentByAlike(n), 12);
    expect(spentByAlike(1)).toBe(0);
  });
});

describe("economies of scale", () => {
  it("carry as many as do not spend more than the pool between them", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.05, max: 0.99, noNaN: true }), (exponent) => {
        const most = mostParticipants(exponent);
        expect(spentByAlike(most, exponent)).toBeLessThanOrEqual(1 + 1e-9);
        expect(most / ((most + 1) * exponent)).toBeGreaterThan(1 - 1e-9);
        expect(() => spentByAlike(most + 1, exponent)).toThrow(`expected ${most} or less`);
      }),
    );
    expect([0.5, 0.75, 0.9, 1, 2].map(mostParticipants)).toEqual([2, 4, 10, Infinity, Infinity]);
  });

  it("are met at the point where nobody gains by putting in more or less", () => {
    const [n, exponent] = [3, 0.8];
    const own = (spentByAlike(n, exponent) / n) ** (1 / exponent);
    const profit = (put: number) => put / (put + (n - 1) * own) - put ** exponent;
    for (let put = own / 20; put < 4 * own; put += own / 20)
      expect(profit(put)).toBeLessThanOrEqual(profit(own) + 1e-12);
  });
});

it.each([
  [() => contest([1]), "costs has 1 entries; expected 2 or more"],
  [() => contest([1, 0]), "costs[1] is 0; expected more than 0"],
  [() => mostParticipants(0), "exponent is 0; expected more than 0"],
  [() => leastShareOfCheapest(2, 1), "cheapest is 2; expected no more than second, 1"],
])("contests refuse what cannot be: %s", (call, message) => {
  expect(call).toThrow(RangeError);
  expect(call).toThrow(message);
});
