import { describe, expect, it } from "vitest";
import { clock, SECONDS_PER_DAY } from "../../sim/core/clock.ts";
import type { Memory } from "../../sim/core/memory.ts";
import type { Injected } from "../../sim/emission/contract.ts";
import { emission as emissions } from "../../sim/emission/index.ts";
import { chainRules } from "../../sim/dtao/network.ts";
import { spotPrice } from "../../sim/dtao/pool.ts";
import { step } from "../../sim/dtao/step.ts";
import { price as prices } from "../../sim/price/index.ts";
import { mintTapered } from "../../sim/schedule/tapered.ts";
import { taper as tapers } from "../../sim/taper/index.ts";
import { networkOf, subnetWith } from "../dtao/networks.ts";
import { dailyContext } from "../laws/kinds.ts";
import { inputsOf } from "./play.ts";

const USD_PER_TAO = 250;
const neighbour = {
  ...{ name: "neighbour", taoReserve: 80_000, alphaReserve: 90_000, alphaOutside: 900_000 },
  ...{ age: "100 days", buysPerDay: "0 tokens/day", sellShare: 0 },
};
const own = { tao: 15_000, alpha: 800_000, held: 1_200_000, average: 0.02, ageDays: 50 };

const written = (more: object = {}) => ({
  kind: "dynamicTao",
  ...{ usdPerTao: USD_PER_TAO, taoIssuance: 9_095_000, rootTao: 6_000_000, averagePrice: own.average },
  ...{ age: `${own.ageDays} days`, others: [neighbour], ...more },
});
const built = (more: object = {}) => emissions.build(emissions.schema.parse(written(more)), dailyContext);

/** Epochs as a run plays them, in which nobody trades but the chain. */
function played(epochDays: number, epochs: number) {
  const context = { clock: clock(12, 7200 * epochDays, 365 * SECONDS_PER_DAY), seed: 1 };
  const rule = emissions.build(emissions.schema.parse(written()), context);
  const pool = prices.build(
    prices.schema.parse({ kind: "pool", tokens: own.alpha, usd: `${own.tao * USD_PER_TAO} USD` } as { kind: string }),
    context,
  );
  let [state, issuance, minted] = [pool.opening, own.alpha + own.held, 0];
  let memory: Memory = rule.memory!.opening;
  const total = { tokens: 0, usd: 0, buysUsd: 0 };
  for (let e = 0; e < epochs; e++) {
    const [from, to] = [e * 7200 * epochDays, (e + 1) * 7200 * epochDays];
    const seen = { issuance, minted, memory };
    const inputs = inputsOf({
      pool: { tokens: state.poolTokens, usd: state.poolUsd, usdWeight: pool.usdWeight!(state), usersUsd: 0 },
    });
    const alpha = rule.mint(from, to, seen, inputs);
    const added = rule.inject!(from, to, seen, inputs);
    state = pool.clear({
      state: pool.inject!(state, added.tokens, added.usd),
      ...{ needUsd: new Float64Array(1), tokens: new Float64Array(1), payTokens: new Float64Array(1) },
      ...{ habit: new Float64Array(1), releasedTokens: new Float64Array(1), buyersUsd: added.buysUsd, neededUsd: 0 },
      ...{ paidTokens: 0, circulatingTokens: 0, day: e, epochDays },
    }).state;
    // The chain's owner takes 18 percent and miners half of the rest; root has its part of validators' half.
    const half = (alpha * (1 - chainRules.ownerCut)) / 2;
    issuance += alpha + added.tokens - half * added.rootShare * (1 - added.rootPaid);
    for (const name of ["tokens", "usd", "buysUsd"] as const) total[name] += added[name];
    minted += alpha;
    memory = added.memory;
  }
  const weight = pool.usdWeight!(state);
  const spot = ((1 - weight) * state.poolUsd) / (weight * state.poolTokens) / USD_PER_TAO;
  return { spot, issuance, minted, ...total, emaPrice: memory[2 + 4]! };
}

describe("dynamicTao in epochs", () => {
  const days = 28;
  const start = networkOf(
    [
      subnetWith(1, own, { emaPrice: own.average, startBlock: 0 }),
      subnetWith(
        2,
        { tao: neighbour.taoReserve, alpha: neighbour.alphaReserve, held: neighbour.alphaOutside },
        { emaPrice: neighbour.taoReserve / neighbour.alphaReserve, startBlock: 0 },
      ),
    ],
    { root: 6e6, free: 3e6, block: 7200 * own.ageDays },
  );
  // Both subnets of the exact step are of one age; the neighbour's is told apart by its start.
  const aged = {
    ...start,
    block: 7200 * 100,
    subnets: start.subnets.map((one, k) => ({ ...one, startBlock: k === 0 ? 7200 * 50 : 0 })),
  };
  const { state, moved } = step(chainRules, aged, 7200 * days);
  const [first] = state.subnets;
  const exact = {
    spot: spotPrice({ tao: Number(first!.poolTao), alpha: Number(first!.poolAlpha), taoWeight: first!.poolTaoWeight }),
    issuance: Number(first!.alphaIssuance) / 1e9,
    minted: Number(moved.subnets[0]!.alphaOut) / 1e9,
    tokens: Number(moved.subnets[0]!.alphaInjected) / 1e9,
    usd: (Number(moved.subnets[0]!.taoInjected) / 1e9) * USD_PER_TAO,
    buysUsd: (Number(moved.subnets[0]!.taoSpent) / 1e9) * USD_PER_TAO,
    emaPrice: first!.emaPrice,
  };

  it.each<[string, number, number]>([
    ["daily", 1, 1e-3],
    ["weekly", 7, 5e-3],
  ])("of %s length agree with the exact blocks over four weeks", (_, epochDays, allowed) => {
    const found = played(epochDays, days / epochDays);
    const apart = Object.entries(exact).map(
      ([name, wanted]) => [name, Math.abs(found[name as keyof typeof exact] - wanted) / wanted] as const,
    );
    expect(exact.buysUsd).toBeGreaterThan(1000);
    for (const [name, error] of apart) expect(error, name).toBeLessThan(allowed);
  });
});

describe("dynamicTao", () => {
  const state = { issuance: 2_000_000, minted: 0, memory: built().memory!.opening };

  it("gives the same memory from an injection as by itself", () => {
    expect(built().inject!(0, 7200, state, inputsOf({})).memory).toEqual(
      built().memory!.next(0, 7200, state, inputsOf({})),
    );
  });

  it("shares by users' flow on request: who loses TAO gets none", () => {
    const flowing = (usersUsd: number): Injected => {
      const rule = built({ shares: "flow" });
      const pool = { tokens: 1e6, usd: 6e7, usdWeight: 0.5, usersUsd };
      return rule.inject!(0, 7200, { ...state, memory: rule.memory!.opening }, inputsOf({ pool }));
    };
    expect(flowing(-500)).toMatchObject({ tokens: 0, usd: 0, buysUsd: 0 });
    const { usd, buysUsd } = flowing(500);
    // The neighbour has no flow, so the subnet has the chain's whole TAO, one a block, but in the first hour, which has no average yet.
    expect((usd + buysUsd) / USD_PER_TAO).toBeCloseTo(7200 - 300, 6);
  });

  it("pays root where average prices sum to more than 1 TAO, else recycles", () => {
    const paidAt = (averagePrice: number) => {
      const rule = built({ averagePrice });
      return rule.inject!(0, 7200, { ...state, memory: rule.memory!.opening }, inputsOf({})).rootPaid;
    };
    expect([paidAt(0.05), paidAt(0.2)]).toEqual([0, 1]);
  });

  it("needs a pool", () => {
    const { pool: _, ...without } = inputsOf({});
    expect(() => built().inject!(0, 1, state, without)).toThrow("the token has no pool");
  });
});

describe("a taper on dynamicTao", () => {
  const of = (target: string) => {
    const taper = tapers.build(
      tapers.schema.parse({ kind: "step", at: "0 days", floor: 0.25, target } as { kind: string }),
      dailyContext,
    );
    const issued = {
      issuance: 2e6,
      shadowIssuance: 2e6,
      minted: 0,
      shadowMinted: 0,
      emissionMemory: built().memory!.opening,
    };
    const seen = { revenueUsdPerDay: 0, memory: [] };
    return mintTapered({ emission: built(), taper }, issued, {
      from: 0,
      to: 7200,
      inputs: inputsOf({}),
      seen,
      remintedPerBlock: 0,
    });
  };
  const full = built().inject!(0, 7200, { issuance: 2e6, minted: 0, memory: built().memory!.opening }, inputsOf({}));

  it.each<[string, number, number]>([
    ["taoIn", 1, 0.25],
    ["alphaOut", 0.25, 1],
    ["both", 0.25, 0.25],
  ])("%s multiplies pay by %d and what is added to the pool by %d", (target, pay, liquidity) => {
    const { minted, injected } = of(target);
    expect(minted).toBeCloseTo(pay * 7200, 9);
    expect(injected.tokens).toBeCloseTo(liquidity * full.tokens, 9);
    expect(injected.usd).toBeCloseTo(liquidity * full.usd, 6);
    expect(injected.buysUsd).toBeCloseTo(liquidity * full.buysUsd, 6);
    expect(injected.untaperedTokens).toBe(full.tokens);
    expect(injected.rootShare).toBeCloseTo(full.rootShare, 12);
  });
});
