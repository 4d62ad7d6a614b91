import { describe, expect, it } from "vitest";
import { openingReserves } from "../../sim/dtao/newSubnet.ts";
import { claimedAfter, claimRate, owedToRoot } from "../../sim/dtao/rootClaim.ts";

const TAO = 1_000_000_000n;

describe("claims of root", () => {
  // 3 alpha for 4 TAO, then 1 alpha for 8: a unit earned 0.75, then 0.125 more.
  const first = claimRate(0n, 3n * TAO, 4n * TAO);
  const second = claimRate(first, TAO, 8n * TAO);

  it("are what each unit of stake earned since it came", () => {
    expect(owedToRoot(first, 4n * TAO, 0n)).toBe(3n * TAO);
    const late = claimedAfter(0n, first, 4n * TAO);
    expect(late).toBe(3n * TAO);
    expect(owedToRoot(first, 4n * TAO, late)).toBe(0n);
    expect(owedToRoot(second, 4n * TAO, 0n) + owedToRoot(second, 4n * TAO, late)).toBe(4n * TAO);
  });

  it("stay owed when stake leaves", () => {
    expect(owedToRoot(first, 2n * TAO, claimedAfter(0n, first, -2n * TAO))).toBe(3n * TAO);
  });

  it("are paid from 500,000 units on", () => {
    const rate = claimRate(0n, 1n, 4n);
    expect([owedToRoot(rate, 1_999_996n, 0n), owedToRoot(rate, 2_000_000n, 0n)]).toEqual([0n, 500_000n]);
  });

  it("are cut to 2^-32 of a unit", () => {
    expect(claimRate(0n, 1n, 3n)).toBe(1_431_655_765n);
    expect(owedToRoot(claimRate(0n, TAO, 3n * TAO), 3n * TAO, 0n)).toBe(TAO - 1n);
  });

  it("need stake", () => {
    expect(() => claimRate(0n, 1n, 0n)).toThrow(
      "claimRate: rate 0, paid 1, stake 0; expected 0 or more, and stake above 0",
    );
  });
});

describe("the pool of a new subnet", () => {
  it.each<[string, number[], bigint]>([
    ["1 TAO per alpha without others", [], 1000n * TAO],
    ["the middle of three", [0.5, 0.01, 0.02], 50_000n * TAO],
    ["the mean of the middle two", [0.5, 0.01, 0.03, 0.0001], 50_000n * TAO],
  ])("has what was paid for it, at %s", (_, prices, alpha) => {
    expect(openingReserves(1000n * TAO, prices)).toEqual({ tao: 1000n * TAO, alpha });
  });

  it("needs a payment and prices", () => {
    expect(() => openingReserves(0n, [1])).toThrow("expected a lock and prices above 0");
    expect(() => openingReserves(1n, [0])).toThrow("expected a lock and prices above 0");
  });
});
