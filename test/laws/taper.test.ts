import { fc } from "./seeded.ts";
import { describe, expect, it } from "vitest";
import type { Known, Seen, Taper } from "../../sim/taper/contract.ts";
import { taper } from "../../sim/taper/index.ts";
import { everyKind } from "./kinds.ts";

const kinds = everyKind(taper, {
  never: [{}],
  step: [
    { at: "10 days" },
    { at: "10 days", floor: 0.25, announcedAt: "3 days", basis: "actual", target: "alphaOut" },
    { at: "0 s", floor: 1 },
  ],
  linear: [
    { from: "5 days", until: "7.3 days" },
    { from: "5.21 days", until: "5.24 days", floor: 0.4, announcedAt: "5 days" },
    { from: "0 s", until: "30 days", floor: 0.1 },
  ],
  exponential: [
    { from: "5 days", halfLife: "2 days" },
    { from: "5.21 days", halfLife: "1.7 days", floor: 0.3, announcedAt: "5 days", basis: "actual" },
    { from: "0 s", halfLife: "1 h", floor: 0.25, target: "taoIn" },
    { from: "3 days", halfLife: "20 days", floor: 0 },
    { from: "3 days", halfLife: "20 days", floor: 1 },
  ],
  halving: [
    { from: "5 days", interval: "2 days" },
    { from: "5.21 days", interval: "1.7 days", halvings: 3, announcedAt: "5 days" },
    { from: "0 s", interval: "13 s", floor: 0.3 },
    { from: "3 days", interval: "1 h", floor: 0 },
    { from: "3 days", interval: "1 day", floor: 0.6 },
  ],
  floor: [
    { at: "5 days", tokensPerDay: "300 tokens/day" },
    { at: "5.21 days", tokensPerDay: "0 tokens/day", announcedAt: "5 days" },
    { at: "0 s", tokensPerDay: "719 tokens/day" },
  ],
  revenuePegged: [
    { from: "5 days", targetUsdPerDay: "100 USD/day" },
    { from: "5.21 days", targetUsdPerDay: "60 USD/day", memory: "0 s", floor: 0.1, ratchet: false },
    { from: "0 s", targetUsdPerDay: "100 USD/day", memory: "3 days", announcedAt: "0 s" },
  ],
});

/** What the schedule mints without a taper, tokens per block of 12 s and per day. */
const perBlock = 0.1;
const perDay = perBlock * 7200;

const opening = (rule: Taper): Seen => ({ revenueUsdPerDay: 50, memory: rule.memory?.opening ?? [] });
const after = (rule: Taper, from: number, to: number, seen = opening(rule)): Known => ({
  subsidyTokensPerDay: perDay,
  memory: rule.memory?.next(from, to, seen) ?? [],
});

/** Tokens that a span mints. */
const paid = (rule: Taper, from: number, to: number, seen = opening(rule)): number =>
  rule
    .pieces(from, to, seen)
    .reduce(
      (all, piece) =>
        all + Math.min(piece.multiplier * perBlock * (piece.to - piece.from), piece.mostTokens ?? Infinity),
      0,
    );

describe.each(kinds)("taper $kind $parameters", ({ rule }) => {
  const spans = fc
    .tuple(fc.integer({ min: 0, max: 90_000 }), fc.integer({ min: 1, max: 60_000 }))
    .map(([from, length]) => [from, from + length] as const);

  it("is announced before it starts, starts before it ends", () => {
    expect(rule.announcedAt).toBeLessThanOrEqual(rule.from);
    expect(rule.from).toBeLessThanOrEqual(rule.floorAt);
    if (rule.from === Infinity) return;
    const known = after(rule, rule.from + 7200, rule.from + 14_400);
    const at = (block: number) => rule.multiplier(block, known);
    if (rule.from > 0) expect(at(rule.from - 1)).toBe(1);
    expect(at(rule.from)).toBeLessThan(1);
    if (rule.floorAt === Infinity) return;
    const floor = at(rule.floorAt);
    expect(at(rule.floorAt + 1e6)).toBe(floor);
    if (rule.floorAt > 0) expect(at(rule.floorAt - 1)).toBeGreaterThan(floor);
  });

  it("stays in [0, 1] and never rises, as far as it is known ahead", () => {
    fc.assert(
      fc.property(spans, ([from, to]) => {
        const known = after(rule, from, to);
        const [early, late] = [rule.multiplier(from, known), rule.multiplier(to, known)];
        expect(early).toBeGreaterThanOrEqual(late);
        expect(late).toBeGreaterThanOrEqual(0);
        expect(early).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("cuts a span into pieces that cover it, each at most a day of slope or under a bound", () => {
    fc.assert(
      fc.property(spans, ([from, to]) => {
        const known = after(rule, from, to);
        const pieces = rule.pieces(from, to, opening(rule));
        expect(pieces[0]!.from).toBe(from);
        expect(pieces.at(-1)!.to).toBe(to);
        pieces.forEach((piece, k) => {
          if (k > 0) expect(piece.from).toBe(pieces[k - 1]!.to);
          expect(piece.to).toBeGreaterThan(piece.from);
          const flat = rule.multiplier(piece.from, known) === rule.multiplier(piece.to - 1, known);
          if (!flat || piece.mostTokens !== undefined) expect(piece.to - piece.from).toBeLessThanOrEqual(7200);
        });
      }),
    );
  });

  it("pays in each piece what its blocks pay", () => {
    fc.assert(
      fc.property(spans, ([from, to]) => {
        const until = Math.min(to, from + 20_000);
        const known = after(rule, from, until);
        for (const piece of rule.pieces(from, until, opening(rule))) {
          const blocks = piece.to - piece.from;
          let total = 0;
          for (let block = piece.from; block < piece.to; block++) total += rule.multiplier(block, known);
          const most = (piece.mostTokens ?? Infinity) / (perBlock * blocks);
          expect(Math.min(piece.multiplier, most)).toBeCloseTo(total / blocks, 9);
        }
      }),
      { numRuns: 20 },
    );
  });

  it("pays the same over a span as over its parts, whatever it keeps apart", () => {
    if (rule.memory) return;
    fc.assert(
      fc.property(spans, fc.double({ min: 0, max: 1, noNaN: true }), ([from, to], part) => {
        const middle = from + Math.floor(part * (to - from));
        expect(paid(rule, from, middle) + paid(rule, middle, to)).toBeCloseTo(paid(rule, from, to), 6);
      }),
    );
  });

  it("writes to nothing that it is given, and gives the same again", () => {
    const seen = opening(rule);
    const before = structuredClone(seen);
    const [first, again] = [rule.pieces(30_000, 50_000, seen), rule.pieces(30_000, 50_000, seen)];
    expect(again).toEqual(first);
    expect(after(rule, 30_000, 50_000, seen)).toEqual(after(rule, 30_000, 50_000, before));
    expect(seen).toEqual(before);
  });

  it("has no piece over no blocks", () => expect(rule.pieces(5, 5, opening(rule))).toEqual([]));
});
