import { fc } from "./seeded.ts";
import { describe, expect, it } from "vitest";
import { emission } from "../../sim/emission/index.ts";
import { everyKind } from "./kinds.ts";

const kinds = everyKind(emission, {
  constant: [{ tokensPerBlock: "1 token/block" }],
  decay: [{ tokensPerBlock: "2 tokens/block", halfLife: "90 days" }],
  heightHalving: [{ tokensPerBlock: "1 token/block", intervalBlocks: 10_000 }],
  none: [{}],
});

const state = { issuance: 0 };
const inputs = { recycledTokens: 0, price: 1, revenueUsd: 0 };
const block = fc.integer({ min: 0, max: 3_000_000 });

describe.each(kinds)("emission $kind", ({ kind, rule }) => {
  const mint = (from: number, to: number) => rule.mint(from, to, state, inputs);

  it("adds up: mint(a, c) = mint(a, b) + mint(b, c), whatever the cuts", () => {
    fc.assert(
      fc.property(fc.tuple(block, block, block), (blocks) => {
        const [a, b, c] = blocks.sort((x, y) => x - y) as [number, number, number];
        const whole = mint(a, c);
        expect(Math.abs(mint(a, b) + mint(b, c) - whole)).toBeLessThanOrEqual(1e-9 * Math.max(1, whole));
      }),
    );
  });

  it("is never negative, and nothing over no blocks", () => {
    fc.assert(
      fc.property(block, block, (a, b) => {
        expect(mint(Math.min(a, b), Math.max(a, b))).toBeGreaterThanOrEqual(0);
        expect(mint(a, a)).toBe(0);
      }),
    );
  });

  it("is the sum of its blocks", () => {
    let total = 0;
    for (let b = 9_900; b < 10_100; b++) total += mint(b, b + 1);
    expect(mint(9_900, 10_100)).toBeCloseTo(total, 9);
  });

  it(kind === "none" ? "mints nothing" : "mints something", () => {
    if (kind === "none") expect(mint(0, 1e9)).toBe(0);
    else expect(mint(0, 7200)).toBeGreaterThan(0);
  });
});
