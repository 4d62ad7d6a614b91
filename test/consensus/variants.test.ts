/** Variants of `yuma`, by numbers worked by hand. Over the other simulators' own numbers: peers.test.ts. */
import { describe, expect, it } from "vitest";
import { resetBonds } from "../../sim/consensus/bonds.ts";
import { rankAndIncentive } from "../../sim/consensus/clip.ts";
import { consensus } from "../../sim/consensus/index.ts";
import { yumaEpoch, type YumaParameters } from "../../sim/consensus/yuma.ts";
import { entryOf, pairsOf, sparseFromPairs, type SparseRows } from "../../sim/core/matrix.ts";
import { simpleSubnet } from "../laws/subnets.ts";
import { base, bondsOf, expectClose, play } from "./epochs.ts";

describe("bonds reset", () => {
  const bonds = sparseFromPairs(
    [
      [
        [0, 1],
        [1, 2],
      ],
      [[1, 3]],
    ],
    2,
  );

  it("takes every bond on one uid and no other", () => {
    expect(pairsOf(resetBonds(bonds, 1))).toEqual([[[0, 1]], []]);
  });

  it("refuses a uid that there is not", () => {
    expect(() => resetBonds(bonds, 2)).toThrow("resetBonds: uid is 2; expected a uid from 0 to 1");
  });
});

describe("winner takes all", () => {
  const incentive = (...rank: number[]) =>
    Array.from(
      rankAndIncentive(sparseFromPairs([rank.map((r, j) => [j, r])], rank.length), [1], "winnerTakesAll").incentive,
    );

  it("pays the highest rank everything, and equals alike", () => {
    expect(incentive(0.2, 0.5, 0.3)).toEqual([0, 1, 0]);
    expect(incentive(0.4, 0.2, 0.4)).toEqual([0.5, 0, 0.5]);
    expect(incentive(0.1 + 0.2, 0.3)).toEqual([0.5, 0.5]);
    expect(incentive(1e-15, 2e-15)).toEqual([0, 1]);
  });

  it("pays nobody where nobody has a rank", () => expect(incentive(0, 0)).toEqual([0, 0]));
});

describe("weights of the epoch before", () => {
  const parameters: YumaParameters = { ...base, bonds: "yuma2", weightsOf: "previous" };
  const all = (row: number[]) => [row, row];

  it("are cut at this epoch's consensus", () => {
    const [first, second] = play(parameters, [3, 1], [all([0.5, 0.5]), all([0.2, 0.8])]);
    expectClose(first!.incentive, [0, 0, 0.5, 0.5]);
    expectClose(second!.consensusWeight, [0, 0, 0.2, 0.8]);
    expectClose(second!.incentive, [0, 0, 2 / 7, 5 / 7]);
  });

  it("find no miner where everybody moved at once, and the new one an epoch later", () => {
    const epochs = play(parameters, [3, 1], [all([1, 0]), all([0, 1]), all([0, 1])]);
    expect(epochs.map(({ incentive }) => Array.from(incentive.subarray(2)))).toEqual([
      [1, 0],
      [0, 0],
      [0, 1],
    ]);
    expect(epochs[1]!.fallback?.by).toBe("activeStake");
  });

  it("do not count for a uid that registered since", () => {
    const [first] = play(parameters, [3, 1], [all([0.5, 0.5])]);
    const input = { ...simpleSubnet([3, 1], all([0.5, 0.5])), bonds: first!.bonds, before: first!.kept };
    const registeredAt = Float64Array.from([0, 0, 700, 0]);
    expectClose(yumaEpoch(parameters, { ...input, registeredAt }).incentive, [0, 0, 0, 1]);
  });
});

describe("what is kept of an epoch", () => {
  const keeps = (parameters: Partial<YumaParameters>) =>
    play({ ...base, ...parameters }, [1], [[[1, 3]]])[0]!.kept !== null;
  const liquidAlpha = { low: 0.7, high: 0.9, steepness: 1000 };

  it("is weights and consensus where the rule looks back, and nothing else", () => {
    expect(keeps({})).toBe(false);
    expect(keeps({ weightsOf: "previous" })).toBe(true);
    expect(keeps({ bonds: "yuma3", liquidAlpha })).toBe(false);
    expect(keeps({ bonds: "yuma3", liquidAlpha: { ...liquidAlpha, consensus: "current" } })).toBe(false);
    expect(keeps({ bonds: "yuma3", liquidAlpha: { ...liquidAlpha, consensus: "previous" } })).toBe(true);
    expect(keeps({ bonds: "yuma3", liquidAlpha: { ...liquidAlpha, consensus: "mixed" } })).toBe(true);
    const { kept, consensusWeight } = play({ ...base, weightsOf: "previous" }, [1], [[[1, 3]]])[0]!;
    expect(pairsOf(kept!.weights)[0]).toEqual([
      [1, 0.25],
      [2, 0.75],
    ]);
    expect(kept!.consensusWeight).toEqual(consensusWeight);
  });
});

describe("bonds", () => {
  /** Two equal validators and one miner; the first one's bonds alone are left. */
  const halved = (bonds: YumaParameters["bonds"]) => {
    const [first] = play({ ...base, bonds }, [1, 1], [[[1], [1]]]);
    const left = { ...simpleSubnet([1, 1], [[1], [1]]), bonds: onlyOf(first!.bonds, 0) };
    return bondsOf(yumaEpoch({ ...base, bonds }, left), 2, 1);
  };

  it("classic are read as shares of what is left, yuma1 as they were kept", () => {
    expectClose(halved("classic"), [[0.95], [0.05]]);
    expectClose(halved("yuma1"), [[0.5 / 0.55], [0.05 / 0.55]]);
  });

  it("yuma2 are whole in the first epoch and fill a new miner's column over the others", () => {
    const rows = (row: number[]) => [row, row];
    const epochs = play({ ...base, bonds: "yuma2" }, [3, 1], [rows([1, 0]), rows([0.5, 0.5]), rows([0.5, 0.5])]);
    expectClose(bondsOf(epochs[0]!, 2, 2), [
      [0.75, 0],
      [0.25, 0],
    ]);
    expectClose(bondsOf(epochs[1]!, 2, 2), [
      [0.75, 0.075],
      [0.25, 0.025],
    ]);
    expectClose(bondsOf(epochs[2]!, 2, 2), [
      [0.75, 0.1425],
      [0.25, 0.0475],
    ]);
  });

  it("yuma2c are bought from the room that stake gives, decay, and never pass it", () => {
    const parameters: YumaParameters = { ...base, bonds: "yuma2c", capacity: { purchaseRate: 0.5, decayRate: 0.1 } };
    const epochs = play(
      parameters,
      [3, 1],
      [
        [[1], [1]],
        [[1], [1]],
        [[1], [1]],
        [[1], [0]],
      ],
    );
    // Room 0.75: 0.375; then 0.3375 + 0.375; then 0.64125 and the 0.0375 that were free; then 0.9 of that and 0.07125.
    expectClose(bondsOf(epochs[0]!, 2, 1), [[0.375], [0.125]]);
    expectClose(bondsOf(epochs[1]!, 2, 1), [[0.7125], [0.2375]]);
    expectClose(bondsOf(epochs[2]!, 2, 1), [[0.67875], [0.22625]]);
    expectClose(bondsOf(epochs[3]!, 2, 1), [[0.682125], [0.203625]]);
    expectClose(epochs[3]!.dividend.subarray(0, 2), [0.682125 / 0.88575, 0.203625 / 0.88575]);
    const poorer = { ...simpleSubnet([1, 3], [[1], [1]]), bonds: epochs[3]!.bonds };
    expectClose(bondsOf(yumaEpoch(parameters, poorer), 2, 1)[0]!, [0.25]);
  });
});

describe("liquid alpha", () => {
  const alpha = (difference: number) => 0.1 + 0.2 / (1 + Math.exp(-10 * (difference - 0.5)));
  /** Consensus on the miner rises from 0.2 to 0.6, and the second validator gives it 0.8. */
  const second = (liquidAlpha: Partial<YumaParameters["liquidAlpha"]>, more: Partial<YumaParameters> = {}) => {
    const parameters: YumaParameters = {
      ...base,
      bonds: "yuma3",
      liquidAlpha: { low: 0.1, high: 0.3, steepness: 1000, ...liquidAlpha },
      ...more,
    };
    const stake = [0.4, 0.3, 0.3];
    const then = [0.2, 0.8];
    const first = yumaEpoch(parameters, { ...simpleSubnet(stake, [then, then, then]), lastStepBlock: 0 });
    const now = simpleSubnet(stake, [
      [0.6, 0.4],
      [0.8, 0.2],
      [0.6, 0.4],
    ]);
    return { first, epoch: yumaEpoch(parameters, { ...now, bonds: first.bonds, before: first.kept }) };
  };
  const bought = (liquidAlpha: Partial<YumaParameters["liquidAlpha"]>, weight: number, share: number) => {
    const { first, epoch } = second(liquidAlpha);
    const old = entryOf(first.emaBonds, 1, 3);
    expect(entryOf(epoch.emaBonds, 1, 3)).toBeCloseTo(share * weight + (1 - share) * old, 12);
  };

  it("compares what bonds follow with this epoch's consensus, as the chain does", () => bought({}, 0.6, alpha(0)));
  it("or the weight as given", () => bought({ compares: "weights" }, 0.6, alpha(0.2)));
  it("with the consensus before", () => bought({ consensus: "previous" }, 0.6, alpha(0.4)));
  it("or with the larger of both", () => bought({ consensus: "mixed", compares: "weights" }, 0.6, alpha(0.2)));

  it("mixes instant bonds by pair where columns sum to 1", () => {
    const { first, epoch } = second({ compares: "weights" }, { bonds: "yuma1", bondsPenalty: 0 });
    const old = [0.4, 0.3, 0.3];
    expectClose(
      bondsOf(first, 3, 2).map(([bond]) => bond!),
      old,
    );
    const instant = [0.24, 0.24, 0.18].map((bought) => bought / 0.66);
    const share = [alpha(0), alpha(0.2), alpha(0)];
    const mixed = old.map((bond, i) => share[i]! * instant[i]! + (1 - share[i]!) * bond);
    const sum = mixed.reduce((x, y) => x + y);
    expectClose(
      bondsOf(epoch, 3, 2).map(([bond]) => bond!),
      mixed.map((bond) => bond / sum),
    );
  });
});

describe("storage", () => {
  const rows = [
    [
      [0.7, 0.3],
      [0.4, 0.6],
    ],
  ];
  const kept = (parameters: Partial<YumaParameters>) => {
    const { bonds, emaBonds } = play({ ...base, ...parameters }, [3, 2], rows)[0]!;
    return { kept: Array.from(bonds.value), bonds: Array.from(emaBonds.value), columns: bonds.index };
  };

  it("keeps classic bonds with the largest of each column at 65535, rounded down", () => {
    const { kept: stored, bonds, columns } = kept({ storage: "u16" });
    const largest = [2, 3].map((j) => Math.max(...bonds.filter((_, k) => columns[k] === j)));
    expect(stored).toEqual(bonds.map((bond, k) => Math.floor((65_535 * bond) / largest[columns[k]! - 2]!) / 65_535));
  });

  it.each(["yuma1", "yuma2", "yuma3"] as const)("keeps %s bonds as they are, rounded down", (rule) => {
    const { kept: stored, bonds } = kept({ bonds: rule, storage: "u16" });
    expect(stored).toEqual(bonds.map((bond) => Math.floor(65_535 * bond) / 65_535));
    expect(stored).not.toEqual(bonds);
  });

  it("keeps floats where it is told so, and bonds by capacity always", () => {
    for (const parameters of [{}, { bonds: "yuma3" }, { bonds: "yuma2c", storage: "u16" }] as const) {
      const { kept: stored, bonds } = kept(parameters);
      expect(stored).toEqual(bonds);
    }
  });

  it("lets an old bond end where floats only fade", () => {
    const gone = Array.from({ length: 400 }, (_, t) => [[1], [t === 0 ? 1 : 0]]);
    const bond = (storage: "float" | "u16") =>
      entryOf(play({ ...base, bonds: "yuma3", storage }, [3, 1], gone).at(-1)!.bonds, 1, 2);
    expect(bond("u16")).toBe(0);
    expect(bond("float")).toBeGreaterThan(0);
  });
});

describe("a scenario's parameters", () => {
  const faults = (parameters: Record<string, unknown>) =>
    consensus.schema
      .safeParse({ kind: "yuma", ...parameters })
      .error?.issues.map(({ path, message }) => `${path.join(".")} ${message}`);

  it.each<[Record<string, unknown>, string]>([
    [{ liquidAlpha: {} }, "liquidAlpha expected none with classic bonds; it needs bonds: yuma1, yuma2 or yuma3"],
    [{ bonds: "yuma2c", liquidAlpha: {} }, "liquidAlpha expected none with yuma2c bonds; it needs"],
    [{ bonds: "yuma2", liquidAlpha: { low: 0.5, high: 0.4 } }, "liquidAlpha has low 0.5 above high 0.4"],
    [{ bonds: "yuma3", capacity: {} }, "capacity expected none with yuma3 bonds; it needs bonds: yuma2c"],
  ])("%j are refused", (parameters, message) => {
    expect(faults(parameters)).toEqual([expect.stringContaining(message)]);
  });

  it.each([{ bonds: "yuma1", liquidAlpha: {} }, { bonds: "yuma2c" }, { bonds: "yuma2c", capacity: {} }])(
    "%j are taken",
    (parameters) => expect(faults(parameters)).toBeUndefined(),
  );
});

/** The entries of one row alone. */
function onlyOf(m: SparseRows, row: number): SparseRows {
  return sparseFromPairs(
    pairsOf(m).map((pairs, i) => (i === row ? pairs : [])),
    m.cols,
  );
}
