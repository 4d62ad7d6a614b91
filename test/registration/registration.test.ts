import { describe, expect, it } from "vitest";
import { uidToPrune, type Pruning } from "../../sim/registration/pruning.ts";
import {
  decayFactorQ32,
  priceAfterBlocks,
  priceAfterRegistration,
  type PriceRule,
} from "../../sim/registration/registrationPrice.ts";

const tokens: PriceRule = {
  decayFactor: decayFactorQ32(360) / 2 ** 32,
  multiplier: 1.26,
  min: 0.0005,
  max: 100,
  partsPerToken: 1e9,
};

describe("the decay of a block", () => {
  it.each([1, 2, 7, 360, 5000, 50_400, 100_800])("halves a price in %i blocks, rounded down", (halfLife) => {
    const factor = decayFactorQ32(halfLife);
    // Every product of the search is cut to 2^-32, so the factor may lie above the root by as much.
    expect((factor / 2 ** 32) ** halfLife).toBeCloseTo(0.5, 3);
    expect(((factor + 2) / 2 ** 32) ** halfLife).toBeGreaterThan(0.5);
  });

  it("is none where the half-life is 0", () => expect(decayFactorQ32(0)).toBe(2 ** 32));

  it.each([-1, 0.5, NaN])("refuses a half-life of %d", (halfLife) => {
    expect(() => decayFactorQ32(halfLife)).toThrow(
      `decayFactorQ32: half-life is ${halfLife}; expected whole blocks, 0 or more`,
    );
  });
});

describe("the price of a registration", () => {
  it("is half of it a half-life later, but for the parts cut off on the way", () => {
    expect(priceAfterBlocks(tokens, 8, 360)).toBeCloseTo(4, 5);
    expect(priceAfterBlocks(tokens, 8, 360)).toBeLessThanOrEqual(4);
  });

  it("falls to the lower bound and stays there, however many blocks pass", () => {
    expect(priceAfterBlocks(tokens, 1, 1e12)).toBe(0.0005);
    expect(priceAfterBlocks({ ...tokens, min: 0 }, 1, 1e12)).toBe(0);
  });

  it("is the same in two strides as in one", () => {
    expect(priceAfterBlocks(tokens, priceAfterBlocks(tokens, 3, 100), 77)).toBe(priceAfterBlocks(tokens, 3, 177));
  });

  it("rises by the multiplier up to the upper bound; a multiplier below 1 counts as 1", () => {
    expect(priceAfterRegistration(tokens, 1)).toBe(1.26);
    expect(priceAfterRegistration(tokens, 99)).toBe(100);
    expect(priceAfterRegistration({ ...tokens, multiplier: 0.5 }, 1)).toBe(1);
  });
});

describe("who is replaced", () => {
  const subnet: Pruning = {
    emission: [5, 4, 3, 2, 1],
    registeredAt: [0, 0, 0, 0, 0],
    protectedUids: [0, 0, 0, 0, 0],
    block: 1000,
    immunityBlocks: 100,
    minNonImmune: 0,
  };
  const prune = (change: Partial<Pruning> = {}) => uidToPrune({ ...subnet, ...change });

  it("is the lowest emission", () => expect(prune()).toBe(4));

  it("is, among equals, who registered first, then the lowest uid", () => {
    expect(prune({ emission: [1, 1, 1, 1, 1], registeredAt: [9, 8, 7, 7, 9] })).toBe(2);
    expect(prune({ emission: [0, 0, 0, 0, 0] })).toBe(0);
  });

  it("is nobody in its first blocks, which end a block after the last immune one", () => {
    expect(prune({ registeredAt: [0, 0, 0, 0, 901] })).toBe(3);
    expect(prune({ registeredAt: [0, 0, 0, 0, 900] })).toBe(4);
  });

  it("is the lowest of the immune where no more than the floor are open to pruning", () => {
    expect(prune({ registeredAt: [950, 950, 0, 0, 0], minNonImmune: 2 })).toBe(4);
    expect(prune({ registeredAt: [950, 950, 0, 0, 0], minNonImmune: 3 })).toBe(1);
    expect(prune({ minNonImmune: 5 })).toBeNull();
  });

  it("is nobody who is protected, who does not count towards the floor either", () => {
    expect(prune({ protectedUids: [0, 0, 0, 0, 1] })).toBe(3);
    expect(prune({ protectedUids: [0, 0, 0, 0, 1], minNonImmune: 4 })).toBeNull();
    expect(prune({ protectedUids: [1, 1, 1, 1, 1] })).toBeNull();
    expect(uidToPrune({ ...subnet, emission: [], registeredAt: [], protectedUids: [] })).toBeNull();
  });

  it("is refused where columns do not fit together", () => {
    expect(() => prune({ registeredAt: [0] })).toThrow(
      "uidToPrune: emission has 5 entries, registeredAt has 1; both must agree",
    );
  });
});
