import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { peerEpochs, peerParameters, type PeerEpoch, type PeerInput, type PeerRun } from "../../sim/consensus/peers.ts";

const folder = new URL("../vectors/peers/", import.meta.url);

interface Run extends PeerRun {
  readonly degenerateEpochs: readonly number[];
  readonly expected: Readonly<Record<string, readonly unknown[]>>;
  readonly totalDividendPer1000: readonly number[];
}

interface CaseFile extends PeerInput {
  readonly id: string;
  readonly epochs: number;
  readonly runs: readonly Run[];
}

const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
const cases = files.map((name) => JSON.parse(readFileSync(new URL(name, folder), "utf8")) as CaseFile);

const TOLERANCE = 1e-9;

/** What a key of `expected` is in our words, and whether it is compared relatively. */
const readers: Readonly<Record<string, readonly [read: (epoch: PeerEpoch) => unknown, relative: boolean]>> = {
  consensus: [(epoch) => epoch.consensus, false],
  incentive: [(epoch) => epoch.incentive, false],
  bonds: [(epoch) => epoch.bonds, true],
  bondsColumnSums: [({ bonds }) => bonds[0]!.map((_, j) => total(bonds.map((row) => row[j]!))), true],
  bondsRowSums: [({ bonds }) => bonds.map(total), true],
  dividendShare: [(epoch) => epoch.dividendShare, false],
  dividendPer1000: [(epoch) => epoch.dividendPer1000, true],
};

const RUN_FIELDS = [
  "producer",
  "variant",
  "params",
  "bondResetApplied",
  "degenerateEpochs",
  "expected",
  "totalDividendPer1000",
  "float32MaxAbsDiff",
];

const total = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** The first of the numbers, however nested, that is off; undefined where all agree. */
function firstOff(found: unknown, wanted: unknown, relative: boolean): string | undefined {
  const [ours, theirs] = [[found].flat(3) as number[], [wanted].flat(3) as number[]];
  if (ours.length !== theirs.length) return `${ours.length} numbers, wanted ${theirs.length}`;
  const k = ours.findIndex((value, at) => {
    const scale = relative ? Math.abs(theirs[at]!) : 1;
    return !(Math.abs(value - theirs[at]!) <= TOLERANCE * scale);
  });
  return k < 0 ? undefined : `number ${k} is ${ours[k]}, wanted ${theirs[k]}`;
}

describe.each(cases)("$id", (one) => {
  const runs = one.runs.map((run, k) => ({ k, name: `${run.producer} ${run.variant}`, run }));

  it.each(runs)("run $k, $name", ({ run }) => {
    const epochs = peerEpochs(one, run);
    const compared = run.degenerateEpochs.length > 0 ? Math.min(...run.degenerateEpochs) : one.epochs;
    for (const [key, wanted] of Object.entries(run.expected)) {
      const reader = readers[key];
      if (!reader) throw new Error(`no reader for expected.${key}`);
      const [read, relative] = reader;
      expect(wanted.length, key).toBe(one.epochs);
      for (let t = 0; t < compared; t++) {
        expect(firstOff(read(epochs[t]!), wanted[t], relative), `${key}, epoch ${t}`).toBeUndefined();
      }
    }
    if (compared < one.epochs) return;
    const totals = epochs[0]!.dividendPer1000.map((_, i) => total(epochs.map((epoch) => epoch.dividendPer1000[i]!)));
    expect(firstOff(totals, run.totalDividendPer1000, true)).toBeUndefined();
  });

  it("has no field that nobody reads", () => {
    expect(one.runs.flatMap((run) => Object.keys(run)).filter((name) => !RUN_FIELDS.includes(name))).toEqual([]);
    const resets = one.runs.filter(({ bondResetApplied }) => bondResetApplied);
    if (one.bondReset === null) expect(resets).toEqual([]);
    else expect(resets.length).toBeGreaterThan(0);
  });
});

it("compares every variant, and bonds in full for each", () => {
  const compared = cases.flatMap(({ runs }) =>
    runs.filter(({ expected }) => "bonds" in expected).map(({ producer, variant }) => `${producer} ${variant}`),
  );
  expect([...new Set(compared)].sort()).toEqual([
    "A yuma1",
    "A yuma2",
    "A yuma2b",
    "A yuma2c",
    "A yuma3",
    "A yuma3-liquid",
    "B yuma2-ema-renorm",
    "B yuma3-clipped",
    "B yuma3-clipped-liquid",
  ]);
});

const pay = { totalEpochEmission: 100, validatorEmissionRatio: 0.41, totalSubnetStake: 1e6 };
const plain = { kappa: 0.5, bondPenalty: 1, bondMovingAvg: 0.1, ...pay };
const sigmoid = { alphaLow: 0.1, alphaHigh: 0.3, alphaSigmoidSteepness: 10 };
const liquid = { ...plain, ...sigmoid, liquidAlpha: true, liquidAlphaConsensusMode: "MIXED" };

describe("parameters of another simulator", () => {
  it("are translated", () => {
    expect(peerParameters("A", "yuma3-liquid", { ...liquid, winnerTakesAll: true })).toMatchObject({
      bonds: "yuma3",
      bondsPenalty: 0,
      bondAlpha: 0.9,
      incentive: "winnerTakesAll",
      liquidAlpha: { low: 0.1, high: 0.3, steepness: 1000, consensus: "mixed", compares: "weights" },
    });
    const { liquidAlpha } = peerParameters("B", "yuma3-clipped-liquid", {
      ...liquid,
      liquidAlphaEffectiveWeights: true,
    });
    expect(liquidAlpha?.compares).toBe("bondWeights");
    expect(peerParameters("A", "yuma2", { ...plain, ...sigmoid, liquidAlpha: false }).liquidAlpha).toBeUndefined();
    expect(peerParameters("B", "yuma3-clipped", { ...plain, liquidAlpha: false }).liquidAlpha).toBeUndefined();
  });

  const { kappa: _, ...withoutKappa } = plain;
  it.each<[string, string, Record<string, unknown>, string]>([
    [
      "A",
      "yuma4",
      plain,
      'variant is "A yuma4"; expected one of A yuma1, yuma2, yuma2b, yuma2c, yuma3, yuma3-liquid; B yuma2',
    ],
    ["C", "yuma2", plain, 'variant is "C yuma2"; expected one of A yuma1'],
    ["B", "yuma2", plain, 'variant is "B yuma2"'],
    ["A", "constructor", plain, 'variant is "A constructor"'],
    ["A", "yuma2", { ...plain, rho: 10 }, "params.rho of A yuma2 is not known; expected one of kappa, bondPenalty"],
    ["A", "yuma1", plain, "params.bondMovingAvg of A yuma1 is not known"],
    ["A", "yuma3", { ...plain, liquidAlpha: true }, "params.liquidAlpha of A yuma3 is not known"],
    ["A", "yuma2", withoutKappa, "params.kappa of A yuma2 is missing; expected a fraction from 0 to 1"],
    ["A", "yuma2", { ...plain, kappa: 2 }, "params.kappa of A yuma2 is 2; expected a fraction from 0 to 1"],
    ["A", "yuma2", { ...plain, liquidAlpha: true }, "params.alphaLow of A yuma2 is missing"],
    [
      "A",
      "yuma2",
      { ...plain, totalSubnetStake: 0 },
      "params.totalSubnetStake of A yuma2 is 0; expected a number above 0",
    ],
    [
      "A",
      "yuma3-liquid",
      { ...liquid, liquidAlpha: false },
      "params.liquidAlpha of A yuma3-liquid is false; expected true",
    ],
    [
      "A",
      "yuma3-liquid",
      { ...liquid, liquidAlphaConsensusMode: "NEXT" },
      'is "NEXT"; expected CURRENT, PREVIOUS or MIXED',
    ],
    [
      "A",
      "yuma3-liquid",
      { ...liquid, alphaLow: 0.5 },
      "params.alphaLow of A yuma3-liquid is 0.5; expected at most alphaHigh, 0.3",
    ],
  ])("%s %s %o are refused", (producer, variant, params, message) => {
    expect(() => peerParameters(producer, variant, params)).toThrow(message);
    expect(() => peerParameters(producer, variant, params)).toThrow(RangeError);
  });
});

describe("an epoch in which no server gathers kappa of the stake", () => {
  const one: PeerInput = {
    stakes: [
      [0.4, 0.3, 0.3],
      [0.4, 0.3, 0.3],
      [0.4, 0.3, 0.3],
    ],
    weights: [
      [
        [1, 0, 0],
        [1, 0, 0],
        [1, 0, 0],
      ],
      [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ],
      [
        [1, 0, 0],
        [1, 0, 0],
        [1, 0, 0],
      ],
    ],
    bondReset: null,
  };
  const variants = [
    ["A", "yuma1", { kappa: 0.5, bondPenalty: 1, ...pay }],
    ["A", "yuma2b", plain],
    ["A", "yuma2c", { kappa: 0.5, bondPenalty: 1, capacityAlpha: 0.1, decayRate: 0.1, ...pay }],
    ["A", "yuma3-liquid", liquid],
    ["B", "yuma2-ema-renorm", { ...plain, winnerTakesAll: true }],
  ] as const;

  it.each(variants)("has no consensus and pays nobody, and the next one does: %s %s", (producer, variant, params) => {
    const [first, split, last] = peerEpochs(one, { producer, variant, params, bondResetApplied: false });
    expect(split!.consensus).toEqual([0, 0, 0]);
    expect(split!.incentive).toEqual([0, 0, 0]);
    expect(split!.dividendShare).toEqual([0, 0, 0]);
    expect(split!.dividendPer1000).toEqual([0, 0, 0]);
    expect(split!.bonds.flat().every((bond) => Number.isFinite(bond) && bond >= 0)).toBe(true);
    for (const agreed of [first!, last!]) {
      expect(agreed.incentive[0]).toBe(1);
      expect(total(agreed.dividendShare)).toBeCloseTo(1, 4);
    }
  });
});

describe("arithmetic of the other simulators", () => {
  // The first three agree with 0.3 + 0.15 + 0.05 of the stake: in floats 0.49999999999999994.
  it.each([
    [0.5, [0.25000009375, 0.74999990625]],
    [0.49, [0.392856824572, 0.607143175428]],
  ])("support is added up from the highest weight down, kappa %d", (kappa, incentive) => {
    const weights = [[0.6, 0.4], [0.6, 0.4], [0.6, 0.4], [0.2, 0.8]]; // prettier-ignore
    const one = { stakes: [[0.3, 0.15, 0.05, 0.5]], weights: [weights], bondReset: null };
    const params = { kappa, bondPenalty: 1, ...pay };
    const [epoch] = peerEpochs(one, { producer: "A", variant: "yuma1", params, bondResetApplied: false });
    expect(firstOff(epoch!.incentive, incentive, false)).toBeUndefined();
  });

  it("a steep sigmoid is not cut", () => {
    const rows = [[1, 0], [0, 1]]; // prettier-ignore
    const one = { stakes: [[0.6, 0.4], [0.6, 0.4]], weights: [rows, [...rows].reverse()], bondReset: null }; // prettier-ignore
    const steep = { alphaLow: 0, alphaHigh: 1, alphaSigmoidSteepness: 100, liquidAlphaConsensusMode: "CURRENT" };
    const params = { ...liquid, ...steep };
    const [, last] = peerEpochs(one, { producer: "A", variant: "yuma3-liquid", params, bondResetApplied: false });
    expect(firstOff(last!.bonds[0]![1], 1.928747919216e-22, true)).toBeUndefined(); // a purchase at consensus
  });
});

it("input that does not fit together is refused", () => {
  const run: PeerRun = { producer: "A", variant: "yuma2", params: plain, bondResetApplied: false };
  const rows = [
    [1, 0],
    [0, 1],
  ];
  const one = {
    stakes: [
      [1, 1],
      [1, 1],
    ],
    weights: [rows, rows],
    bondReset: null,
  };
  expect(peerEpochs(one, run)).toHaveLength(2);
  const refused: [PeerInput, PeerRun, string][] = [
    [{ ...one, weights: [rows, [[1, 0], [0]]] }, run, "weights[1] has 2 rows of 2, 1; expected 2 of 2"],
    [{ ...one, weights: [rows] }, run, "weights has 1 epochs, stakes has 2; both must agree"],
    [{ ...one, stakes: [[1, 1], [1]] }, run, "stakes[1] has 1 entries; expected 2, as in epoch 0"],
    [one, { ...run, bondResetApplied: true }, "bondReset is null; expected an epoch of the case"],
    [{ ...one, bondReset: { server: 2, epoch: 1 } }, { ...run, bondResetApplied: true }, "resetBonds: uid is 4"],
  ];
  for (const [input, by, message] of refused) expect(() => peerEpochs(input, by)).toThrow(message);
});
