import { fc } from "./seeded.ts";
import { describe, expect, it } from "vitest";
import type { Consensus } from "../../sim/consensus/contract.ts";
import { consensus } from "../../sim/consensus/index.ts";
import { splitEmission } from "../../sim/consensus/payout.ts";
import { normalize, sum, type Vec } from "../../sim/core/matrix.ts";
import { copyOf, everyKind } from "./kinds.ts";
import { relabelled, relabelledVector, simpleSubnet, subnets } from "./subnets.ts";

const kinds = everyKind(consensus, {
  weightedMean: [{}, { maxValidators: 2 }],
  yuma: [
    {},
    { kappa: 0.3, bondsPenalty: 0.5, bondAlpha: 0.9, maxValidators: 2, stakeThreshold: 1000 },
    { bonds: "yuma3", bondsPenalty: 0 },
    { bonds: "yuma3", liquidAlpha: {} },
  ],
});

function expectShares(values: Vec, what: string): void {
  const total = sum(values);
  for (let i = 0; i < values.length; i++) expect(values[i], what).toBeGreaterThanOrEqual(0);
  expect(total === 0 || Math.abs(total - 1) < 1e-9, `${what} sum to ${total}`).toBe(true);
}

describe.each(kinds)("consensus $kind $parameters", ({ rule, exempt }) => {
  it("gives shares that sum to 1 or 0, or a fallback", () => {
    fc.assert(
      fc.property(subnets, (input) => {
        const result = rule.epoch(input);
        expectShares(result.incentive, "incentive");
        expectShares(result.dividend, "dividend");
        expectShares(result.activeStake, "active stake");
        expectShares(result.stakeShare, "stake");
        expect(result.fallback === null).toBe(sum(result.incentive) + sum(result.dividend) > 0);
        if (result.fallback) expectShares(result.fallback.shares, "fallback");
      }),
    );
  });

  it("pays out all it is given, unless nobody holds stake", () => {
    fc.assert(
      fc.property(subnets, (input) => {
        const result = rule.epoch(input);
        const paid = splitEmission(result, 360);
        const due = result.fallback && sum(result.fallback.shares) === 0 ? 0 : 360;
        expect(sum(paid.combined)).toBeCloseTo(due, 6);
        expect(sum(paid.server) + sum(paid.validator)).toBeCloseTo(due, 6);
      }),
    );
  });

  it("relabels its results with the participants", () => {
    const withLabels = subnets.chain((input) =>
      fc.tuple(
        fc.constant(input),
        fc.shuffledSubarray(
          Array.from({ length: input.n }, (_, u) => u),
          { minLength: input.n },
        ),
      ),
    );
    fc.assert(
      fc.property(withLabels, ([input, to]) => {
        const [plain, moved] = [rule.epoch(input), rule.epoch(relabelled(input, to))];
        const fields = [
          "incentive",
          "dividend",
          "rank",
          "consensusWeight",
          "validatorTrust",
          "activeStake",
          "permits",
        ] as const;
        for (const field of fields) {
          const wanted = relabelledVector(plain[field], to);
          moved[field].forEach((value, u) => expect(Math.abs(value - wanted[u]!), field).toBeLessThan(1e-9));
        }
      }),
    );
  });

  it("leaves its input as it was, and may be asked twice", () => {
    fc.assert(
      fc.property(subnets, (input) => {
        const before = copyOf(input);
        const first = copyOf(rule.epoch(input));
        expect(input).toEqual(before);
        expect(rule.epoch(input)).toEqual(first);
      }),
    );
  });

  it("keeps only the bonds of those who will hold a permit", () => {
    fc.assert(
      fc.property(subnets, (input) => {
        const { bonds, permits } = rule.epoch(input);
        for (let i = 0; i < input.n; i++) if (!permits[i]) expect(bonds.start[i + 1]).toBe(bonds.start[i]);
      }),
    );
  });

  const broken = exempt.includes("minority");
  it(broken ? "is exempt from `minority`, and breaks it" : "lets no minority raise its own miner (one case)", () => {
    const { rank, most } = attacked(rule);
    expect(rank <= most + 1e-12).toBe(!broken);
  });

  if (broken) return;
  it("lets no minority raise its own miner above what the others give it", () => {
    fc.assert(
      fc.property(attacks, ({ honest, cabal }) => {
        const { rank, most } = attacked(rule, honest, cabal);
        expect(rank).toBeLessThanOrEqual(most + 1e-9);
      }),
    );
  });
});

/** Honest validators give the cabal's miner, the first, a tenth. */
const HONEST = [0.1, 0.5, 0.4];

/** Rank of the first miner when a cabal with a quarter of the stake (less than any kappa above) raises it, and the most that others give it. */
function attacked(
  rule: Consensus,
  honest = [HONEST, HONEST, HONEST],
  cabal = [
    [1, 0, 0],
    [1, 0, 0],
  ],
) {
  const stake = [...honest.map(() => 750_000 / honest.length), ...cabal.map(() => 250_000 / cabal.length)];
  const { rank } = rule.epoch(simpleSubnet(stake, [...honest, ...cabal]));
  return { rank: rank[stake.length]!, most: Math.max(...honest.map((row) => normalize(row)[0]!)) };
}

const row = fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 });
const attacks = fc.record({
  honest: fc.array(row, { minLength: 2, maxLength: 5 }),
  cabal: fc.array(row, { minLength: 1, maxLength: 3 }),
});
