import { describe, expect, it } from "vitest";
import { closeEpoch } from "../../sim/theory/twoLedgers.ts";
import { fc } from "../laws/seeded.ts";

const epoch = {
  openingUsd: { customers: 1000, operators: 50, protocol: 0, pool: 10_000, outside: 0 },
  poolTokens: 10_000,
  minted: 100,
  split: { owner: 0.18, miners: 0.41, validators: 0.41 },
  spendUsd: 200,
  takeRate: 0.1,
  buybackUsd: 10,
  energyUsd: 250,
  habitShare: 0,
  poolFee: 0,
};
const fraction = fc.double({ min: 0, max: 0.99, noNaN: true });

describe("one epoch of two ledgers", () => {
  it("closes in USD and in tokens, and pays for energy just so", () => {
    fc.assert(
      fc.property(fraction, fraction, fc.double({ min: 0, max: 260, noNaN: true }), (habitShare, fee, energyUsd) => {
        const poolFee = fee / 10;
        const of = { ...epoch, habitShare, poolFee, energyUsd };
        const found = closeEpoch(of);
        expect(found.sumUsd).toBeCloseTo(11_050, 6);
        expect(found.supply).toBeCloseTo(10_100 - found.burnedTokens, 6);
        // What the pool trades at is the one price at which money and tokens meet.
        expect(found.price * (10_000 + found.soldTokens * (1 - poolFee))).toBeCloseTo(10_010, 6);
        expect(found.closingUsd.operators).toBeGreaterThanOrEqual(-1e-9);
        if (habitShare === 0 && energyUsd > 230) expect(found.closingUsd.operators).toBeCloseTo(0, 9);
        expect(found.closingTokens.operators).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it("sells nothing where cash suffices, and all of the pay as a habit", () => {
    const calm = { ...epoch, energyUsd: 230 };
    expect(closeEpoch(calm).soldTokens).toBe(0);
    expect(closeEpoch({ ...calm, habitShare: 1 }).soldTokens).toBe(41);
    expect(closeEpoch({ ...epoch, habitShare: 0.25 }).soldTokens).toBeCloseTo(
      20.02002002 + 0.25 * (41 - 20.02002002),
      1,
    );
  });

  it.each([
    [{ energyUsd: 272 }, "energyUsd is 272; expected no more than operators have or can sell"],
    [{ spendUsd: 1001 }, "spendUsd is 1001; expected no more than the payer has, 1000"],
    [{ buybackUsd: 21 }, "buybackUsd is 21; expected no more than the payer has, 20"],
    [{ split: { owner: 0.2, miners: 0.41, validators: 0.41 } }, "split sums to 1.02; expected 1"],
    [{ poolFee: 1 }, "1 - poolFee is 0; expected more than 0"],
    [{ takeRate: 2 }, "takeRate is 2; expected a fraction from 0 to 1"],
  ])("refuses what nobody can pay: %o", (wish, message) => {
    expect(() => closeEpoch({ ...epoch, ...wish })).toThrow(RangeError);
    expect(() => closeEpoch({ ...epoch, ...wish })).toThrow(message);
  });
});
