import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it, test } from "vitest";
import { drawCamps, SERVERS, submittedWeights, VALIDATORS } from "../../bench/guarantees/camps.ts";
import { playTask, type Column, type Task } from "../../bench/guarantees/columns.ts";
import { compareLines, readPublished, toleranceOf, type PublishedSetting } from "../../bench/guarantees/compare.ts";
import { honestEmission, honestShares, parametersOf } from "../../bench/guarantees/map.ts";
import { checkPoints } from "../../bench/guarantees/points.ts";
import { selfWeights, settings, type Setting } from "../../bench/guarantees/settings.ts";
import { sum } from "../../sim/core/matrix.ts";

/** Retention lines read off the published plots. */
const folder = new URL("../vectors/guarantees/", import.meta.url);
const published = readdirSync(folder).flatMap((name) =>
  readPublished(JSON.parse(readFileSync(new URL(name, folder), "utf8"))),
);

const range = (count: number) => Array.from({ length: count }, (_, k) => k + 1);

function columnsOf(
  { xi, ...physics }: Setting,
  wish: Pick<Task, "seed" | "honestStake" | "minorWeights"> & { readonly whole?: boolean },
): readonly Column[] {
  return playTask({ whole: false, ...wish, physics, xis: [xi] });
}

/** The points of some published lines that are outside their tolerance, ours being the mean over the seeds. */
function outside(one: PublishedSetting, stakes: readonly number[], minorWeights: readonly number[], seeds: number) {
  const lines = one.lines
    .filter(({ honestStake }) => stakes.includes(honestStake))
    .map(({ honestStake, honestWeights }) => ({
      honestStake,
      honestWeights: honestWeights.filter((_, k) => minorWeights.includes(one.minorWeights[k]!)),
    }));
  const bySeed = new Map(
    lines.map(({ honestStake }) => [
      honestStake,
      range(seeds).map((seed) => columnsOf(one.setting, { seed, honestStake, minorWeights })),
    ]),
  );
  const compared = compareLines([{ ...one, minorWeights, lines }], (_, honestStake, minorWeight) =>
    bySeed.get(honestStake)!.map((columns) => columns[minorWeights.indexOf(minorWeight)]!.retention[0]!),
  );
  expect(compared.length).toBeGreaterThan(0);
  return compared.filter(({ ok }) => !ok);
}

describe("retention lines of the published plots", () => {
  const named = (name: string) => published.find((one) => one.name === name)!;
  const tenths = range(11).map((k) => (k - 1) / 10);

  test.each([0.51, 0.6, 0.75, 0.95])("base, S = %d, every W_C", (honestStake) => {
    expect(outside(named("base"), [honestStake], tenths, 2)).toEqual([]);
  });

  test.each(published.filter(({ name }) => name !== "base"))("$name, some S and W_C", (one) => {
    expect(outside(one, [0.55, 0.6, 0.8], [0, 0.5, 1], 2)).toEqual([]);
  });

  test("the point where draws scatter most, within tolerance as a mean of ten", () => {
    expect(outside(named("kappa_40"), [0.51], [1], 10)).toEqual([]);
  });

  test("are said to be outside where they are", () => {
    const lines = [{ honestStake: 0.6, honestWeights: [0.72, null, 0.5] }];
    const points = () => [0.7, 0.72];
    const one = { name: "base", setting: settings.base, minorWeights: [0.8, 0.9, 1], lines };
    const [near, far, ...rest] = compareLines([one], points);
    expect(rest).toEqual([]);
    expect(near).toMatchObject({ minorWeight: 0.8, published: 0.72, lowest: 0.7, highest: 0.72, ok: true });
    expect(near!.difference).toBeCloseTo(-0.01, 12);
    expect(far).toMatchObject({ minorWeight: 1, tolerance: 0.02, ok: false });
    expect(compareLines([one], () => [Infinity]).map(({ ok }) => ok)).toEqual([false, false]);
  });

  test("have the stated tolerances", () => {
    expect([0.51, 0.9, 0.95].map((stake) => toleranceOf(stake, settings.base))).toEqual([0.02, 0.02, 0.03]);
    expect(toleranceOf(0.6, { sigmaWeights: 0.6 })).toBe(0.03);
  });

  test("are refused when points are missing", () => {
    const one = {
      setting: { sigma_weights: 0.4, kappa: 0.5, beta: 1, xi: 0.5 },
      minor_self_weight: [0, 1],
      retention_line_published_plot: { "0.60": [0.1] },
    };
    expect(() => readPublished({ settings: { odd: one } })).toThrow(
      "odd: the line of S = 0.60 has 1 points; expected 2",
    );
  });
});

describe("the map", () => {
  const emissionOf = (setting: Setting, honestStake: number, honestWeight: number, minorWeight: number) => {
    const camps = drawCamps(1, honestStake, setting.sigmaWeights);
    return honestShares(camps, parametersOf(setting), honestWeight, minorWeight);
  };

  it("has E_H >= S at the fourteen points that were once asserted", () => {
    const points = checkPoints([1, 2]);
    expect(points).toHaveLength(14);
    expect(points.filter(({ ok, held }) => !ok || held < 1)).toEqual([]);
  });

  it("pays by stake where no weight has support κ", () => {
    const { incentive, dividend, fallback } = emissionOf(settings.kappa_60, 0.51, 1, 1);
    expect(fallback).toBe(true);
    expect(incentive).toBeCloseTo(0.51, 12);
    expect(dividend).toBeCloseTo(0.51, 12);
    expect(emissionOf(settings.kappa_60, 0.51, 0.98, 1).fallback).toBe(false);
  });

  it("gives all to an honest majority that the minority ignores", () => {
    const shares = emissionOf(settings.base, 0.51, 1, 1);
    expect(shares.fallback).toBe(false);
    expect(shares.incentive).toBeCloseTo(1, 12);
    expect(shares.dividend).toBeCloseTo(1, 12);
  });

  it("takes a camp with S = κ for less than κ, as the chain's rounding does", () => {
    const setting = settings.kappa_60;
    expect(emissionOf(setting, 0.6, 1, 1).fallback).toBe(true);
    const { kappa } = setting; // support of exactly κ counts: what the rule itself says
    const exact = honestShares(drawCamps(1, 0.6, 0.4), { ...parametersOf(setting), kappa }, 1, 1);
    expect(exact.fallback).toBe(false);
    expect(honestEmission(exact, 0.5)).toBeCloseTo(1, 12);
  });

  it.each([
    [0.51, 0.2],
    [0.6, 0.8],
    [0.75, 1],
  ])("of base has E_H that rises with W_H (S = %d, W_C = %d), and halving finds the same line", (honestStake, w) => {
    const [whole] = columnsOf(settings.base, { seed: 1, honestStake, minorWeights: [w], whole: true });
    const emission = whole!.shares.map((shares) => honestEmission(shares, settings.base.xi));
    expect(emission).toHaveLength(selfWeights.length);
    for (let k = 1; k < emission.length; k++) expect(emission[k]).toBeGreaterThanOrEqual(emission[k - 1]! - 1e-9);
    const [halved] = columnsOf(settings.base, { seed: 1, honestStake, minorWeights: [w] });
    expect(halved!.retention).toEqual(whole!.retention);
    expect(halved!.epochs).toBeLessThan(10);
  });
});

describe("two camps", () => {
  it.each([
    [0.51, 32, 228],
    [0.6, 38, 268],
    [0.75, 48, 336],
    [0.99, 63, 443],
    [0.001, 1, 1],
  ])("of S = %d have %d honest validators and %d honest servers", (honestStake, validators, servers) => {
    const camps = drawCamps(1, honestStake, 0.4);
    expect([camps.honestValidators, camps.honestServers]).toEqual([validators, servers]);
    expect(sum(camps.stake.subarray(0, validators))).toBeCloseTo(21e6 * honestStake, 4);
    expect(sum(camps.stake)).toBeCloseTo(21e6, 4);
    expect(sum(camps.stake.subarray(VALIDATORS))).toBe(0);
  });

  it("draw by seed, validator and server", () => {
    const camps = drawCamps(3, 0.6, 0.4);
    expect(drawCamps(3, 0.6, 0.4)).toEqual(camps);
    expect(drawCamps(4, 0.6, 0.4).stake).not.toEqual(camps.stake);
    const other = drawCamps(3, 0.75, 0.2); // another S and σ: the ratio of two stakes of one camp stays
    expect(other.stake[1]! / other.stake[0]!).toBeCloseTo(camps.stake[1]! / camps.stake[0]!, 10);
    const even = drawCamps(3, 0.6, 0).shares.subarray(0, SERVERS);
    expect(new Set(even.map((share) => Number(share.toFixed(12))))).toEqual(
      new Set([1 / 268, 1 / 180].map((x) => Number(x.toFixed(12)))),
    );
  });

  it("submit W_H and W_C in 16 bits, rounded down", () => {
    const camps = drawCamps(1, 0.6, 0.4);
    const { start, index, value } = submittedWeights(camps, 0.7, 0.9);
    expect([start[VALIDATORS], start.at(-1)]).toEqual([VALIDATORS * SERVERS, VALIDATORS * SERVERS]);
    expect(value.every((w) => Number.isInteger(w) && w >= 0)).toBe(true);
    const given = (i: number, toHonest: boolean) => {
      const of = value.subarray(start[i], start[i + 1]);
      return sum(of.filter((_, k) => index[start[i]! + k]! - VALIDATORS < camps.honestServers === toHonest)) / 65_535;
    };
    const parts = [given(0, true), given(0, false), given(63, true), given(63, false)];
    for (const [k, wanted] of [0.7, 0.3, 0.1, 0.9].entries()) {
      expect(parts[k]).toBeLessThanOrEqual(wanted);
      expect(parts[k]).toBeGreaterThan(wanted - SERVERS / 65_535);
    }
  });

  it("refuse what is no fraction", () => {
    expect(() => drawCamps(1, 1, 0.4)).toThrow("honestStake is 1; expected a fraction between 0 and 1");
    expect(() => drawCamps(1, 0.6, NaN)).toThrow("sigmaWeights is NaN; expected 0 or more");
    expect(() => submittedWeights(drawCamps(1, 0.6, 0), 1.2, 0)).toThrow("honestWeight is 1.2; expected a fraction");
  });
});
