import { describe, expect, it } from "vitest";
import {
  breakEvenDemandMultiple,
  breakEvenRequestPrice,
  breakEvenTokenPrice,
  breakEvenUtilisation,
} from "../../sim/theory/breakEvens.ts";
import { fc } from "../laws/seeded.ts";

const usd = fc.double({ min: 0.01, max: 1000, noNaN: true });

describe("break-evens", () => {
  it("are where income is cost", () => {
    fc.assert(
      fc.property(usd, usd, usd, usd, (feesUsd, costUsdPerUnit, units, other) => {
        const books = { feesUsd, costUsdPerUnit, units };
        const cost = costUsdPerUnit * units;
        expect((feesUsd + breakEvenTokenPrice(books, other) * other) / cost).toBeCloseTo(1, 9);
        expect((breakEvenDemandMultiple(books) * feesUsd) / cost).toBeCloseTo(1, 9);
        expect((breakEvenUtilisation(costUsdPerUnit, other) * other) / costUsdPerUnit).toBeCloseTo(1, 9);
        const requests = feesUsd / other;
        expect((breakEvenRequestPrice(books, other) * requests) / cost).toBeCloseTo(1, 9);
      }),
    );
  });

  it("are below 0 or 1 where customers already pay for all, above 1 where no use can", () => {
    const rich = { feesUsd: 20, costUsdPerUnit: 1, units: 10 };
    expect(breakEvenTokenPrice(rich, 5)).toBe(-2);
    expect(breakEvenDemandMultiple(rich)).toBe(0.5);
    expect(breakEvenUtilisation(3, 2)).toBe(1.5);
  });

  const books = { feesUsd: 0, costUsdPerUnit: 1, units: 1 };
  it.each([
    [() => breakEvenTokenPrice(books, 0), "operatorTokens is 0; expected more than 0"],
    [() => breakEvenDemandMultiple(books), "feesUsd is 0; expected more than 0"],
    [() => breakEvenUtilisation(1, 0), "pricePerSoldHour is 0; expected more than 0"],
    [() => breakEvenRequestPrice({ ...books, feesUsd: 1 }, 0), "usdPerRequest is 0; expected more than 0"],
    [() => breakEvenTokenPrice({ ...books, units: -1 }, 1), "units is -1; expected 0 or more"],
  ])("refuse what has no answer: %s", (call, message) => {
    expect(call).toThrow(RangeError);
    expect(call).toThrow(message);
  });
});
