import { fc } from "./seeded.ts";
import { describe, expect, it } from "vitest";
import { taper } from "../../sim/taper/index.ts";
import { everyKind } from "./kinds.ts";

const kinds = everyKind(taper, {
  never: [{}],
  step: [
    { at: "10 days" },
    { at: "10 days", floor: 0.25, announcedAt: "3 days", basis: "actual" },
    { at: "0 s", floor: 1 },
  ],
  linear: [
    { from: "5 days", until: "7.3 days" },
    { from: "5.21 days", until: "5.24 days", floor: 0.4, announcedAt: "5 days" },
    { from: "0 s", until: "30 days", floor: 0.1 },
  ],
});

describe.each(kinds)("taper $kind $parameters", ({ rule }) => {
  const spans = fc
    .tuple(fc.integer({ min: 0, max: 90_000 }), fc.integer({ min: 1, max: 60_000 }))
    .map(([from, length]) => [from, from + length] as const);

  it("is announced before it starts, starts before it ends", () => {
    expect(rule.announcedAt).toBeLessThanOrEqual(rule.from);
    expect(rule.from).toBeLessThanOrEqual(rule.floorAt);
    if (rule.from === Infinity) return;
    if (rule.from > 0) expect(rule.multiplier(rule.from - 1)).toBe(1);
    expect(rule.multiplier(rule.from)).toBeLessThan(1);
    const floor = rule.multiplier(rule.floorAt);
    expect(rule.multiplier(rule.floorAt + 1e6)).toBe(floor);
    if (rule.floorAt > 0) expect(rule.multiplier(rule.floorAt - 1)).toBeGreaterThan(floor);
  });

  it("stays in [0, 1] and never rises", () => {
    fc.assert(
      fc.property(spans, ([from, to]) => {
        const [early, late] = [rule.multiplier(from), rule.multiplier(to)];
        expect(early).toBeGreaterThanOrEqual(late);
        expect(late).toBeGreaterThanOrEqual(0);
        expect(early).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("cuts a span into pieces that cover it, each at most a day of slope", () => {
    fc.assert(
      fc.property(spans, ([from, to]) => {
        const pieces = rule.pieces(from, to);
        expect(pieces[0]!.from).toBe(from);
        expect(pieces.at(-1)!.to).toBe(to);
        pieces.forEach((piece, k) => {
          if (k > 0) expect(piece.from).toBe(pieces[k - 1]!.to);
          expect(piece.to).toBeGreaterThan(piece.from);
          const flat = rule.multiplier(piece.from) === rule.multiplier(piece.to - 1);
          if (!flat) expect(piece.to - piece.from).toBeLessThanOrEqual(7200);
        });
      }),
    );
  });

  it("gives each piece the mean of its blocks", () => {
    fc.assert(
      fc.property(spans, ([from, to]) => {
        for (const piece of rule.pieces(from, Math.min(to, from + 20_000))) {
          let total = 0;
          for (let block = piece.from; block < piece.to; block++) total += rule.multiplier(block);
          expect(piece.multiplier).toBeCloseTo(total / (piece.to - piece.from), 9);
        }
      }),
      { numRuns: 20 },
    );
  });

  it("has no piece over no blocks", () => expect(rule.pieces(5, 5)).toEqual([]));
});
