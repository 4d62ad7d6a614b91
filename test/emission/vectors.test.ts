import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { clock } from "../../sim/core/clock.ts";
import { networks, type NetworkName } from "../../sim/data/networks/index.ts";
import { networkTime } from "../../sim/emission/baseline.ts";
import type { Emission } from "../../sim/emission/contract.ts";
import { bounded } from "../../sim/emission/floorAndCap.ts";
import { emission } from "../../sim/emission/index.ts";
import { eraInParts } from "../../sim/emission/issuanceHalving.ts";
import { subnetTerms } from "../../sim/dtao/coinbase.ts";
import { movingPrice } from "../../sim/dtao/movingPrice.ts";
import { alphaBought } from "../../sim/dtao/pool.ts";
import { priceShares } from "../../sim/dtao/shares.ts";
import { interpolatedTime } from "../../sim/theory/baselineTime.ts";
import { burnAndReward, monthlySplit, pointsReward } from "../../sim/theory/renderRewards.ts";
import { inputsOf, playThrough } from "./play.ts";

/* eslint-disable @typescript-eslint/no-explicit-any -- vectors of many shapes, each read by the test of its name */
const read = (name: string): any =>
  JSON.parse(readFileSync(new URL(`../vectors/emission/${name}.json`, import.meta.url), "utf8"));
const { schedules, golden_vectors: golden } = read("emission_schedules") as { schedules: any[]; golden_vectors: any[] };
const reproductions = read("reproductions").targets as any[];

const DAY = 86_400;
const YEAR = 365 * DAY;

/** A kind with blocks of the given seconds, built as a scenario would. */
function built(entry: { kind: string } & Record<string, unknown>, blockSeconds: number): Emission {
  return emission.build(emission.schema.parse(entry), { clock: clock(blockSeconds, 1, YEAR), seed: 1 });
}
const preset = (network: NetworkName) => built({ kind: "preset", network }, networks[network].blockSeconds);
/** A preset whose rule counts time, in blocks of an hour. */
const hourly = (network: NetworkName) => built({ kind: "preset", network }, 3600);
const total = (rule: Emission, from: number, to: number, opening = 0) =>
  playThrough(rule, [from, to], inputsOf({ burnedTokens: 0 }), opening);
const years = (n: number) => n * 8760;

/** A number within the tolerance that its target states; one without a tolerance fails. */
function expectWithin(found: number, target: any): void {
  const allowed: unknown = target.abs_tol ?? (target.rel_tol === undefined ? undefined : target.rel_tol * target.value);
  expect(typeof allowed, `no tolerance: ${target.what}`).toBe("number");
  expect(Math.abs(found - target.value), `${target.what}: ${found}`).toBeLessThanOrEqual(allowed as number);
}

const rewardAt = (rule: Emission, issuance: number) =>
  rule.mint(0, 1, { issuance, minted: 0, memory: [] }, inputsOf({}));

const livepeerRound = (rate: number, step: number, bondedShare: number, rounds = 1) => {
  const entry = { kind: "bondingController", openingBillionths: rate, stepBillionths: step, round: "21 hours" };
  return playThrough(built(entry, 3600), [0, 21 * rounds], inputsOf({ bondedShare }), 1);
};
const byPrefix = (text: string, cases: Record<string, () => number>): number => {
  const found = Object.entries(cases).filter(([name]) => text.startsWith(name));
  expect(found.length, `target "${text}" is read by ${found.length} cases`).toBe(1);
  return found[0]![1]();
};

/** Linear fall after a flat rate, as HIP-149 states its supplement: block of an hour. */
const supplement = (flat: number, flatDays: number, taperDays: number) => {
  const entry = {
    kind: "formula",
    tokensPerBlock: `${flat} / 24 * (t < ${flatDays} ? 1 : max(0, 1 - (t - ${flatDays}) / ${taperDays}))`,
  };
  return total(built(entry, 3600), 0, (flatDays + taperDays) * 24);
};

const targets: Record<string, Record<string, () => number>> = {
  bitcoin: {
    "max supply": () => total(preset("bitcoin"), 0, 1e9),
    "cumulative after era 3": () => total(preset("bitcoin"), 0, 840_000),
  },
  bittensor_tao: {
    "emission at issuance 10,499,999": () => rewardAt(preset("bittensor"), 10_499_999),
    "emission at issuance 10,500,000": () => rewardAt(preset("bittensor"), 10_500_000),
    "emission at issuance 15,750,000": () => rewardAt(preset("bittensor"), 15_750_000),
    "emission at issuance 18,375,000": () => rewardAt(preset("bittensor"), 18_375_000),
    "days from 10.5M to 15.75M": () => {
      const blocks = 10_500_000;
      expect(total(preset("bittensor"), 0, blocks, 10_500_000)).toBe(5_250_000);
      expect(total(preset("bittensor"), 0, blocks - 1, 10_500_000)).toBeLessThan(5_250_000);
      return blocks / 7200;
    },
  },
  helium_hnt_hip20: {
    "sum of years 1-24": () => total(hourly("helium"), 0, years(24)),
    "daily emission in year 7": () => total(hourly("helium"), years(6), years(6) + 24),
    "net-emission cap per day": () =>
      playThrough(hourly("helium"), [0, 24 * 7, 24 * 8], inputsOf({ burnedTokens: 1e6 })) -
      playThrough(hourly("helium"), [0, 24 * 7], inputsOf({ burnedTokens: 1e6 })) -
      total(hourly("helium"), 24 * 7, 24 * 8),
    "HIP-149 supplement": () => {
      const {
        hip149_flat_rate_per_day: rate,
        hip149_flat_days: flat,
        hip149_taper_days: taper,
      } = schedules.find(({ id }) => id === "helium_hnt_hip20").published_corrections;
      return supplement(rate, flat, taper);
    },
  },
  filecoin_fil: {
    "simple minting after 6 years": () => total(simpleFilecoin, 0, years(6)),
    "simple minting after 1 year": () => total(simpleFilecoin, 0, years(1)),
    "network stays exactly on baseline": () => networkTime(realisedOn(365), 2.5, Math.LN2 / 365) / 365,
  },
  ionet_io_legacy: { "total over the schedule": () => total(preset("ioNet"), 0, 1e7) },
  render_bme: {
    "year 1": () => total(hourly("render"), 0, years(1)),
    "year 2 and year 3": () => total(hourly("render"), years(1), years(2)),
    "cumulative after 60 years": () => total(hourly("render"), 0, years(60)) / 107_374_182,
  },
  akash_akt_model: {
    "model supply at year 1": () => 1e8 + total(hourly("akash"), 0, years(1), 1e8),
    "initial inflation": () => (total(hourly("akash"), 0, 1, 1e8) * 8760) / 1e8,
  },
  livepeer_lpt: {
    "next-round rate from 0.0455%": () => livepeerRound(455_000, 3000, 0.6),
    "same with new step": () => livepeerRound(455_000, 500, 0.6),
    "annualised 750000 ppb": () => livepeerRound(750_000, 500, 0.5, 417),
    "annualised 50000 ppb": () => livepeerRound(50_000, 500, 0.5, 417),
  },
};

const filecoinWith = (simple: number, gated: number) => built({ ...networks.filecoin.emission, simple, gated }, 3600);
const simpleFilecoin = filecoinWith(330_000_000, 0);
const realisedOn = (days: number) => (2.5 * Math.expm1((Math.LN2 / 365) * days)) / (Math.LN2 / 365);

/** Targets that no emission answers. */
const otherTargets: Record<string, string> = {
  "genesis vesting total after 6 years": "tokens of founders and investors, which are not minted; no rule makes them",
};

describe.each(schedules)("schedule $id", ({ id, targets: stated }) => {
  it.each((stated as any[]).filter(({ what }) => !(what in otherTargets)))("$what", (target) => {
    if (Array.isArray(target.value)) {
      const rule = preset("ioNet");
      target.value.forEach((value: number, hour: number) =>
        expectWithin(total(rule, hour, hour + 1), { ...target, value }),
      );
    } else expectWithin(byPrefix(target.what, targets[id]!), target);
  });
});

/** A published row at the digits that it is printed with. */
const toDigits = (found: number, printed: number, digits: number) =>
  expect(Math.abs(found - printed), `${found}, printed ${printed}`).toBeLessThanOrEqual(0.5001 * 10 ** -digits);

describe("rows of the schedules", () => {
  const of = (id: string) => schedules.find((one) => one.id === id);

  it("bitcoin: each era, to the satoshi", () => {
    for (const { from_height: from, to_height: to, era_total_btc: era, cumulative_btc: all } of of("bitcoin").eras) {
      expect(Math.round(total(preset("bitcoin"), from, to + 1) * 1e8)).toBe(Math.round(era * 1e8));
      expect(Math.round(total(preset("bitcoin"), 0, to + 1) * 1e8)).toBe(Math.round(all * 1e8));
    }
  });
  it("bittensor: each era begins at its issuance", () => {
    for (const { block_emission_tao: reward, issuance_from: from, issuance_to: to } of of("bittensor_tao").eras) {
      const whole = Math.floor(reward * 1e9) / 1e9; // the chain pays whole parts
      expect(rewardAt(preset("bittensor"), from)).toBe(whole);
      expect(rewardAt(preset("bittensor"), to - 0.001)).toBe(whole);
    }
  });
  it("helium, filecoin, io.net, render, akash: each year", () => {
    for (const { year, hnt_minted } of of("helium_hnt_hip20").years)
      toDigits(total(hourly("helium"), years(year - 1), years(year)), hnt_minted, 3);
    for (const row of of("filecoin_fil").years) {
      toDigits(total(simpleFilecoin, 0, years(row.year)), row.simple_cum, 2);
      const gated = filecoinWith(0, 770_000_000);
      toDigits(total(gated, 0, years(row.year)), row.baseline_cum_if_network_time_equals_real_time, 2);
    }
    for (const { year, emitted } of of("ionet_io_legacy").years)
      toDigits(total(preset("ioNet"), years(year - 1), years(year)), emitted, 2);
    for (const { bme_year: year, render } of of("render_bme").years)
      toDigits(total(hourly("render"), years(year - 1), years(year)), render, 0);
    for (const { year, emission: minted } of of("akash_akt_model").years)
      expect(
        Math.abs(total(hourly("akash"), years(year - 1), years(year), akashAt(year - 1)) / minted - 1),
      ).toBeLessThan(1e-3);
  });
});
const akashAt = (year: number): number => 1e8 + (year === 0 ? 0 : total(hourly("akash"), 0, years(year), 1e8));

/** Golden vectors of other slots, and of proposals that no slot plays, by the test that reads them. */
const elsewhere: Record<string, readonly string[]> = {
  "test/settlement": ["akash-bme-1", "akash-bme-2", "akash-cr", "render-gross-up"],
  "test/market/reverseAuction.test.ts": ["akash-subsidy-auction"],
  "test/theory/renderRewards.test.ts": [
    ...["render-job-1", "render-cm", "render-job-2", "render-rebalance", "render-ceiling"],
    ...["salad-sce", "salad-sce-up", "salad-sgs"],
  ],
  "test/theory/heliumRewards.test.ts": ["helium-hip147-a", "helium-hip147-b"],
};

describe("golden vectors", () => {
  const own: Record<string, (vector: any) => void> = {
    "fil-theta": ({ input: { days }, expected: { theta_days }, tolerance }) =>
      expect(Math.abs(networkTime(realisedOn(days), 2.5, Math.LN2 / 365) - theta_days)).toBeLessThanOrEqual(tolerance),
    "helium-hip149": ({ input: { gb, payer, baseline_hnt: base }, expected, tolerance }) => {
      const revenue = gb * payer;
      const at = (price: number) =>
        bounded(base, 1e9, 1, { floor: (0.5 * revenue) / price, cap: (3 * revenue) / price });
      // the floor price: below it work is topped up, above it not; the cap price likewise
      expect(at(expected.floor_price - tolerance).topUp).toBeGreaterThan(0);
      expect(at(expected.floor_price + tolerance).topUp).toBe(0);
      expect(at(expected.cap_price + tolerance).overflow).toBeGreaterThan(0);
      expect(at(expected.cap_price - tolerance).overflow).toBe(0);
    },
  };
  const others = Object.values(elsewhere).flat();
  it.each(golden.filter(({ id }) => !others.includes(id)))("$id", (vector) => {
    expect(Object.keys(own)).toContain(vector.id);
    own[vector.id]!(vector);
  });
});

describe("block_emission_halving", () => {
  const { kind, tolerance, cases } = read("block_emission_halving");
  it("is a block_emission vector, exact", () => expect([kind, tolerance]).toEqual(["block_emission", 0]));
  it.each(cases as any[])("issuance $issuance_rao", ({ issuance_rao, expected_rao }) => {
    expect(eraInParts(BigInt(issuance_rao), 21_000_000n * 10n ** 9n, 10n ** 9n).reward).toBe(BigInt(expected_rao));
  });
});

const { setup: dtaoSetup } = reproductions.find(({ id }) => id === "dtao-price-emission");
const { setup: renderSetup } = reproductions.find(({ id }) => id === "render-bme");

/** TAO of a block that joins each subnet's pool. */
function taoInjected(): number[] {
  const { emission: minted, moving_prices: prices, reserves_tao: tao, reserves_alpha: alpha } = dtaoSetup;
  return Array.from(priceShares(prices, [0, 0]), (share, k) => {
    // The cap does not bind: all that the subnet mints may join, and it mints ten times the TAO's worth.
    const price = tao[k] / alpha[k];
    const { taoIn } = subnetTerms(share * minted, (10 * minted) / price, price, 1);
    return taoIn;
  });
}

/** Values that are words say what holds; the test shows it and gives NaN for what is no number. */
const dynamicTao: Record<string, (value: any) => number[]> = {
  "tao injected subnet 1": () => [taoInjected()[0]!],
  "tao injected subnet 2": () => [taoInjected()[1]!],
  "EMA after 14 steps toward 1.0, moving_alpha .1, 28 days after registration": () => [averaged(0.1, 28 * 7200, 14)],
  "EMA closed form 1-(1-.05)^14": () => [averaged(0.1, 28 * 7200, 14)],
  "EMA single step, moving_alpha .5, 144,000,000 blocks after registration": () => [averaged(0.5, 144_000_000, 1)],
  "price invariance": () => {
    taoInjected().forEach((dTao, k) => {
      const [tao, alpha] = [dtaoSetup.reserves_tao[k], dtaoSetup.reserves_alpha[k]];
      expect((tao + dTao) / (alpha + dTao / (tao / alpha))).toBeCloseTo(tao / alpha, 12);
    });
    return [NaN];
  },
  "constant product buy": () => {
    const [tao, alpha, paid] = [1e14, 4e14, 7e12];
    const bought = alphaBought({ tao, alpha, taoWeight: 0.5 }, paid)!;
    expect(Math.abs(bought - (alpha - (tao * alpha) / (tao + paid)))).toBeLessThanOrEqual(1);
    return [NaN];
  },
};
function averaged(movingAlpha: number, blocks: number, steps: number): number {
  let price = 0;
  for (let k = 0; k < steps; k++) price = movingPrice({ movingAlpha, halvingBlocks: 201_600 }, price, 1, blocks);
  return price;
}

const month = () => total(hourly("render"), 0, years(1)) / 12;
const divided = () => monthlySplit(month(), renderSetup.foundation_share, renderSetup.operators_share_of_network);
const burnAndMint: Record<string, (value: any) => number[]> = {
  "monthly mint": () => [month()],
  "network half": () => [divided().network],
  "node operators": () => [divided().operators],
  remainder: () => [divided().remainder],
  "half of remainder": () => [divided().half],
  "points example: 100,000 of 10,000,000 tokens at 5 points, pool 95,071": () => [pointsReward(1e5, 1e7, 5, 95_071)],
  "added supply 107,374,182 described as 20%; implies 536,870,910 base": () => [preset("render").cap / 0.2],
  "growth-phase damping per period": () => {
    const { damping } = networks.render.emission as any;
    const [before, after] = [19, 20].map((year) => total(hourly("render"), years(year), years(year + 1)));
    expect(after! / before!).toBeCloseTo(damping, 12);
    return [damping];
  },
  "balance at 10,000 minted: burning 10,000 leaves supply flat, 15,000 shrinks it by 5,000": () => {
    const supply = (burned: number) => burnAndReward(burned, { burn: 1, reward: 0 }, { burn: 1, pay: 1 }).burn;
    expect([10_000 - supply(10_000), 10_000 - supply(15_000)]).toEqual([0, -5000]);
    return [NaN];
  },
};

describe("published values", () => {
  const own: Record<string, (value: any) => number[]> = {
    "halving issuance thresholds": (value: number[]) =>
      value.map((issuance, era) => {
        expect(rewardAt(preset("bittensor"), issuance - 0.001)).toBe(2 ** -era);
        expect(rewardAt(preset("bittensor"), issuance)).toBe(2 ** -(era + 1));
        return issuance;
      }),
    "emission at issuance": (value: [number, number][]) =>
      value.flatMap(([issuance]) => [issuance, rewardAt(preset("bittensor"), issuance)]),
    "blocks between halvings with no recycling": () => [blocksToThreshold()],
    "days between halvings with no recycling": () => [blocksToThreshold() / 7200],
    "daily emission before and after first halving": () =>
      [0, 10_500_000].map((issuance) => total(preset("bittensor"), 0, 7200, issuance)),
    "year, supply at start, minted": (value: number[][]) =>
      value.flatMap(([year]) => [
        year!,
        total(hourly("helium"), 0, years(year! - 1)),
        total(hourly("helium"), years(year! - 1), years(year!)),
      ]),
    "theoretical max supply": () => [built(networks.helium.emission.schedule as any, 3600).cap],
    "HNT per epoch at 5M per month": () => [total(hourly("helium"), 0, years(1)) / (365 * 48)],
    "simple reward attoFIL at epoch": (value: [number, string][]) =>
      value.flatMap(([epoch]) => [epoch, total(epochs(330_000_000, 0, "30 s"), epoch, epoch + 1) * 1e18]),
    "baseline reward FIL for theta 0 to 1": () => [total(epochs(0, 770_000_000), 0, 1)],
    "theta interpolation cases": (value: [string, number][]) =>
      value.flatMap((_, k) => [NaN, interpolatedTime(...chainTimes[k]!)]),
    "total minted after 6 years if theta=t": () => [total(epochs(330_000_000, 770_000_000), 0, 6 * 1_051_200)],
    ...dynamicTao,
    ...burnAndMint,
    "baseline initial value bytes, doubling yearly": () => [(networks.filecoin.emission as any).openingBaseline * 1e18],
  };
  /** Totals of what happened, which no schedule gives. */
  const observed = ["actual max supply after slow first year"];
  const epochs = (simple: number, gated: number, lead = "0 s") =>
    built({ ...networks.filecoin.emission, simple, gated, lead }, 30);
  // The inputs are those of the chain's own test, where the baseline of epoch k is 2048 (k + 1): k, b_k, baseline and realised
  // so far. filecoin-project/builtin-actors at 04eef6b, actors/reward/src/logic.rs, test_compute_r_theta.
  const baselineUpTo = (k: number) => (2048 * (k + 1) * (k + 2)) / 2;
  const chainTimes: readonly (readonly [number, number, number, number])[] = [
    [1, 2 * 2048, baselineUpTo(1), 2048 + (2 * 2048) / 2],
    [1, 2 * 2048, baselineUpTo(1), 2048 + (2 * 2048) / 4],
    [16, 17 * 2048, baselineUpTo(16), baselineUpTo(15) + (17 * 2048) / 4],
  ];
  const blocksToThreshold = () => {
    expect(total(preset("bittensor"), 0, 10_500_000)).toBe(10_500_000);
    expect(total(preset("bittensor"), 0, 10_500_001) - 10_500_000).toBeCloseTo(0.5, 9);
    return 10_500_000;
  };
  const stated = reproductions.flatMap(({ id, targets: list }) => list.map((target: any) => ({ id, ...target })));
  it.each(stated.filter(({ name }) => !observed.includes(name)))("$id: $name", ({ name, value, tolerance }) => {
    expect(Object.keys(own)).toContain(name);
    const found = own[name]!(value);
    const wanted = [value].flat(2).map(Number);
    expect(found.length).toBe(wanted.length);
    wanted.forEach((want, k) => {
      if (Number.isNaN(want)) return;
      const allowed = tolerance === "exact" ? 0 : (tolerance.abs ?? tolerance.rel * Math.abs(want));
      expect(Math.abs(found[k]! - want), `${found[k]} for ${want}`).toBeLessThanOrEqual(allowed);
    });
  });
});
