import { describe, expect, it } from "vitest";
import { lastPurchaseYears, presentValue, zeroProfitMargin } from "../../sim/theory/announcedCut.ts";
import { fc } from "../laws/seeded.ts";

const purchase = {
  discountRate: 0.1,
  capexUsd: 2000,
  salvageUsd: 400,
  lifeYears: 3,
  marginBefore: 1000,
  marginAfter: 200,
};

describe("the last purchase before an announced cut", () => {
  it("has a present value that adds up day by day", () => {
    for (const years of [0, 0.7, 1.6, 3, 5]) {
      let value = -purchase.capexUsd + purchase.salvageUsd * Math.exp(-0.3);
      const steps = 300_000;
      for (let k = 0; k < steps; k++) {
        const t = ((k + 0.5) * 3) / steps;
        value += ((t < years ? 1000 : 200) * Math.exp(-0.1 * t) * 3) / steps;
      }
      expect(Math.abs(presentValue(purchase, years) - value)).toBeLessThan(0.01);
    }
  });

  it("is worth just its price, earlier ones more, later ones less", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.constant(0), fc.double({ min: 1e-9, max: 0.5, noNaN: true })),
        fc.double({ min: 0.5, max: 8, noNaN: true }),
        fc.double({ min: -100, max: 600, noNaN: true }),
        (discountRate, lifeYears, marginAfter) => {
          const of = { ...purchase, discountRate, lifeYears, marginAfter };
          const years = lastPurchaseYears(of);
          if (years === undefined) expect(presentValue(of, lifeYears)).toBeLessThan(0);
          else if (years === 0) expect(presentValue(of, 0)).toBeGreaterThanOrEqual(0);
          else {
            expect(Math.abs(presentValue(of, years))).toBeLessThan(1e-6);
            expect(presentValue(of, years / 2)).toBeLessThan(0);
            expect(years).toBeLessThanOrEqual(lifeYears);
          }
        },
      ),
    );
  });

  it("comes a whole life early at zero profit, never where nothing pays, at the cut where all do", () => {
    const marginBefore = zeroProfitMargin(purchase);
    expect(presentValue({ ...purchase, marginBefore }, 3)).toBeCloseTo(0, 9);
    expect(lastPurchaseYears({ ...purchase, marginBefore })).toBeCloseTo(3, 6);
    expect(lastPurchaseYears({ ...purchase, marginBefore: marginBefore - 1 })).toBeUndefined();
    expect(lastPurchaseYears({ ...purchase, marginAfter: marginBefore + 1 })).toBe(0);
  });

  it("comes a whole life early at zero profit too where the cut changes nothing, or what follows is all but discounted away", () => {
    const at = (discountRate: number, lifeYears: number, of: { marginAfter?: number } = {}) => {
      const unit = { ...purchase, discountRate, lifeYears };
      const marginBefore = zeroProfitMargin(unit);
      return { ...unit, marginBefore, marginAfter: of.marginAfter ?? marginBefore };
    };
    for (let k = 0; k < 400; k++) {
      const [rate, life] = [0.002 + 0.006 * k, 0.5 + 0.07 * k];
      // Rounding says whether a purchase at zero profit pays at the cut.
      expect([0, life]).toContain(lastPurchaseYears(at(rate, life)));
      const years = lastPurchaseYears(at(rate, life, { marginAfter: 0 }))!;
      expect(years).toBeGreaterThan(0);
      expect(years).toBeLessThanOrEqual(life);
    }
  });

  it("counts undiscounted money where the rate is 0", () => {
    expect(lastPurchaseYears({ ...purchase, discountRate: 0 })).toBeCloseTo(1000 / 800, 12);
    expect(zeroProfitMargin({ ...purchase, discountRate: 0 })).toBeCloseTo(1600 / 3, 12);
    const nearly = lastPurchaseYears({ ...purchase, discountRate: 1e-9 })!;
    expect(nearly).toBeCloseTo(1000 / 800, 6);
  });

  it.each([
    [{ ...purchase, lifeYears: 0 }, "lifeYears is 0; expected more than 0"],
    [{ ...purchase, discountRate: -0.1 }, "discountRate is -0.1; expected 0 or more"],
    [{ ...purchase, marginAfter: NaN }, "marginAfter is NaN; expected a finite number"],
  ])("is refused for what cannot be: %o", (of, message) => {
    expect(() => lastPurchaseYears(of)).toThrow(RangeError);
    expect(() => lastPurchaseYears(of)).toThrow(message);
  });
});
