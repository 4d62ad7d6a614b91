import { readFileSync } from "node:fs";
import { describe, expect, it, test } from "vitest";
import { economy } from "../../sim/catalog.ts";
import { networkNames, type NetworkName } from "../../sim/data/networks/index.ts";
import type { Emission } from "../../sim/emission/contract.ts";
import { compile } from "../../sim/rules.ts";
import { parseScenario } from "../../sim/scenario.ts";
import { schedulePoint } from "../../sim/schedule/point.ts";
import { scheduleRows, type Period } from "../../sim/schedule/rows.ts";
import { presetSchedule, scenarioSchedule, type Schedule } from "../../sim/schedule/schedule.ts";
import { genesis } from "../../sim/world.ts";
import { armsOfFile, column, playAll, SMALL } from "../support/play.ts";

/* eslint-disable @typescript-eslint/no-explicit-any -- schedules of many shapes */
const { schedules } = JSON.parse(
  readFileSync(new URL("../vectors/emission/emission_schedules.json", import.meta.url), "utf8"),
) as { schedules: any[] };
const published = (id: string) => schedules.find((one) => one.id === id);

const rowsOf = (schedule: Schedule, by: Period, years: number) => scheduleRows({ schedule, by, days: years * 365 });
const preset = (name: NetworkName) => presetSchedule(name);

/** A printed number, at the digits that it is printed with. */
const printed = (found: number, stated: number, digits: number) =>
  expect(Math.abs(found - stated), `${found}, printed ${stated}`).toBeLessThanOrEqual(0.5001 * 10 ** -digits);

/** A sum of numbers printed with two digits: half a digit for each of them. */
const printedSum = (found: number, stated: readonly number[]) =>
  expect(Math.abs(found - stated.reduce((a, b) => a + b))).toBeLessThanOrEqual(0.005001 * stated.length);

function scenario(...overrides: string[]) {
  return parseScenario(readFileSync(SMALL, "utf8"), SMALL, economy, () => "", overrides).scenario;
}
const small = (...overrides: string[]) => scenarioSchedule(scenario(...overrides), economy);

describe("published tables", () => {
  it("bitcoin by era: every era to the satoshi, 33 of them, 21 million in all but the last parts", () => {
    const rows = rowsOf(preset("bitcoin"), "era", 150);
    const { eras, max_supply_btc } = published("bitcoin");
    const satoshi = (tokens: number) => Math.round(tokens * 1e8);
    expect(rows.map(({ index, minted, cumulative }) => [index, satoshi(minted), satoshi(cumulative)])).toEqual(
      eras.map((one: any) => [one.era, satoshi(one.era_total_btc), satoshi(one.cumulative_btc)]),
    );
    expect(rows.map(({ start }) => Math.round(start * 144))).toEqual(eras.map((one: any) => one.from_height));
    expect(rows.at(-1)!.cumulative).toBe(max_supply_btc);
  });

  it("bitcoin by year, month and day: the same total to the satoshi", () => {
    const total = Math.round(published("bitcoin").max_supply_btc * 1e8);
    for (const by of ["year", "month", "day"] as const) {
      const rows = rowsOf(preset("bitcoin"), by, 140);
      expect(rows.reduce((all, { minted }) => all + Math.round(minted * 1e8), 0)).toBe(total);
      expect(Math.round(rows.at(-1)!.cumulative * 1e8)).toBe(total);
    }
  });

  it("bittensor by era: each from its issuance to the next", () => {
    const rows = rowsOf(preset("bittensor"), "era", 60);
    for (const { era, issuance_from: from, issuance_to: to } of published("bittensor_tao").eras) {
      const { index, minted, cumulative } = rows[era]!;
      expect(index).toBe(era);
      // The chain's whole parts pass a threshold by less than one block's reward.
      expect(Math.abs(cumulative - to), `era ${era}`).toBeLessThan(0.5 ** era);
      expect(Math.abs(cumulative - minted - from), `era ${era}`).toBeLessThan(2 * 0.5 ** era);
    }
  });

  it("helium, filecoin, io.net, render and akash by year", () => {
    const yearly = (name: NetworkName, years: number) => rowsOf(preset(name), "year", years);
    const helium = yearly("helium", 24);
    for (const { year, hnt_minted } of published("helium_hnt_hip20").years)
      printed(helium[year - 1]!.minted, hnt_minted, 3);
    const filecoin = yearly("filecoin", 30);
    for (const row of published("filecoin_fil").years)
      printedSum(filecoin[row.year - 1]!.cumulative, [
        row.simple_cum,
        row.baseline_cum_if_network_time_equals_real_time,
      ]);
    const ioNet = yearly("ioNet", 21);
    for (const { year, emitted, cumulative } of published("ionet_io_legacy").years) {
      printed(ioNet[year - 1]!.minted, emitted, 2);
      printed(ioNet[year - 1]!.cumulative, cumulative, 2);
    }
    const render = yearly("render", 60);
    for (const { bme_year: year, render: tokens } of published("render_bme").years)
      printed(render[year - 1]!.minted, tokens, 0);
    const akash = yearly("akash", 20);
    for (const { year, emission, supply_end, inflation } of published("akash_akt_model").years) {
      const { minted, cumulative, annualInflation } = akash[year - 1]!;
      expect(Math.abs(minted / emission - 1)).toBeLessThan(1e-3);
      expect(Math.abs((1e8 + cumulative) / supply_end - 1)).toBeLessThan(1e-3);
      expect(Math.abs(annualInflation / inflation - 1)).toBeLessThan(5e-3);
    }
  });

  it("livepeer: a rate of 750,000 billionths a round is 36.7% a year, compounded by its rounds", () => {
    const controller = (billionths: number) =>
      small(
        "blockTime=1 hour",
        "tempo=24",
        `emission={ kind: bondingController, openingBillionths: ${billionths}, stepBillionths: 0, round: 21 hours }`,
        "taper={ kind: never }",
      );
    const { targets } = published("livepeer_lpt");
    for (const billionths of [750_000, 50_000]) {
      const { value, abs_tol } = targets.find(({ what }: any) => what === `annualised ${billionths} ppb`);
      expect(Math.abs(rowsOf(controller(billionths), "year", 1)[0]!.annualInflation - value)).toBeLessThan(abs_tol);
    }
  });
});

describe("rows", () => {
  /** A schedule that counts how often its emission is asked. */
  function counted(schedule: Schedule): { schedule: Schedule; asked: () => number } {
    let asked = 0;
    const mint: Emission["mint"] = (...span) => (asked++, schedule.emission.mint(...span));
    return { schedule: { ...schedule, emission: { ...schedule.emission, mint } }, asked: () => asked };
  }

  test.each(networkNames)("a century of %s by day asks its rule once a day", (name) => {
    const { schedule, asked } = counted(preset(name));
    const rows = rowsOf(schedule, "day", 100);
    expect(rows).toHaveLength(36_500);
    expect(asked()).toBe(36_500);
    expect(rows.every(({ minted }) => Number.isFinite(minted) && minted >= 0)).toBe(true);
  });

  test.each(networkNames)("%s: days, months and years add up to the same", (name) => {
    const total = (by: Period) => rowsOf(preset(name), by, 6).reduce((all, { minted }) => all + minted, 0);
    const years = total("year");
    expect(Math.abs(total("month") / years - 1)).toBeLessThan(1e-9);
    expect(Math.abs(total("day") / years - 1)).toBeLessThan(1e-9);
    expect(Math.abs(rowsOf(preset(name), "month", 6).at(-1)!.cumulative / years - 1)).toBeLessThan(1e-9);
  });

  it("end where the time does, cut off there", () => {
    const rows = scheduleRows({ schedule: preset("bitcoin"), by: "year", days: 400 });
    expect(rows.map(({ minted }) => minted)).toEqual([365 * 7200, 35 * 7200]);
    expect(rows[1]!.annualInflation).toBeCloseTo((35 * 7200) / (365 * 7200) / (35 / 365), 12);
  });

  it("say what of the burn helium mints anew", () => {
    const burning = presetSchedule("helium", { burnedPerDay: 1000 });
    const [first, second] = rowsOf(burning, "year", 2);
    // The window of seven days fills in the first week: 1/7 + ... + 7/7 days of burn, then a day each.
    expect(first!.remintedBurn).toBeCloseTo(1000 * (358 + 4), 6);
    expect(second!.remintedBurn).toBeCloseTo(365_000, 6);
    expect(second!.minted - second!.remintedBurn).toBeCloseTo(60e6, 4);
    const capped = rowsOf(presetSchedule("helium", { burnedPerDay: 5000 }), "year", 2)[1]!;
    expect(capped.remintedBurn).toBeCloseTo(1643.52 * 365, 6);
  });

  it("count eras of helium by its own two years, and each ends in a halving", () => {
    const rows = rowsOf(preset("helium"), "era", 20);
    expect(rows.map(({ index, start }) => [index, start])).toEqual(Array.from({ length: 10 }, (_, k) => [k, 730 * k]));
    rows.forEach(({ minted }, k) => expect(minted / (120e6 / 2 ** k)).toBeCloseTo(1, 12));
  });

  it("refuse what they cannot show", () => {
    const refused = (schedule: Schedule, by: Period, years: number) => () => rowsOf(schedule, by, years);
    expect(refused(preset("akash"), "era", 5)).toThrow(
      "akash: its emission (exponentialToCap) has no eras; expected by",
    );
    expect(refused(preset("bitcoin"), "epoch", 5)).toThrow("bitcoin: a preset has no epochs; expected era, year");
    expect(refused(preset("bitcoin"), "day", 3000)).toThrow(
      "1095000 days by day are 1095000 rows; expected at most 1000000",
    );
    expect(refused(presetSchedule("livepeer", { bondedShare: 0.1 }), "year", 100)).toThrow(
      /^livepeer: blocks \d+ to \d+: Infinity tokens are issued; expected a finite number/,
    );
    const halving = "emission={ kind: issuanceHalving, tokensPerBlock: 1 token/block, cap: 1000000 }";
    expect(refused(small(halving, "taper.basis=actual"), "era", 1)).toThrow(
      "small: a taper on basis actual moves the eras of its emission; expected by year",
    );
  });
});

describe("scenarios", () => {
  const halving = "emission={ kind: issuanceHalving, tokensPerBlock: 0.05 tokens/block, cap: 400000 }";
  const linear = (basis: string) => `taper={ kind: linear, from: 10 weeks, until: 40 weeks, basis: ${basis} }`;

  test.each([
    ["constant, step", []],
    ["issuance, linear, shadow", [halving, linear("shadow")]],
    ["issuance, linear, actual", [halving, linear("actual")]],
    [
      "decay, never",
      ["emission={ kind: decay, tokensPerBlock: 0.02 tokens/block, halfLife: 100 days }", "taper={ kind: never }"],
    ],
  ])("%s: by epoch, what a run of the scenario mints", async (_, overrides) => {
    const schedule = small("split={ owner: 1, miners: 0, validators: 0 }", ...overrides);
    const rows = rowsOf(schedule, "epoch", 1).slice(0, 52);
    const arms = armsOfFile(SMALL, ["split={ owner: 1, miners: 0, validators: 0 }", ...overrides]);
    const minted = column(await playAll(arms, ["epochs"]), "cut", "minted");
    expect(minted).toHaveLength(52);
    minted.forEach((tokens, epoch) => expect(Math.abs(rows[epoch]!.minted - tokens)).toBeLessThan(1e-9 * (1 + tokens)));
    expect(minted.some((tokens) => tokens > 0)).toBe(true);
  });

  test.each([
    ["its own tokens", []],
    ["those of a network", ["emission={ kind: preset, network: akash }"]],
  ])("open with what a run opens with: %s", (_, overrides) => {
    const schedule = small(...overrides);
    const { token, market, validators } = genesis(compile(scenario(...overrides), economy));
    expect(schedule.openingIssuance).toBe(token.issuance);
    expect(schedule.held.price).toBe(market.price);
    expect(schedule.held.bondedShare).toBe(validators.stake.reduce((a, b) => a + b, 0) / token.supply);
  });

  it("refuse a price that nobody knows", () => {
    const schedule = small("emission={ kind: revenuePegged, vault: 1000, usdPerDay: 10 USD/day }");
    expect(rowsOf(schedule, "day", 0.01)[0]!.minted).toBeGreaterThan(0);
    const { price: _, ...held } = schedule.held;
    expect(() => rowsOf({ ...schedule, held }, "year", 1)).toThrow("small: blocks 0 to");
  });
});

describe("a moment", () => {
  it("is a block, a time or an issuance", () => {
    const halved = schedulePoint(preset("bitcoin"), { block: 840_000 });
    expect(halved).toMatchObject({
      block: 840_000,
      era: 4,
      minted: 19_687_500,
      tokensPerBlock: 3.125,
      tokensPerDay: 450,
    });
    expect(schedulePoint(preset("bitcoin"), { block: 839_999 })).toMatchObject({ era: 3, tokensPerBlock: 6.25 });
    expect(schedulePoint(preset("helium"), { seconds: 6 * 365 * 86_400 }).tokensPerDay).toBeCloseTo(20_547.945205, 5);
    const { value, rel_tol } = published("akash_akt_model").targets.find(
      ({ what }: any) => what === "initial inflation",
    );
    const { annualInflation } = schedulePoint(preset("akash"), { block: 0 });
    expect(Math.abs(annualInflation / value - 1)).toBeLessThan(rel_tol);
    // 8 rounds of 21 hours are a week
    expect(schedulePoint(preset("livepeer"), { block: 0 }).annualInflation).toBeCloseTo(
      (1.000137 ** 8 - 1) * (365 / 7),
      12,
    );
  });

  test.each((published("bittensor_tao").targets as any[]).filter(({ what }) => what.startsWith("emission at")))(
    "bittensor: $what",
    ({ what, value }) => {
      const issuance = Number(/[\d,]+$/.exec(what)![0].replaceAll(",", ""));
      const point = schedulePoint(preset("bittensor"), { issuance });
      expect([point.issuance, point.tokensPerBlock]).toEqual([issuance, value]);
    },
  );

  it("tells the smallest reward to the digit beside millions issued", () => {
    expect(schedulePoint(preset("bitcoin"), { block: 6_929_999 }).tokensPerBlock).toBeCloseTo(1e-8, 16);
    expect(schedulePoint(preset("bitcoin"), { block: 6_930_000 }).tokensPerBlock).toBe(0);
  });

  it("is the first block that finds an issuance", () => {
    const point = schedulePoint(preset("akash"), { issuance: 2e8 });
    const before = schedulePoint(preset("akash"), { block: point.block - 1 });
    expect(point.issuance).toBeGreaterThanOrEqual(2e8);
    expect(before.issuance).toBeLessThan(2e8);
  });

  it("tells the era by the issuance that the schedule sees", () => {
    const halving = "emission={ kind: issuanceHalving, tokensPerBlock: 0.05 tokens/block, cap: 400000 }";
    const at = (basis: string) =>
      schedulePoint(small(halving, "taper.at=10 weeks", `taper.basis=${basis}`), { seconds: 3e8 });
    // untapered it would have halved by then; as issued it stands still before the first threshold
    expect(at("shadow").era).toBeGreaterThan(0);
    expect(at("actual").era).toBe(0);
  });

  it("is refused where it never comes", () => {
    expect(() => schedulePoint(preset("akash"), { issuance: 5e7 })).toThrow(
      "akash: opens with 100000000 tokens issued",
    );
    expect(() => schedulePoint(preset("bitcoin"), { issuance: 3e7 })).toThrow(
      /^bitcoin: issues 20999999\.97\d* tokens in 500/,
    );
  });
});
