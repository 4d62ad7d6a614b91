import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { givenFor, type Side } from "../../sim/core/balancer.ts";
import {
  alphaNeeded,
  alphaToReach,
  spotPrice,
  taoToReach,
  taoWeightAtPrice,
  timesWeight,
  weightAfterInjection,
  type Pool,
} from "../../sim/dtao/pool.ts";
import { swapAlpha, swapTao, type Swap } from "../../sim/dtao/swap.ts";

/** Cases taken from the chain's own tests; the file names its source. A tolerance is absolute. */
const folder = new URL("../vectors/amm/", import.meta.url);

type Case = Readonly<Record<string, number>> & { readonly op: string; readonly origin: string };

const cases = readdirSync(folder).flatMap(
  (name) => (JSON.parse(readFileSync(new URL(name, folder), "utf8")) as { cases: Case[] }).cases,
);

const within = (tolerance: number, actual: number, wanted: number) =>
  expect(Math.abs(actual - wanted), `${actual}, wanted ${wanted}`).toBeLessThanOrEqual(tolerance);

const poolOf = ({ w_quote, tao_reserve, alpha_reserve }: Case): Pool => ({
  tao: tao_reserve!,
  alpha: alpha_reserve!,
  taoWeight: w_quote!,
});
const alpha = (reserve: number, taoWeight: number): Side => ({ reserve, weight: 1 - taoWeight });
const tao = (reserve: number, taoWeight: number): Side => ({ reserve, weight: taoWeight });

/** The part of the other reserve that stays: 1 less what an amount is given for, of 1. */
const kept = (paid: Side, given: Side, amount: number) => 1 - givenFor(paid, { ...given, reserve: 1 }, amount);

/** @param worth units that the net amount is worth at the price before the trade, in what is given for it */
function agrees(one: Case, { net, fee, received }: Swap, worth: number, after: Pool): void {
  within(0, Number(fee), one["expected_fee"]!);
  within(one["tol"]!, Number(received), one["expected_out"]!);
  expect(net + fee).toBe(BigInt(one["amount_in"]!));
  within(1e-9, spotPrice(after), one["expected_price_after"]!);
  // As far as whole units tell.
  within(1e-9 + one["tol"]! / worth, 1 - Number(received) / worth, one["slippage"]!);
}

const checks: Record<string, (one: Case) => void> = {
  exp_sell: (one) => {
    const [w, x] = [one["w_quote"]!, one["reserve"]!];
    within(one["tol"]!, kept(alpha(x, w), tao(1, w), one["delta"]!), Number(one["expected"]));
  },
  exp_buy: (one) => {
    const [w, y] = [one["w_quote"]!, one["reserve"]!];
    within(one["tol"]!, kept(tao(y, w), alpha(1, w), one["delta"]!), Number(one["expected"]));
  },
  price: (one) => within(one["tol"]!, spotPrice(poolOf(one)), one["expected"]!),
  alpha_in_to_reach_price: (one) => {
    const [w, x] = [one["w_quote"]!, one["alpha_reserve"]!];
    const pool = { alpha: x, tao: (one["price"]! * w * x) / (1 - w), taoWeight: w };
    within(one["tol"]!, alphaToReach(pool, one["target"]!), one["expected"]!);
  },
  tao_in_to_reach_price: (one) => {
    const [w, y] = [one["w_quote"]!, one["tao_reserve"]!];
    const pool = { tao: y, alpha: ((1 - w) * y) / (w * one["price"]!), taoWeight: w };
    within(one["tol"]!, taoToReach(pool, one["target"]!), one["expected"]!);
  },
  alpha_needed_for_tao: (one) => within(one["tol"]!, alphaNeeded(poolOf(one), one["tao_out"]!), one["expected"]!),
  swap_buy: (one) => {
    const pool = poolOf(one);
    const swap = swapTao(pool, BigInt(one["amount_in"]!))!;
    agrees(one, swap, Number(swap.net) / spotPrice(pool), {
      ...pool,
      tao: pool.tao + Number(swap.net),
      alpha: pool.alpha - Number(swap.received),
    });
  },
  swap_sell: (one) => {
    const pool = poolOf(one);
    const swap = swapAlpha(pool, BigInt(one["amount_in"]!))!;
    agrees(one, swap, Number(swap.net) * spotPrice(pool), {
      ...pool,
      tao: pool.tao - Number(swap.received),
      alpha: pool.alpha + Number(swap.net),
    });
  },
  convert: (one) => {
    // Reserves below the chain's least are for the bare formula.
    const { tao: y, alpha: x, taoWeight: w } = poolOf(one);
    const amount = one["delta_in"]!;
    within(one["tol"]!, Math.floor(givenFor(alpha(x, w), tao(y, w), amount)), one["expected_tao_out_for_alpha"]!);
    within(one["tol"]!, Math.floor(givenFor(tao(y, w), alpha(x, w), amount)), one["expected_alpha_out_for_tao"]!);
  },
  inject_liquidity: (one) => {
    const pool = { ...poolOf(one), taoWeight: one["w_quote_before"]! };
    const taoWeight = weightAfterInjection(pool, one["tao_delta"]!, one["alpha_delta"]!)!;
    within(one["tol"]!, taoWeight, one["expected_w_quote"]!);
    const after = { tao: pool.tao + one["tao_delta"]!, alpha: pool.alpha + one["alpha_delta"]!, taoWeight };
    within(one["tol"]!, spotPrice(after), one["expected_price"]!);
  },
  init_with_price: (one) => {
    const taoWeight = taoWeightAtPrice(one["tao_reserve"]!, one["alpha_reserve"]!, one["price"]!)!;
    within(one["tol"]!, taoWeight, one["expected_w_quote"]!);
    within(one["tol"]!, spotPrice({ ...poolOf(one), taoWeight }), one["expected_price"]!);
  },
  multiply_round_half_up: (one) =>
    within(one["tol"]!, Number(timesWeight(one["p"]!, BigInt(one["value"]!))), one["expected"]!),
};

describe("the pool agrees with the chain", () => {
  it.each(cases.map((one) => [`${one.op}, ${one.origin}`, one] as const))("%s", (_, one) => {
    const op = one.op.split(" ")[0]!;
    expect(Object.keys(checks)).toContain(op);
    checks[op]!(one);
  });

  it("in every kind of case", () => {
    const seen = new Set(cases.map(({ op }) => op.split(" ")[0]!));
    expect([...seen].sort()).toEqual(Object.keys(checks).sort());
  });
});

describe("orders with a limit", () => {
  const pool: Pool = { tao: 1e12, alpha: 4e12, taoWeight: 0.4 };
  const spot = spotPrice(pool);

  it("fill up to it, and the fee is that of what was filled", () => {
    const swap = swapTao(pool, 10n ** 12n, 1.1 * spot)!;
    const after = { ...pool, tao: pool.tao + Number(swap.net), alpha: pool.alpha - Number(swap.received) };
    expect(spotPrice(after) / (1.1 * spot)).toBeCloseTo(1, 9);
    expect(swap.net).toBe(BigInt(Math.floor(1e12 * (1.1 ** 0.6 - 1))));
    expect(swap.fee).toBe((swap.net * 33n) / 65_502n);

    const sold = swapAlpha(pool, 10n ** 13n, 0.8 * spot)!;
    const below = { ...pool, tao: pool.tao - Number(sold.received), alpha: pool.alpha + Number(sold.net) };
    expect(spotPrice(below) / (0.8 * spot)).toBeCloseTo(1, 9);
    expect(sold.fee).toBe((sold.net * 33n) / 65_502n);
  });

  it("are filled whole where the limit is far", () => {
    expect(swapTao(pool, 10n ** 9n, 2 * spot)).toEqual(swapTao(pool, 10n ** 9n));
    expect(swapAlpha(pool, 10n ** 9n, spot / 2)).toEqual(swapAlpha(pool, 10n ** 9n));
    expect(swapTao(pool, 10n ** 9n)!.fee).toBe(503_547n);
  });

  it("are refused where the price is there already, as are orders too large for the pool", () => {
    expect(swapTao(pool, 10n, spot)).toBeNull();
    expect(swapAlpha(pool, 10n, spot)).toBeNull();
    expect(swapTao(pool, 10n ** 16n)).toBeNull();
    expect(swapAlpha({ ...pool, tao: 999_999 }, 1000n)).toBeNull();
  });

  it("are refused by a pool without a price, whatever the limit", () => {
    for (const empty of [
      { ...pool, tao: 0 },
      { ...pool, alpha: 0 },
    ]) {
      expect(taoToReach(empty, 1)).toBe(0);
      expect(alphaToReach(empty, 1)).toBe(0);
      for (const limit of [0, 0.5, Number.MAX_VALUE, Infinity]) {
        expect(swapTao(empty, 1000n, limit)).toBeNull();
        expect(swapAlpha(empty, 1000n, limit)).toBeNull();
      }
    }
    expect(swapTao(pool, 1000n, Number.MAX_VALUE)).toEqual(swapTao(pool, 1000n));
  });
});

describe("an exact amount of TAO", () => {
  it("needs all the alpha of the formula where hardly any TAO stays", () => {
    // x (y / (y - dy) - 1) with y - dy = 1
    const pool: Pool = { tao: 3_897_647_810_212_750, alpha: 1, taoWeight: 0.5 };
    expect(alphaNeeded(pool, pool.tao - 1) / (pool.tao - 1)).toBeCloseTo(1, 12);
  });

  it("needs a whole number of units where the formula gives one", () => {
    // x (2^3 - 1)
    expect(alphaNeeded({ tao: 1e12, alpha: 1e9, taoWeight: 0.75 }, 5e11)).toBe(7e9);
  });
});

describe("weights", () => {
  it("are refused outside of their bounds", () => {
    expect(taoWeightAtPrice(1e9, 1e9, 100)).toBeNull();
    expect(taoWeightAtPrice(1e9, 1e9, 99)).toBeCloseTo(0.01, 12);
    expect(weightAfterInjection({ tao: 1e9, alpha: 1e9, taoWeight: 0.5 }, 2e11, 0)).toBeNull();
  });

  it("may lie on a bound, whatever their own rounding", () => {
    for (const taoWeight of [0.01, 0.99])
      for (let k = 1; k <= 200; k++) {
        const [tao, alpha] = [997 * k ** 5, 1009 * k ** 4];
        const pool = { tao, alpha, taoWeight };
        expect(weightAfterInjection(pool, 3 * tao, 3 * alpha)).toBeCloseTo(taoWeight, 15);
        expect(taoWeightAtPrice(tao, alpha, spotPrice(pool))).toBeCloseTo(taoWeight, 15);
      }
    const beyond = (99 + 1e-9) / 100;
    expect(taoWeightAtPrice(1e9 * beyond, 1e9 * (1 - beyond), 1)).toBeNull();
  });

  it("round to the nearest unit, beyond 2^53 too", () => {
    expect(timesWeight(0.25, 2n * 10n ** 17n + 2n)).toBe(5n * 10n ** 16n + 1n);
    expect(timesWeight(0.01, 49n)).toBe(0n);
    expect(timesWeight(0.01, 50n)).toBe(1n);
  });
});
