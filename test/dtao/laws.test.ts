import { describe, expect, it } from "vitest";
import { Account } from "../../sim/dtao/account.ts";
import { Issuance } from "../../sim/dtao/books.ts";
import { blockEmission, emissionEra, MOST_UNITS } from "../../sim/dtao/blockEmission.ts";
import { rootProportion, rootSells, splitAlphaOut, subnetTerms } from "../../sim/dtao/coinbase.ts";
import { lockCost, lockReductionInterval } from "../../sim/dtao/lockCost.ts";
import { movingPrice } from "../../sim/dtao/movingPrice.ts";
import { chainRules } from "../../sim/dtao/network.ts";
import { alphaBought, spotPrice, taoFetched, weightAfterInjection } from "../../sim/dtao/pool.ts";
import { subnetToPrune } from "../../sim/dtao/pruning.ts";
import { enabledShares, flowShares, netFlows, priceShares } from "../../sim/dtao/shares.ts";
import { buyAlpha, drainPending, sellAlpha } from "../../sim/dtao/trade.ts";
import { step } from "../../sim/dtao/step.ts";
import { sum } from "../../sim/core/matrix.ts";
import { fc } from "../laws/seeded.ts";
import { twoSubnets, units } from "./networks.ts";

const share = fc.double({ min: 0, max: 1, noNaN: true });
const amount = fc.integer({ min: 0, max: 1e15 }).map((thousandths) => thousandths / 1000);
const pools = fc.record({
  tao: fc.integer({ min: 1_000_000, max: 1e15 }),
  alpha: fc.integer({ min: 1_000_000, max: 1e15 }),
  taoWeight: fc.double({ min: 0.05, max: 0.95, noNaN: true }),
});

/** Within rounding of 1, or exactly 0. */
const oneOrZero = (shares: Float64Array) => {
  const total = sum(shares);
  expect(total === 0 || Math.abs(total - 1) < 1e-12, `sum ${total}`).toBe(true);
  expect(shares.every((value) => value >= 0)).toBe(true);
};

/** The chain's way to the emission: a logarithm of the issued share in fixed point. */
function byLogarithm(issuance: bigint): number {
  const one = 2n ** 32n;
  if (issuance >= MOST_UNITS) return 0;
  const inverse = (one * one) / (one - (issuance * one) / MOST_UNITS);
  let k = 0n;
  while (one << (k + 1n) <= inverse) k += 1n;
  return Number(1_000_000_000n >> k);
}

describe("block emission", () => {
  it("is the chain's, at any issuance and beside every threshold", () => {
    fc.assert(
      fc.property(fc.bigInt(0n, MOST_UNITS + 10n), (issuance) => {
        expect(blockEmission(issuance)).toBe(byLogarithm(issuance));
      }),
    );
    let until = 0n;
    for (let k = 0; k < 33; k++) {
      for (const issuance of [until - 1n, until, until + 1n])
        if (issuance >= 0n) expect(blockEmission(issuance), String(issuance)).toBe(byLogarithm(issuance));
      until = emissionEra(until).until;
    }
    expect(until).toBeGreaterThanOrEqual(MOST_UNITS);
  });

  it("changes in the very block that reaches a threshold, beyond 2^53 too", () => {
    for (let { until } = emissionEra(0n); blockEmission(until) > 0; { until } = emissionEra(until)) {
      const issuance = new Issuance(until - 3n);
      const seen = [0, 2, 1, 1].map((units) => {
        issuance.account.add(units);
        return issuance.emission;
      });
      expect(seen).toEqual([until - 3n, until - 1n, until, until + 1n].map(blockEmission));
      expect(seen[2]).toBeLessThan(seen[1]!);
    }
  });

  it("refuses less than nothing", () =>
    expect(() => blockEmission(-1n)).toThrow("emissionEra: issuance is -1 units; expected 0 or more"));
});

describe("shares", () => {
  const subnets = fc.array(fc.tuple(amount, share, fc.boolean()), { maxLength: 12 });

  it("by price sum to 1 or 0, whoever is off", () => {
    fc.assert(
      fc.property(subnets, (entries) => {
        const [prices, burned] = [entries.map(([price]) => price), entries.map(([, part]) => part)];
        const shares = priceShares(prices, burned);
        oneOrZero(shares);
        const enabled = entries.map(([, , on]) => on);
        const left = enabledShares(shares, enabled);
        oneOrZero(left);
        left.forEach((value, k) => expect(enabled[k] || value === 0).toBe(true));
      }),
    );
  });

  it("by flow sum to 1 or 0, and do not depend on the unit", () => {
    const flows = fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { maxLength: 12 });
    fc.assert(
      fc.property(flows, fc.double({ min: 0.1, max: 4, noNaN: true }), (values, exponent) => {
        const shares = flowShares(values, { cutoff: 0, exponent });
        oneOrZero(shares);
        const scaled = flowShares(
          values.map((flow) => flow * 1024),
          { cutoff: 0, exponent },
        );
        expect(scaled).toEqual(shares);
      }),
    );
  });

  it("lose what the owner burns", () => {
    expect(Array.from(priceShares([1, 1], [0.5, 0]))).toEqual([1 / 3, 2 / 3]);
  });

  it("net of the chain's own flow never take off more than users brought in", () => {
    expect(Array.from(netFlows([6, 2, -3], [8, 8, -4]))).toEqual([2, -2, 1]);
    expect(Array.from(netFlows([60, 20], [8, 8]))).toEqual([52, 12]);
    expect(Array.from(netFlows([5, -1], [0, 0]))).toEqual([5, -1]);
  });
});

describe("coinbase", () => {
  it("uses all TAO, and stays under its cap", () => {
    fc.assert(
      fc.property(amount, amount, fc.double({ min: 1e-9, max: 10, noNaN: true }), share, (tao, alpha, price, root) => {
        const terms = subnetTerms(tao, alpha, price, root);
        expect(Math.abs(terms.taoIn + terms.excessTao - tao)).toBeLessThanOrEqual(1e-9 * tao);
        expect(terms.alphaIn).toBeLessThanOrEqual(terms.injectionCap);
        expect(Math.abs(terms.taoIn - terms.alphaIn * price)).toBeLessThanOrEqual(1e-9 * tao);
      }),
    );
  });

  it("splits without a rest", () => {
    fc.assert(
      fc.property(amount, share, share, fc.boolean(), (alpha, cut, root, sells) => {
        const { owner, server, validator, root: paid, recycled } = splitAlphaOut(alpha, cut, root, sells);
        expect(Math.abs(owner + server + validator + paid + recycled - alpha)).toBeLessThanOrEqual(1e-12 * alpha);
        expect(sells ? recycled : paid).toBe(0);
      }),
    );
  });

  it("knows no root without TAO there, and sells above 1 TAO only", () => {
    expect(rootProportion(0, 0.18, 0)).toBe(0);
    expect([rootSells([0.5, 0.5]), rootSells([0.5, 0.51])]).toEqual([false, true]);
  });
});

describe("pool", () => {
  it("has the same price after an injection within bounds", () => {
    fc.assert(
      fc.property(pools, share, share, (pool, a, b) => {
        const [taoIn, alphaIn] = [a * pool.tao, b * pool.alpha];
        const taoWeight = weightAfterInjection(pool, taoIn, alphaIn);
        const after = { tao: pool.tao + taoIn, alpha: pool.alpha + alphaIn, taoWeight: taoWeight! };
        expect(taoWeight).not.toBeNull();
        expect(Math.abs(spotPrice(after) / spotPrice(pool) - 1)).toBeLessThan(1e-9);
      }),
    );
  });

  it("gives back no more than was paid", () => {
    fc.assert(
      fc.property(pools, share, (pool, part) => {
        const paid = Math.floor(part * pool.tao);
        const bought = alphaBought(pool, paid)!;
        fc.pre(pool.alpha - bought >= 1_000_000);
        const back = taoFetched({ ...pool, tao: pool.tao + paid, alpha: pool.alpha - bought }, bought);
        fc.pre(back !== null);
        expect(back).toBeLessThanOrEqual(paid + 1e-9 * pool.tao);
      }),
    );
  });

  it("refuses where it holds too little, or is paid too much", () => {
    const pool = { tao: 1e9, alpha: 1e9, taoWeight: 0.5 };
    expect(alphaBought({ ...pool, alpha: 999_999 }, 1)).toBeNull();
    expect(alphaBought(pool, 1e12 + 1)).toBeNull();
    expect(alphaBought(pool, 1e12)).toBe(999_000_999);
    expect(taoFetched({ ...pool, tao: 999_999 }, 1)).toBeNull();
    expect(spotPrice({ ...pool, alpha: 0 })).toBe(0);
    expect(weightAfterInjection({ tao: 0, alpha: 0, taoWeight: 0.3 }, 0, 0)).toBe(0.5);
    expect(weightAfterInjection(pool, 0, 1e12)).toBeNull();
  });
});

describe("trades", () => {
  const played = step(chainRules, twoSubnets(), 100).state;

  it("close, cost a fee, and count as flow", () => {
    const bought = buyAlpha(played, 1, units(10));
    expect(bought.fee).toBe((units(10) * 33n) / 65_535n);
    const sold = sellAlpha(bought.state, 1, bought.received);
    expect(sold.received).toBeLessThan(units(10) - bought.fee);
    const [before, between, after] = [played, bought.state, sold.state].map(({ subnets }) => subnets[0]!.userFlow);
    expect(between! - before!).toBe(Number(units(10) - bought.fee));
    expect(between! - after!).toBe(Number(sold.received));
    expect(() => step(chainRules, sold.state, 1)).not.toThrow();
  });

  it("are refused beyond what there is", () => {
    expect(() => buyAlpha(played, 1, played.taoOutside)).toThrow("which are free");
    expect(() => sellAlpha(played, 2, units(10_001))).toThrow("which stakers hold");
    expect(() => buyAlpha(played, 5, 1n)).toThrow("buyAlpha: no subnet 5; expected one of 1, 2");
    expect(() => buyAlpha(played, 2, units(3e6))).not.toThrow();
  });

  it("after an epoch's pots are drained, who got them may sell them", () => {
    const { state, drained } = drainPending(played, 1);
    const paid = drained.owner + drained.server + drained.validator + drained.root;
    expect(paid).toBeGreaterThan(0n);
    expect(state.subnets[0]!.heldAlpha - played.subnets[0]!.heldAlpha).toBe(paid);
    expect(Object.values(state.subnets[0]!.pending)).toEqual([0n, 0n, 0n, 0n]);
    expect(() => step(chainRules, state, 1)).not.toThrow();
  });
});

describe("accounts", () => {
  it("are exact beyond 2^53", () => {
    const amounts = fc.array(fc.maxSafeInteger(), { maxLength: 50 });
    fc.assert(
      fc.property(fc.bigInt(0n, 2n ** 60n), amounts, (start, added) => {
        const account = new Account(start);
        let units = start;
        for (const one of added) {
          account.add(Math.trunc(one / 2));
          units += BigInt(Math.trunc(one / 2));
        }
        expect(Math.abs(account.near - Number(units))).toBeLessThanOrEqual(Math.abs(Number(units)) * 2 ** -51);
        expect(account.units).toBe(units);
      }),
    );
  });
});

describe("a subnet's place", () => {
  it("is lost by the lowest price that is not immune, among equals by the oldest", () => {
    const at = (netuid: number, emaPrice: number, registeredAt: number) => ({ netuid, emaPrice, registeredAt });
    const subnets = [at(1, 0.2, 0), at(2, 0.1, 50), at(3, 0.1, 40), at(4, 0.01, 200)];
    expect(subnetToPrune(subnets, 250, 100)).toBe(3);
    expect(subnetToPrune(subnets, 300, 100)).toBe(4);
    expect(subnetToPrune(subnets, 50, 100)).toBeNull();
    expect(subnetToPrune(subnets, 1_296_000)).toBe(1);
  });

  it("costs less by the block, and falls faster once TAO has halved", () => {
    const last = { lastLock: 2_500_000_000_000n, lastLockBlock: 1000 };
    expect(lockCost(last, 1000)).toBe(5_000_000_000_000n);
    expect(lockCost(last, 2000)).toBeLessThan(lockCost(last, 1500));
    expect(lockReductionInterval(500_000_000)).toBe(50_400);
    expect(lockCost(last, 2000, 50_400)).toBeLessThan(lockCost(last, 2000));
    expect(lockCost(last, 10_000_000)).toBe(1_000_000_000_000n);
    expect(lockCost(last, 2000, 0)).toBe(5_000_000_000_000n);
    expect(() => lockCost(last, 999)).toThrow("lockCost: last 2500000000000 at block 1000");
  });
});

describe("moving price", () => {
  it("stays where it is in the block of the start, and never passes the spot", () => {
    const rule = chainRules.movingPrice;
    expect(movingPrice(rule, 0.3, 0.5, 0)).toBe(0.3);
    expect(movingPrice({ ...rule, movingAlpha: 1 }, 0.3, 0.5, 1e15)).toBeCloseTo(0.5, 9);
  });
});

describe("what is refused", () => {
  it.each<[string, () => unknown]>([
    ["movingPrice: average -1", () => movingPrice(chainRules.movingPrice, -1, 0, 0)],
    ["priceShares: prices has 1 entries", () => priceShares([1], [])],
    ["priceShares: subnet 1 has price NaN", () => priceShares([1, NaN], [0, 0])],
    ["enabledShares: 1 shares, 2 switches", () => enabledShares([1], [true, false])],
    ["flowShares: cutoff 0, exponent 0", () => flowShares([1], { cutoff: 0, exponent: 0 })],
    ["netFlows: users has 1 entries", () => netFlows([1], [])],
    ["rootProportion: root TAO -1", () => rootProportion(-1, 0.18, 1)],
    ["subnetTerms: TAO 1, alpha 1, price NaN", () => subnetTerms(1, 1, NaN, 0.5)],
    ["splitAlphaOut: alpha 1, owner's cut 2", () => splitAlphaOut(1, 2, 0.5, true)],
  ])("%s", (message, call) => expect(call).toThrow(message));
});
