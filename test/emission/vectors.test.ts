import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { clock } from "../../sim/core/clock.ts";
import { networks, type NetworkName } from "../../sim/data/networks/index.ts";
import { networkTime } from "../../sim/emission/baseline.ts";
import type { Emission } from "../../sim/emission/contract.ts";
import { bounded } from "../../sim/emission/floorAndCap.ts";
import { emission } from "../../sim/emission/index.ts";
import { eraInParts } from "../../sim/emission/issuanceHalving.ts";
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
  it.each(stated as any[])("$what", (target) => {
    if (target.what in otherTargets) return;
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

/** Golden vectors of other slots, by the test that reads them. */
const elsewhere: Record<string, string> = {
  ...Object.fromEntries(
    ["akash-bme-1", "akash-bme-2", "akash-cr", "render-job-1", "render-cm", "render-job-2", "render-gross-up"].map(
      (id) => [id, "test/settlement"],
    ),
  ),
  ...Object.fromEntries(
    [
      "salad-sce",
      "salad-sce-up",
      "salad-sgs",
      "render-rebalance",
      "render-ceiling",
      "helium-hip147-a",
      "helium-hip147-b",
      "akash-subsidy-auction",
    ].map((id) => [id, "test/settlement"]),
  ),
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
  it.each(golden)("$id", (vector) => {
    if (elsewhere[vector.id] === undefined) {
      expect(Object.keys(own)).toContain(vector.id);
      own[vector.id]!(vector);
    }
  });
});

describe("block_emission_halving", () => {
  const { kind, tolerance, cases } = read("block_emission_halving");
  it("is a block_emission vector, exact", () => expect([kind, tolerance]).toEqual(["block_emission", 0]));
  it.each(cases as any[])("issuance $issuance_rao", ({ issuance_rao, expected_rao }) => {
    expect(eraInParts(BigInt(issuance_rao), 21_000_000n * 10n ** 9n, 10n ** 9n).reward).toBe(BigInt(expected_rao));
  });
});

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
    // within an epoch the baseline is constant, so that network time is realised over baseline
    "theta interpolation cases": (value: [string, number][]) =>
      value.flatMap((_, k) => [NaN, networkTime([0.5, 0.25, 15 + 0.25][k]! * 7, 7, 0)]),
    "total minted after 6 years if theta=t": () => [total(epochs(330_000_000, 770_000_000), 0, 6 * 1_051_200)],
    "baseline initial value bytes, doubling yearly": () => [(networks.filecoin.emission as any).openingBaseline * 1e18],
  };
  /** Totals of what happened, which no schedule gives. */
  const observed = ["actual max supply after slow first year"];
  const epochs = (simple: number, gated: number, lead = "0 s") =>
    built({ ...networks.filecoin.emission, simple, gated, lead }, 30);
  const blocksToThreshold = () => {
    expect(total(preset("bittensor"), 0, 10_500_000)).toBe(10_500_000);
    expect(total(preset("bittensor"), 0, 10_500_001) - 10_500_000).toBeCloseTo(0.5, 9);
    return 10_500_000;
  };
  const stated = reproductions.flatMap(({ id, targets: list }) => list.map((target: any) => ({ id, ...target })));
  it.each(stated)("$id: $name", ({ name, value, tolerance }) => {
    if (observed.includes(name)) return;
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
