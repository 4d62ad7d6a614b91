import { describe, expect, it } from "vitest";
import { burnMintIncome } from "../../sim/theory/burnMint.ts";
import { fc } from "../laws/seeded.ts";

const amount = fc.double({ min: 0.01, max: 1e5, noNaN: true });
const fraction = fc.double({ min: 0, max: 1, noNaN: true });

describe("income under burn and mint", () => {
  it("comes from customers and the subsidy and nowhere else", () => {
    fc.assert(
      fc.property(amount, amount, amount, fraction, (price, operatorTokens, spendUsd, burnShare) => {
        const found = burnMintIncome({ price, operatorTokens, spendUsd, burnShare });
        expect((found.customerFundedUsd + found.netSubsidyUsd) / found.incomeUsd).toBeCloseTo(1, 9);
        expect(found.customerFundedUsd).toBeLessThanOrEqual(spendUsd * (1 + 1e-12));
        expect(found.netShare).toBeLessThanOrEqual(found.grossShare + 1e-12);
        expect(found.doubleCountedShare).toBeLessThanOrEqual(found.grossShare + 1e-12);
        // Holders pay for the net subsidy by dilution, less what was burned beyond it.
        expect(Math.max(0, price * found.supplyChange)).toBeCloseTo(found.netSubsidyUsd, 5);
      }),
    );
  });

  it("is all from customers where they burn as much as is minted", () => {
    const found = burnMintIncome({ price: 0.475, operatorTokens: 20_000, spendUsd: 10_000, burnShare: 0.95 });
    expect(found.netSubsidyUsd).toBeCloseTo(0, 9);
    expect(found.supplyChange).toBeCloseTo(0, 9);
    expect(found.grossShare).toBeCloseTo(0.95, 12);
  });

  it.each([
    [{ price: 0 }, "price is 0; expected more than 0"],
    [{ burnShare: 2 }, "burnShare is 2; expected a fraction from 0 to 1"],
    [{ spendUsd: -1 }, "spendUsd is -1; expected 0 or more"],
  ])("is refused for what cannot be: %o", (wish, message) => {
    const of = { price: 1, operatorTokens: 1, spendUsd: 1, burnShare: 0.5, ...wish };
    expect(() => burnMintIncome(of)).toThrow(RangeError);
    expect(() => burnMintIncome(of)).toThrow(message);
  });
});
