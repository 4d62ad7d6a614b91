import { describe, expect, it } from "vitest";
import { draw } from "../../sim/core/random.ts";
import {
  everyResample,
  geometricMeanOfRatios,
  meanOfRatios,
  pairedBootstrap,
  ratioOfMeans,
  ratioStandardError,
  resampleCount,
  unpairedEveryResample,
} from "../../sim/theory/retentionEstimator.ts";
import { fc } from "../laws/seeded.ts";

const keep = [100, 80, 120, 60, 90];
const cut = [50, 60, 54, 12, 36];
const quantiles = [0, 0.05, 0.5, 0.95, 1];
const arms = fc.array(fc.tuple(fc.double({ min: 0, max: 9, noNaN: true }), fc.integer({ min: 1, max: 9 })), {
  minLength: 2,
  maxLength: 4,
});

/** All resamples of n seeds, in the plainest way. */
function* listed(n: number): Generator<number[]> {
  for (let k = 0; k < n ** n; k++) yield Array.from({ length: n }, (_, i) => Math.floor(k / n ** i) % n);
}
const total = (of: readonly number[], seeds: readonly number[]) => seeds.reduce((all, s) => all + of[s]!, 0);
const quantile = (values: readonly number[], q: number) =>
  values.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(q * values.length - 1e-9) - 1)]!;

describe("quantiles over every resample", () => {
  it("are those of the plain list of pairs", () => {
    fc.assert(
      fc.property(arms, (seeds) => {
        const [ofCut, ofKeep] = [seeds.map(([c]) => c), seeds.map(([, k]) => k)];
        const ratios = [...listed(seeds.length)].map((drawn) => total(ofCut, drawn) / total(ofKeep, drawn));
        const found = everyResample(ofCut, ofKeep, quantiles);
        quantiles.forEach((q, k) => expect(found[k]).toBeCloseTo(quantile(ratios, q), 10));
      }),
      { numRuns: 30 },
    );
  });

  it("are those of the plain list with the arms drawn apart", () => {
    const [ofCut, ofKeep] = [cut.slice(0, 3), keep.slice(0, 3)];
    const ratios = [...listed(3)].flatMap((a) => [...listed(3)].map((b) => total(ofCut, a) / total(ofKeep, b)));
    const found = unpairedEveryResample(ofCut, ofKeep, quantiles);
    quantiles.forEach((q, k) => expect(found[k]).toBeCloseTo(quantile(ratios, q), 12));
  });

  it("leave no width where every seed has the same ratio, unless the pairing is thrown away", () => {
    const half = keep.map((served) => served / 2);
    for (const ratio of everyResample(half, keep, quantiles)) expect(ratio).toBeCloseTo(0.5, 14);
    const [low, high] = unpairedEveryResample(half, keep, [0.05, 0.95]) as unknown as [number, number];
    expect(high - low).toBeGreaterThan(0.2);
    expect(ratioStandardError(half, keep)).toBeCloseTo(0, 12);
  });

  it("leave out resamples in which nothing is kept", () => {
    expect([...everyResample([0, 1], [0, 2], quantiles)]).toEqual([0.5, 0.5, 0.5, 0.5, 0.5]);
  });
});

describe("quantiles over drawn resamples", () => {
  it("come within 0.01 of those over all of them with 100,000", () => {
    const drawn = pairedBootstrap(cut, keep, [0.05, 0.95], 100_000, (k) => draw(1, "resample", k, "seed"));
    const every = everyResample(cut, keep, [0.05, 0.95]);
    drawn.forEach((ratio, k) => expect(Math.abs(ratio - every[k]!)).toBeLessThan(0.01));
  });

  it("are all the same ratio where every draw takes the same seed", () => {
    expect([...pairedBootstrap(cut, keep, quantiles, 10, () => 0.3)]).toEqual(quantiles.map(() => 60 / 80));
  });
});

describe("averages of a ratio", () => {
  it("are one where arms are in proportion, and three otherwise, the geometric mean being below the arithmetic one", () => {
    fc.assert(
      fc.property(arms, (seeds) => {
        const ofKeep = seeds.map(([, k]) => k);
        const ofCut = seeds.map(([c]) => c);
        expect(geometricMeanOfRatios(ofCut, ofKeep)).toBeLessThanOrEqual(meanOfRatios(ofCut, ofKeep) + 1e-12);
        const third = ofKeep.map((k) => k / 3);
        for (const average of [ratioOfMeans, meanOfRatios, geometricMeanOfRatios])
          expect(average(third, ofKeep)).toBeCloseTo(1 / 3, 12);
      }),
    );
  });

  it("do not move with the unit of service", () => {
    const thousand = (values: number[]) => values.map((v) => 1000 * v);
    expect(ratioOfMeans(thousand(cut), thousand(keep))).toBeCloseTo(ratioOfMeans(cut, keep), 14);
    expect(ratioStandardError(thousand(cut), thousand(keep))).toBeCloseTo(ratioStandardError(cut, keep), 14);
  });

  it("have the standard error that ratios of many samples show, within 5%", () => {
    const [n, samples] = [200, 2000];
    const normal = (k: number, what: string) =>
      Math.sqrt(-2 * Math.log(1 - draw(3, what, k, "a"))) * Math.cos(2 * Math.PI * draw(3, what, k, "b"));
    const found: number[] = [];
    let told = 0;
    for (let s = 0; s < samples; s++) {
      const ofKeep = Array.from({ length: n }, (_, i) => 10 + normal(s * n + i, "keep"));
      const ofCut = ofKeep.map((k, i) => 0.4 * k + 0.5 * normal(s * n + i, "cut"));
      found.push(ratioOfMeans(ofCut, ofKeep));
      told += ratioStandardError(ofCut, ofKeep) / samples;
    }
    const mean = found.reduce((a, b) => a + b) / samples;
    const sd = Math.sqrt(found.reduce((all, r) => all + (r - mean) ** 2, 0) / (samples - 1));
    expect(Math.abs(told / sd - 1)).toBeLessThan(0.05);
  });
});

it("is the mean of differences, with its error, where every seed weighs the same", () => {
  const differences = [-2, 1, 4, -7, 9];
  const ones = [1, 1, 1, 1, 1];
  // mean 1; squares 9, 0, 9, 64, 64: sd of the mean = sqrt(146 / 4 / 5)
  expect(ratioOfMeans(differences, ones)).toBe(1);
  expect(ratioStandardError(differences, ones)).toBeCloseTo(Math.sqrt(7.3), 12);
  expect([...pairedBootstrap(differences, ones, [0, 1], 50, () => 0.7)]).toEqual([-7, -7]);
});

it.each([
  [() => ratioOfMeans([], []), "keep has 0 entries; expected 1 or more"],
  [() => ratioOfMeans([1], [0]), "sum of keep is 0; expected more than 0"],
  [() => ratioOfMeans([1, 2], [1]), "cut has 2 entries, keep has 1; both must agree"],
  [() => ratioOfMeans([1], [-1]), "keep[0] is -1; expected 0 or more"],
  [() => ratioOfMeans([NaN], [1]), "cut[0] is NaN; expected a finite number"],
  [() => meanOfRatios([-1], [1]), "cut[0] is -1; expected 0 or more"],
  [() => meanOfRatios([1, 1], [1, 0]), "keep[1] is 0; expected more than 0"],
  [() => ratioStandardError([1], [1]), "keep has 1 entries; expected 2 or more"],
  [() => everyResample(new Array(8).fill(1), new Array(8).fill(1), [0.5]), "cut has 8 entries; expected 7 or less"],
  [() => everyResample([1], [1], [1.5]), "quantile is 1.5; expected a fraction from 0 to 1"],
  [() => pairedBootstrap([1], [1], [0.5], 0, () => 0), "resamples is 0; expected a whole number, 1 or more"],
  [() => resampleCount(0), "seeds is 0; expected a whole number, 1 or more"],
])("estimators refuse what cannot be: %s", (call, message) => {
  expect(call).toThrow(RangeError);
  expect(call).toThrow(message);
});
