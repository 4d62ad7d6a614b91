import { isDeepStrictEqual } from "node:util";
import type { Arbitrary } from "fast-check";
import { fc } from "./seeded.ts";
import { describe, expect, it } from "vitest";
import type { Consensus, ConsensusInput } from "../../sim/consensus/contract.ts";
import { consensus } from "../../sim/consensus/index.ts";
import { splitEmission } from "../../sim/consensus/payout.ts";
import { normalize, sum, type Vec } from "../../sim/core/matrix.ts";
import { everyConsensus } from "./consensusKinds.ts";
import { copyOf, dailyContext, type Case } from "./kinds.ts";
import { relabelled, relabelledVector, simpleSubnet, subnets } from "./subnets.ts";

/** A law of the slot, over random input. */
interface Law {
  readonly says: string;
  readonly holds: (found: Case<Consensus>) => void;
  /** whether the rule goes wrong on one of 100 inputs */
  readonly isBroken: (found: Case<Consensus>) => boolean;
}

/** @param wrong what is wrong with a rule's answer to what was tried; undefined where the law holds */
const law = <Tried>(
  says: string,
  tried: Arbitrary<Tried>,
  wrong: (found: Case<Consensus>, tried: Tried) => string | undefined,
): Law => ({
  says,
  holds: (found) => fc.assert(fc.property(tried, (one) => void expect(wrong(found, one)).toBeUndefined())),
  isBroken: (found) => fc.sample(tried, 100).some((one) => wrong(found, one) !== undefined),
});

const SHARES = ["incentive", "dividend", "activeStake", "stakeShare"] as const;
const COMPARED = [...SHARES, "rank", "consensusWeight", "validatorTrust", "permits"] as const;

const laws: Readonly<Record<string, Law>> = {
  shares: law("gives shares that sum to 1 or 0, and a fallback where nobody has any", subnets, ({ rule }, input) => {
    const { fallback, ...result } = rule.epoch(input);
    const all = { ...result, fallback: fallback?.shares ?? [] };
    const odd = ([...SHARES, "fallback"] as const).filter((field) => !areShares(all[field]));
    const nobody = sum(result.incentive) + sum(result.dividend) === 0;
    return odd[0] ?? ((fallback !== null) === nobody ? undefined : "fallback");
  }),

  payout: law("pays out all it is given, unless nobody holds stake", subnets, ({ rule }, input) => {
    const result = rule.epoch(input);
    const paid = splitEmission(result, 360);
    const due = sum(result.stakeShare) === 0 ? 0 : 360;
    const off = Math.max(Math.abs(sum(paid.combined) - due), Math.abs(sum(paid.server) + sum(paid.validator) - due));
    return off < 1e-6 ? undefined : `${off} too much or too little`;
  }),

  finite: law("gives finite numbers only", subnets, ({ rule }, input) => {
    const result = Object.entries(rule.epoch(input));
    return result.find(([, field]) => !allFinite(field))?.[0];
  }),

  labels: law("relabels its results with the participants", withLabels(), ({ rule }, { input, to }) => {
    const [plain, moved] = [rule.epoch(input), rule.epoch(relabelled(input, to))];
    return COMPARED.find((field) => farApart(relabelledVector(plain[field], to), moved[field]));
  }),

  scale: law("does not ask how large a token is, but for a threshold", withFactor(), (found, { input, factor }) => {
    const plain = found.rule.epoch(input);
    const scaled = withThreshold(found, factor).epoch({
      ...input,
      stake: Array.from(input.stake, (tokens) => tokens * factor),
    });
    return COMPARED.find((field) => farApart(plain[field], scaled[field]));
  }),

  untouched: law("leaves its input as it was, and may be asked twice", subnets, ({ rule }, input) => {
    const before = copyOf(input);
    const first = copyOf(rule.epoch(input));
    const second = rule.epoch(input);
    if (!isDeepStrictEqual(input, before)) return "the input changed";
    return isDeepStrictEqual(second, first) ? undefined : "the answer changed";
  }),

  permits: law("keeps only the bonds of those who will hold a permit", subnets, ({ rule }, input) => {
    const { bonds, permits } = rule.epoch(input);
    const kept = Array.from(permits.keys()).find((i) => !permits[i] && bonds.start[i + 1] !== bonds.start[i]);
    return kept === undefined ? undefined : `bonds of uid ${kept}`;
  }),

  minority: law("lets no minority lift its own miner above what the others give it", attacks(), ({ rule }, attack) => {
    const { rank, most } = attacked(rule, attack);
    return rank <= most + 1e-9 ? undefined : `rank ${rank} above ${most}`;
  }),
};

describe.each(everyConsensus)("consensus $kind $parameters", (found) => {
  describe.each(Object.entries(laws))("law `%s`", (name, { says, holds, isBroken }) => {
    if (!found.exempt.includes(name)) it(says, () => holds(found));
    else it("does not bind it, and it breaks the law", () => expect(isBroken(found)).toBe(true));
  });

  it("is exempt from laws that there are", () => {
    expect(found.exempt.filter((name) => !(name in laws))).toEqual([]);
  });
});

/** All 0 or more, with sum 1 or 0. */
function areShares(values: Vec): boolean {
  const total = sum(values);
  return Array.from(values).every((share) => share >= 0) && (total === 0 || Math.abs(total - 1) < 1e-9);
}

/** Whether every number in a value, however deep, is finite. */
function allFinite(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  return typeof value !== "object" || value === null || Object.values(value).every(allFinite);
}

function farApart(a: Vec, b: Vec): boolean {
  return a.length !== b.length || Array.from(a).some((value, k) => !(Math.abs(value - b[k]!) < 1e-9));
}

function withLabels(): Arbitrary<{ input: ConsensusInput; to: number[] }> {
  return subnets.chain((input) => {
    const uids = Array.from({ length: input.n }, (_, u) => u);
    return fc.record({ input: fc.constant(input), to: fc.shuffledSubarray(uids, { minLength: input.n }) });
  });
}

function withFactor(): Arbitrary<{ input: ConsensusInput; factor: number }> {
  return fc.record({ input: subnets, factor: fc.double({ min: 1e-6, max: 1e6, noNaN: true }) });
}

/** The same rule where a token is `factor` times smaller: its threshold grows with the stakes. */
function withThreshold({ kind, parameters }: Case<Consensus>, factor: number): Consensus {
  const { stakeThreshold = 0 } = parameters as { stakeThreshold?: number };
  const written = { kind, ...parameters, stakeThreshold: stakeThreshold * factor };
  return consensus.build(consensus.schema.parse(written), dailyContext);
}

interface Attack {
  /** rows over four miners; the first miner is the cabal's */
  readonly honest: number[][];
  readonly cabal: number[][];
}

function attacks(): Arbitrary<Attack> {
  const weight = fc.double({ min: 0.01, max: 1, noNaN: true });
  const row = fc.array(weight, { minLength: 4, maxLength: 4 });
  const length = { minLength: 2, maxLength: 5 };
  // Honest validators who agree on the cabal's miner alone: what is left each gives to a miner of its own choice.
  const agreeing = weight.chain((w) =>
    fc.array(
      fc.constantFrom(1, 2, 3).map((choice) => [w, 0, 0, 0].map((given, j) => (j === choice ? 1 : given))),
      length,
    ),
  );
  return fc.record({
    honest: fc.oneof(fc.array(row, length), agreeing),
    cabal: fc.array(row, { minLength: 1, maxLength: 3 }),
  });
}

/** Rank of the first miner when a cabal with a quarter of the stake raises it, and the most that an honest row gives it. */
function attacked(rule: Consensus, { honest, cabal }: Attack): { rank: number; most: number } {
  const stake = [...honest.map(() => 750_000 / honest.length), ...cabal.map(() => 250_000 / cabal.length)];
  const { rank } = rule.epoch(simpleSubnet(stake, [...honest, ...cabal]));
  return { rank: rank[stake.length]!, most: Math.max(...honest.map((row) => normalize(row)[0]!)) };
}
