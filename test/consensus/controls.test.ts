import { fc } from "../laws/seeded.ts";
import { describe, expect, it } from "vitest";
import { consensus } from "../../sim/consensus/index.ts";
import { sigmoidEpoch } from "../../sim/consensus/sigmoid.ts";
import { trimmedMeans } from "../../sim/consensus/trimmedMean.ts";
import { consensusWeight } from "../../sim/consensus/weightedMedian.ts";
import { columnSums, normalize, pairsOf, sparseFromPairs, sum, type Vec } from "../../sim/core/matrix.ts";
import { dailyContext } from "../laws/kinds.ts";
import { simpleSubnet } from "../laws/subnets.ts";

const electorate = { stakeThreshold: 0, maxValidators: 64 };
const build = (entry: { kind: string; [parameter: string]: unknown }) =>
  consensus.build(consensus.schema.parse(entry), dailyContext);

function expectClose(values: Vec, wanted: Vec): void {
  expect(values.length).toBe(wanted.length);
  for (let k = 0; k < wanted.length; k++) expect(values[k]).toBeCloseTo(wanted[k]!, 12);
}

describe("trimmed mean", () => {
  const column = (...weights: number[]) =>
    sparseFromPairs(
      weights.map((weight) => [[0, weight]]),
      1,
    );

  it("leaves out the same share of stake at either end", () => {
    const weights = column(0, 0.2, 0.4, 1);
    expectClose(trimmedMeans(weights, [0.25, 0.25, 0.25, 0.25], 0.25), [0.3]);
    expectClose(trimmedMeans(weights, [0.25, 0.25, 0.25, 0.25], 0), [0.4]);
  });

  it("counts the part of a validator's stake that lies inside", () => {
    // From 0.2 to 0.8: 0.1 of the stake that gives 0, 0.4 that gives 0.3, 0.1 that gives 0.9.
    expectClose(trimmedMeans(column(0.9, 0, 0.3), [0.3, 0.3, 0.4], 0.2), [(0.4 * 0.3 + 0.1 * 0.9) / 0.6]);
    expectClose(trimmedMeans(column(0.9, 0, 0.3), [0.05, 0.05, 0.9], 0.2), [0.3]);
  });

  it("counts a missing weight as 0", () => {
    const missing = sparseFromPairs([[[0, 0.9]], [], [[0, 0.3]]], 1);
    expect(trimmedMeans(missing, [0.3, 0.3, 0.4], 0.2)).toEqual(
      trimmedMeans(column(0.9, 0, 0.3), [0.3, 0.3, 0.4], 0.2),
    );
    expectClose(trimmedMeans(sparseFromPairs([[[0, 1]], []], 1), [0.2, 0.8], 0.25), [0]);
  });

  const votes = fc.array(fc.tuple(fc.constantFrom(0, 0.1, 0.2, 0.5, 1), fc.integer({ min: 1, max: 9 })), {
    minLength: 1,
    maxLength: 9,
  });

  it("is the mean for 0 and nears the median as the trim nears 1/2", () => {
    fc.assert(
      fc.property(votes, (given) => {
        const weights = column(...given.map(([weight]) => weight));
        const stake = normalize(given.map(([, tokens]) => tokens));
        expectClose(trimmedMeans(weights, stake, 0), columnSums(weights, stake));
        const almostAll = 0.5 - 1e-9;
        const [least, most] = [0.5 + 1e-6, 0.5 - 1e-6].map((kappa) => consensusWeight(weights, stake, kappa)[0]!);
        const middle = trimmedMeans(weights, stake, almostAll)[0]!;
        expect(middle).toBeGreaterThanOrEqual(least! - 1e-6);
        expect(middle).toBeLessThanOrEqual(most! + 1e-6);
      }),
    );
  });

  it("lets stake beyond the trim lift its own miner", () => {
    const honest = [0.1, 0.5, 0.4];
    const subnet = simpleSubnet([40, 40, 20], [honest, honest, [1, 0, 0]]);
    expect(build({ kind: "trimmedMean", trim: 0.2 }).epoch(subnet).rank[3]).toBeCloseTo(0.1, 12);
    expect(build({ kind: "trimmedMean", trim: 0.1 }).epoch(subnet).rank[3]).toBeCloseTo((0.7 * 0.1 + 0.1) / 0.8, 12);
  });

  it("pays validators who set weights by their stake", () => {
    const { dividend, incentive } = build({ kind: "trimmedMean" }).epoch(
      simpleSubnet(
        [60, 30, 10],
        [
          [3, 1],
          [1, 1],
          [0, 0],
        ],
      ),
    );
    expectClose(dividend, [2 / 3, 1 / 3, 0, 0, 0]);
    // Inside the middle half: 0.35 of stake at 3/4 and 0.15 at 1/2; 0.05 at 1/2 and 0.45 at 1/4.
    expectClose(incentive, [0, 0, 0, 0.3375 / 0.475, 0.1375 / 0.475]);
  });

  it("refuses to cut half from either end, and stake of another length", () => {
    expect(() => build({ kind: "trimmedMean", trim: 0.5 })).toThrow("expected a fraction from 0 to below 0.5");
    expect(() => trimmedMeans(column(1, 1), [1], 0)).toThrow("stake has 1 entries, weights has 2 rows");
  });
});

describe("sigmoid of trust", () => {
  // Stake 0.6 and 0.4; the first miner is known to both, the second to the smaller validator only.
  const subnet = simpleSubnet(
    [60, 40],
    [
      [1, 0],
      [1, 3],
    ],
  );
  const epoch = sigmoidEpoch({ rho: 10, kappa: 0.5, ...electorate }, subnet);
  const factor = (trust: number) => 1 / (1 + Math.exp(-10 * (trust - 0.5)));

  it("weighs rank by how much stake knows a miner; an explicit 0 is not knowing", () => {
    expectClose(epoch.trust, [0, 0, 1, 0.4]);
    expectClose(epoch.rank, [0, 0, 0.7, 0.3]);
    expectClose(epoch.trustFactor, [factor(0), factor(0), factor(1), factor(0.4)]);
    const parts = [0.7 * factor(1), 0.3 * factor(0.4)];
    expectClose(epoch.incentive, [0, 0, parts[0]! / sum(parts), parts[1]! / sum(parts)]);
    expectClose(epoch.consensusWeight, epoch.incentive);
  });

  it("pays validators by bonds of stake times weight", () => {
    const bonds = [
      [
        [2, 0.6 / 0.7],
        [3, 0],
      ],
      [
        [2, 0.1 / 0.7],
        [3, 1],
      ],
      [],
      [],
    ];
    pairsOf(epoch.bonds).forEach((row, i) => expectClose(row.flat(), bonds[i]!.flat()));
    const [first, second] = [epoch.incentive[2]!, epoch.incentive[3]!];
    expectClose(epoch.dividend, [(0.6 / 0.7) * first, (0.1 / 0.7) * first + second, 0, 0]);
  });

  it("is the weighted mean without steepness, and a threshold with much of it", () => {
    const flat = build({ kind: "sigmoid", rho: 0 }).epoch(subnet);
    expectClose(flat.incentive, build({ kind: "weightedMean" }).epoch(subnet).incentive);
    const steep = build({ kind: "sigmoid", rho: 1e6 }).epoch(subnet);
    expectClose(steep.incentive, [0, 0, 1, 0]);
  });
});
