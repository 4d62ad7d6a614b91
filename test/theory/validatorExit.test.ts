import { describe, expect, it } from "vitest";
import { auditsPerMiner, validatorsWhoBreakEven, verificationCoverage } from "../../sim/theory/validatorExit.ts";

const pay = {
  tokenPriceUsd: 0.5,
  validatorEmissionTokens: 1200,
  feeShareToValidators: 0.1,
  revenueUsd: 2000,
  costUsdPerValidator: 100,
};

describe("validators that pay can carry", () => {
  it("are as many as can join before one falls short", () => {
    for (let tokens = 0; tokens < 3000; tokens += 37) {
      const cents = 50 * tokens + 10 * pay.revenueUsd;
      let n = 0;
      while ((n + 1) * 10_000 <= cents) n++;
      expect(validatorsWhoBreakEven({ ...pay, validatorEmissionTokens: tokens })).toBe(n);
    }
  });

  it("count one whose pay equals its cost but for rounding", () => {
    expect(0.3 / 0.1).toBeLessThan(3);
    const exact = { ...pay, tokenPriceUsd: 0.3, validatorEmissionTokens: 1, revenueUsd: 0, costUsdPerValidator: 0.1 };
    expect(validatorsWhoBreakEven(exact)).toBe(3);
    expect(validatorsWhoBreakEven({ ...exact, tokenPriceUsd: 0.3 - 1e-9 })).toBe(2);
  });

  it("are paid by fees in part, and not at all where nobody is left", () => {
    expect(verificationCoverage(pay)).toBeCloseTo(0.25, 12);
    expect(verificationCoverage({ ...pay, validatorEmissionTokens: 0 })).toBeCloseTo(1, 12);
    expect(verificationCoverage({ ...pay, validatorEmissionTokens: 0, feeShareToValidators: 0 })).toBeNaN();
  });

  it.each([
    [
      () => validatorsWhoBreakEven({ ...pay, costUsdPerValidator: 0 }),
      "costUsdPerValidator is 0; expected more than 0",
    ],
    [() => validatorsWhoBreakEven({ ...pay, revenueUsd: -1 }), "revenueUsd is -1; expected 0 or more"],
    [
      () => validatorsWhoBreakEven({ ...pay, feeShareToValidators: 1.5 }),
      "feeShareToValidators is 1.5; expected a fraction from 0 to 1",
    ],
    [() => auditsPerMiner(2, 30, 0), "miners is 0; expected a whole number, 1 or more"],
    [() => auditsPerMiner(2.5, 30, 10), "validators is 2.5; expected a whole number, 0 or more"],
  ])("refuse what cannot be: %s", (call, message) => {
    expect(call).toThrow(RangeError);
    expect(call).toThrow(message);
  });
});
