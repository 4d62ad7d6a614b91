/** Fits of records that the task `curve` made, so that what comes out is known. */
import { describe, expect, it, test } from "vitest";
import { curve } from "../../sim/task/curve.ts";
import { afterEpoch, names, sums, type Name, type Point, type Transitions } from "../../reports/fit/curve.ts";
import { fit, type CurveFit, type FitOptions } from "../../reports/fit/fit.ts";
import { tQuantile } from "../../reports/fit/intervals.ts";
import { yamlOf } from "../../reports/fit/yaml.ts";
import { solve } from "../../reports/fit/leastSquares.ts";
import { observe } from "../../reports/fit/transitions.ts";
import type { Records } from "../../reports/records.ts";
import { parse } from "yaml";
import { recorded, STEPS_PER_DAY, TRUTH, various, type Told } from "./recordedCurve.ts";

const options = (change: Partial<FitOptions> = {}): FitOptions => ({
  stepsPerDay: STEPS_PER_DAY,
  held: {},
  resamples: 200,
  seed: 1,
  ...change,
});
const truthOf = (name: Name) => TRUTH[name];

describe("an epoch of the curve", () => {
  const point: Point = [0.06, 0.02, 0.9, 0.2];

  it("is the task's", async () => {
    const records = await recorded({ epochs: 3 });
    const { transitions } = observe([records], STEPS_PER_DAY);
    const told: Point = [TRUTH.catchUp, -Math.log1p(-TRUTH.drift), TRUTH.qMax, TRUTH.q0];
    expect(transitions.before).toHaveLength(16);
    transitions.before.forEach((q, k) =>
      expect(afterEpoch(told, q, transitions.effort[k]!, 7)).toBeCloseTo(transitions.after[k]!, 13),
    );
  });

  test.each([
    ["ordinary rates", [0.06, 0.02, 0.9, 0.2], 0.7],
    ["rates near 0", [1e-6, 1e-6, 0.9, 0.2], 0.5],
    ["a negative rate", [-0.01, 0.003, 0.9, 0.2], 1],
  ] as [string, Point, number][])("has the slopes of its values: %s", (_, at, f) => {
    const data: Transitions = {
      before: Float64Array.of(0.4),
      after: Float64Array.of(2), // ρ = 2 - predicted, so that J'ρ tells J
      effort: Float64Array.of(f),
      days: Float64Array.of(7),
      starts: Uint8Array.of(1),
      offsets: Int32Array.of(0, 1),
    };
    const { slope } = sums(data, [1], at);
    const residual = 2 - afterEpoch(at, 0.4, f, 7);
    at.forEach((_, p) => {
      const step = 1e-6;
      const beside = (side: number) =>
        afterEpoch(at.map((v, k) => v + (k === p ? side * step : 0)) as never, 0.4, f, 7);
      expect(slope[p]! / residual).toBeCloseTo((beside(1) - beside(-1)) / (2 * step), 7);
    });
  });

  it("stays where it is without training and drift", () => {
    expect(afterEpoch([0, 0, 1, 0], 0.4, 1, 7)).toBe(0.4);
    expect(afterEpoch(point, 0.4, 1, 0)).toBe(0.4);
  });
});

describe("a fit of exact records", () => {
  test.each([
    ["weekly", {}],
    ["daily", { days: 1, epochs: 60 }],
    ["other values", { truth: { catchUp: 0.5, drift: 0.004, qMax: 0.97, q0: 0 } }],
  ] as [string, Told][])("finds the values that made them: %s", async (_, told) => {
    const found = fit([await recorded(told)], options());
    for (const name of names) {
      const known = (told.truth ?? TRUTH)[name];
      expect(found.values[name], name).toBeCloseTo(known, 8);
      const [low, high] = found.intervals[name]!;
      expect(high - low).toBeLessThan(1e-6);
    }
    expect(found.r2).toBeCloseTo(1, 10);
    expect(found.residual).toBeLessThan(1e-9);
    expect(found.pathResidual).toBeLessThan(1e-9);
    expect(found.opening).toBeCloseTo(0.3, 7);
  });

  it("finds the noise of answers, within 4 standard errors", async () => {
    const { noise } = fit([await recorded({ noise: 0.05 })], options());
    expect(Math.abs(noise - 0.05)).toBeLessThan((4 * 0.05) / Math.sqrt(2 * 8 * 26));
  });

  it("joins runs of other lengths of epoch, by their steps a day", async () => {
    const daily = await recorded({ days: 1, epochs: 30, seed: 2 });
    const found = fit([await recorded(), daily], options());
    for (const name of names) expect(found.values[name]).toBeCloseTo(truthOf(name), 8);
    expect(found.miners).toBe(16);
    expect(found.from).toHaveLength(2);
  });

  it("counts copies with the miner they are of, as epochs without training", async () => {
    // Miner 7 serves miner 0's model from epoch 3 on.
    const copying = await recorded({ serves: (m, epoch) => (m === 7 && epoch >= 3 ? 0 : m) });
    const { transitions } = observe([copying], STEPS_PER_DAY);
    expect(transitions.offsets.length - 1).toBe(8);
    expect(transitions.offsets[1]).toBe(25 + 23);
    const found = fit([copying], options());
    for (const name of names) expect(found.values[name]).toBeCloseTo(truthOf(name), 7);
  });

  it.each([
    ["whose answers are not its model's", "form", "int4"],
    ["that trains on the public questions", "lesson", "public"],
    ["that trains on wrong targets", "lesson", "flipped"],
  ])("looks at no miner %s", async (_, column, value) => {
    const records = await recorded();
    const changed = (records.frames["miners"]!.columns[column] as string[]).map((usual, row) =>
      row % 8 === 3 ? value : usual,
    );
    const quality = (records.frames["miners"]!.columns["quality"] as Float64Array).map((q, row) =>
      row % 8 === 3 ? 0 : q,
    );
    const columns = { ...records.frames["miners"]!.columns, [column]: changed, quality };
    const miners = { ...records.frames["miners"]!, columns };
    const found = fit([{ ...records, frames: { ...records.frames, miners } }], options());
    expect(found.miners).toBe(7);
    for (const name of names) expect(found.values[name]).toBeCloseTo(truthOf(name), 8);
  });

  it("counts epochs that arms share once", async () => {
    const records = await recorded({ shock: 0.01 });
    /** The same rows under the name of another arm, its qualities moved from an epoch on. */
    const forked = (from: number): Records => {
      const joined = (name: string) => {
        const { length, columns } = records.frames[name]!;
        const twice = Object.entries(columns).map(([column, values]) => {
          const moved = (value: number, row: number) =>
            column === "quality" && (columns["epoch"]![row] as number) >= from ? value + 0.001 : value;
          if (values instanceof Float64Array) return [column, Float64Array.of(...values, ...values.map(moved))];
          return [column, [...values, ...(column === "arm" ? values.map(() => "keep") : values)]];
        });
        return { length: 2 * length, columns: Object.fromEntries(twice) as Records["frames"][string]["columns"] };
      };
      const frames = { epochs: joined("epochs"), miners: joined("miners") };
      return { manifest: { ...records.manifest, arms: ["cut", "keep"] }, frames };
    };
    const pairs = (from: number) => observe([forked(from)], STEPS_PER_DAY).transitions.before.length;
    expect(pairs(20)).toBe(8 * 25 + 8 * 6);
    expect(pairs(Infinity)).toBe(8 * 25);
  });
});

describe("intervals", () => {
  const RUNS = 40;
  const found: CurveFit[] = [];
  const settle = async () => {
    for (let seed = found.length + 1; seed <= RUNS; seed++)
      found.push(fit([await recorded({ seed, shock: 0.01, miners: 12 })], options({ resamples: 200, seed })));
    return found;
  };

  // Of 40 intervals of 95%, 34 or more hold the truth with chance 0.986 (binomial; 38 on average, 1.4 standard deviation).
  test.each(names)("of 40 runs hold the true %s in about 95%", async (name) => {
    const held = (await settle()).filter(({ intervals }) => {
      const [low, high] = intervals[name]!;
      return low <= TRUTH[name] && TRUTH[name] <= high;
    });
    expect(held.length).toBeGreaterThanOrEqual(34);
  });

  test.each(names)("of %s are as wide as its estimates are apart, within a third", async (name) => {
    const all = await settle();
    const values = all.map((one) => one.values[name]);
    const mean = values.reduce((a, b) => a + b) / RUNS;
    const apart = Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / (RUNS - 1));
    const width = all.reduce((sum, { intervals }) => sum + intervals[name]![1] - intervals[name]![0], 0) / RUNS;
    const t = 2.201 * Math.sqrt(12 / 11); // Student's with 11 degrees of freedom, as widened
    expect(width / (2 * t * apart)).toBeGreaterThan(2 / 3);
    expect(width / (2 * t * apart)).toBeLessThan(4 / 3);
  });

  it("belong to their seed", async () => {
    const records = await recorded({ shock: 0.01 });
    const [one, same, other] = [1, 1, 2].map((seed) => fit([records], options({ seed })));
    expect(same).toEqual(one);
    expect(other!.intervals).not.toEqual(one!.intervals);
    expect(other!.values).toEqual(one!.values);
  });

  test.each([
    [1, 12.7062],
    [2, 4.30265],
    [3, 3.18245],
    [7, 2.36462],
    [30, 2.04227],
  ])("widen by Student's t with %i degrees", (degrees, known) => {
    expect(Math.abs(tQuantile(degrees) / known - 1)).toBeLessThan(5e-6);
  });
});

describe("what records cannot tell is refused, with what would help", () => {
  const refusal = async (told: Told, change: Partial<FitOptions> = {}) => {
    try {
      fit([await recorded(told)], options(change));
    } catch (error) {
      expect(error).toBeInstanceOf(RangeError);
      return (error as Error).message;
    }
    throw new Error("nothing was refused");
  };

  it("everybody trained the same", async () => {
    const effort = () => 0.5;
    expect(await refusal({ effort })).toBe(
      "the records cannot tell catchUp and drift and qMax and q0: all miners trained 0.5 times the reference steps in every epoch, " +
        "so training and drift always came together. What would help: miners of another trainShare or lazy ones, in this run or one " +
        "more, or --hold catchUp=VALUE or --hold drift=VALUE or --hold qMax=VALUE or --hold q0=0, the baseline guess",
    );
    const records = await recorded({ effort, shock: 0.003 });
    const { values } = fit([records], options({ held: { drift: 0.02, q0: 0.2 } }));
    expect(values.catchUp).toBeCloseTo(TRUTH.catchUp, 2);
    expect(values.qMax).toBeCloseTo(TRUTH.qMax, 1);
  });

  it("nobody trained", async () => {
    expect(await refusal({ effort: () => 0 })).toMatch(/^the records cannot tell catchUp and qMax: no miner trained\./);
  });

  it("a level to which hardly anything moves", async () => {
    const truth = { ...TRUTH, drift: 0.0004 };
    expect(await refusal({ shock: 0.01, truth, miners: 24, effort: (m, epoch) => various(m % 8, epoch) })).toMatch(
      /^the records cannot tell q0: drift moves too little to show where it leads; its 95% interval is .* or --hold q0=0, the baseline guess$/,
    );
  });

  it("no drift at all, of which a level would mean nothing", async () => {
    expect(await refusal({}, { held: { drift: 0 } })).toMatch(/^the records cannot tell q0: /);
  });

  it("a value that no curve takes", async () => {
    const records = await recorded();
    const more = (frame: Records["frames"][string]) => ({
      ...frame,
      columns: { ...frame.columns, quality: (frame.columns["quality"] as Float64Array).map((q) => q * 1.2) },
    });
    const better = { ...records, frames: { ...records.frames, miners: more(records.frames["miners"]!) } };
    expect(() => fit([better], options())).toThrow(
      "qMax comes out at 1.08 (95%: 1.08 to 1.08); a curve takes 0 to 1. What would help: more records, or --hold qMax=1",
    );
  });

  it("three miners, or a value that one of many shows", async () => {
    expect(await refusal({ miners: 3 })).toMatch(/of 3 miners; expected those of 4 miners or more/);
    const effort = (m: number, epoch: number) => (m === 0 && epoch > 8 ? 0 : 0.5);
    expect(await refusal({ effort, shock: 0.003 })).toMatch(
      /^the records cannot tell \w+: it shows in as good as 1(\.\d+)? miners only/,
    );
  });

  it("runs of several tasks, or of none", async () => {
    const records = await recorded();
    const other = {
      ...records,
      manifest: { ...records.manifest, name: "other", scenario: { task: { kind: "digits" } } },
    };
    expect(() => fit([records, other], options())).toThrow(
      'run other has task {"kind":"digits"}, run invented {"kind":"curve"}; expected runs of the same task',
    );
    const empty = { ...records, frames: { ...records.frames, miners: { length: 0, columns: {} } } };
    expect(() => fit([empty], options())).toThrow("run invented recorded no miner");
  });
});

it("solves linear equations, and refuses those that have no one answer", () => {
  const [x, y] = solve(
    [
      [4, 2],
      [2, 3],
    ],
    [8, 8],
  )!;
  expect(x).toBeCloseTo(1, 14);
  expect(y).toBeCloseTo(2, 14);
  const singular = [
    [1, 1],
    [1, 1],
  ];
  expect(solve(singular, [1, 1])).toBeUndefined();
});

it("is written as the task of a scenario, which the schema takes", async () => {
  const found = fit([await recorded({ shock: 0.01, miners: 12 })], options({ held: { q0: 0.2 } }));
  const { task } = parse(yamlOf(found)) as { task: Record<string, unknown> };
  const read = curve.schema.parse(task);
  for (const name of names) expect(read[name]).toBeCloseTo(found.values[name], 5);
  expect(read.fitted).toMatchObject({ from: found.from, task: "curve", miners: 12, stepsPerDay: STEPS_PER_DAY });
  expect(read.fitted!.intervals).not.toHaveProperty("q0");
  expect(read.fitted!.intervals.catchUp).toHaveLength(2);
});
