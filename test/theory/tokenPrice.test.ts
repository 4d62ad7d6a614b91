import { describe, expect, it } from "vitest";
import { burnMintPrice, exchangePrice, holdersValue, smoothedPrice } from "../../sim/theory/tokenPrice.ts";
import { fc } from "../laws/seeded.ts";

const positive = fc.double({ min: 0.01, max: 1e6, noNaN: true });

describe("a price of burn and mint", () => {
  it("lets customers burn as many tokens as are sold, whatever the emission", () => {
    fc.assert(
      fc.property(positive, fc.double({ min: 0.01, max: 1, noNaN: true }), positive, (burnedUsd, sold, paid) => {
        const price = burnMintPrice(burnedUsd, sold, paid);
        expect(burnedUsd / price / (sold * paid)).toBeCloseTo(1, 9);
        expect((burnMintPrice(burnedUsd, sold, paid / 2) * paid) / 2 / (price * paid)).toBeCloseTo(1, 9);
      }),
    );
  });

  it("is approached epoch by epoch", () => {
    let price = 1;
    for (let epoch = 1; epoch <= 30; epoch++) {
      price += 0.1 * (0.475 - price);
      expect(smoothedPrice(0.475, 1, 0.1, epoch)).toBeCloseTo(price, 12);
    }
    expect(smoothedPrice(0.475, 1, 1, 1)).toBe(0.475);
  });
});

describe("anchors of a price", () => {
  it("are the value of what holders will get, discounted year by year", () => {
    let present = 0;
    for (let year = 0; year < 2000; year++) present += (0.1 * Math.exp(0.05 * year)) / Math.exp(0.2 * year);
    // Paid at once at the start of each year; paid evenly over it the formula holds.
    const evenly = (present * -Math.expm1(-0.15)) / 0.15;
    expect(holdersValue(0.1, 0.2, 0.05)).toBeCloseTo(evenly, 9);
  });

  it("turn all tokens over as often as the velocity says, and are 0 where nothing needs the token", () => {
    expect(exchangePrice(1e6, 5, 2e6) * 5 * 2e6).toBeCloseTo(1e6, 6);
    expect(exchangePrice(0, 5, 2e6)).toBe(0);
  });
});

it.each([
  [() => burnMintPrice(1, 1, 0), "0 tokens paid, 1 of them sold; expected more than 0 of both"],
  [() => burnMintPrice(-1, 1, 1), "burnedUsd is -1; expected 0 or more"],
  [() => smoothedPrice(1, 1, 2, 1), "weight is 2; expected a fraction from 0 to 1"],
  [() => exchangePrice(1, 0, 1), "velocity is 0; expected more than 0"],
  [() => holdersValue(1, 0.1, 0.1), "return 0.1 a year; expected more than the growth, 0.1"],
])("prices refuse what cannot be: %s", (call, message) => {
  expect(call).toThrow(RangeError);
  expect(call).toThrow(message);
});
