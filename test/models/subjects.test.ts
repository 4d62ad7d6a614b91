/** What must hold for every task that is really trained. */
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it, test } from "vitest";
import { COMMONEST } from "../../models/tasks/tabular.ts";
import { UNIGRAM_BITS } from "../../models/tasks/charLm.ts";
import { readFlower } from "../../models/data/flower.ts";
import { readMobyDick } from "../../models/data/mobyDick.ts";
import { readWeather, WEATHER } from "../../models/data/weather.ts";
import type { Learner, Work } from "../../sim/task/contract.ts";
import { parametersOf, roomFor, smallTasks, subjectFor, type Small } from "./subjects.ts";
import { allAudits, plan, taskOf } from "./world.ts";

/** How often each class stands among some examples; all of them when not said. */
function countsOf(labels: Uint8Array, examples?: Int32Array): number[] {
  const counts = new Array<number>(256).fill(0);
  for (const label of examples ? Array.from(examples, (k) => labels[k]!) : labels) counts[label]!++;
  return counts;
}

/** Score of one and the same answer to every example, by the subject's own marks. */
async function scoreOfOneAnswer(kind: string, answer: (targets: Float32Array) => number[]): Promise<number> {
  const subject = await subjectFor(kind);
  const { outputs, inputs } = subject.net;
  const day = subject.on(0);
  const all = Int32Array.from({ length: subject.count }, (_, k) => k);
  const batch = {
    inputs: new Float32Array(subject.count * inputs),
    targets: new Float32Array(subject.count * outputs),
  };
  day.write(all, batch, 0);
  const given = Float32Array.from(answer(batch.targets));
  const marks = all.reduce((sum, k) => sum + day.mark(k, given, 0), 0);
  return subject.score(marks / subject.count);
}

/** [channels] mean of each output over all examples. */
const meanOf = (targets: Float32Array, outputs: number): number[] =>
  Array.from({ length: outputs }, (_, c) => {
    const column = targets.filter((_, k) => k % outputs === c);
    return column.reduce((sum, value) => sum + value, 0) / column.length;
  });

describe("the baseline is what a guess without a model scores:", () => {
  it("digits, a tenth", async () => {
    const { labels, baseline, count } = await subjectFor("digits");
    const right = countsOf(labels).reduce((sum, n) => sum + (n / count) * 0.1, 0);
    expect(baseline).toBeCloseTo(right, 12);
  });

  it("tabular, the commonest kind of weather", async () => {
    const { labels, count } = readWeather();
    const counts = countsOf(labels).slice(0, WEATHER.length);
    const most = Math.max(...counts);
    expect(WEATHER[counts.indexOf(most)]).toBe("rain");
    expect(COMMONEST).toBe(most / count);
    const { baseline } = await subjectFor("tabular");
    const rain = WEATHER.map((kind) => (kind === "rain" ? 1 : 0));
    expect(await scoreOfOneAnswer("tabular", () => rain)).toBeCloseTo(baseline, 12);
  });

  it("regression, the mean of all values", async () => {
    const { baseline } = await subjectFor("regression");
    expect(await scoreOfOneAnswer("regression", (targets) => meanOf(targets, 1))).toBeCloseTo(baseline, 6);
  });

  it("charLm, the frequency of each symbol", async () => {
    const { symbols, alphabet } = readMobyDick();
    const shares = countsOf(symbols)
      .slice(0, alphabet.length)
      .map((n) => n / symbols.length);
    const entropy = shares.reduce((sum, p) => sum - p * Math.log2(p), 0); // each symbol stands in the text
    expect(Math.abs(UNIGRAM_BITS - entropy)).toBeLessThan(0.005);
    expect((await subjectFor("charLm")).baseline).toBe(-UNIGRAM_BITS);
    expect(await scoreOfOneAnswer("charLm", () => shares.map(Math.log))).toBeCloseTo(-entropy, 3);
  });

  it.each([8, 32, 64])("picture, the mean colour, with %d pixels a side", async (side) => {
    const { baseline } = await subjectFor("picture", { side });
    const { colours } = await readFlower(side);
    const mean = meanOf(colours, 3);
    const square = colours.reduce((sum, value, k) => sum + (value - mean[k % 3]!) ** 2, 0) / colours.length;
    // Between the middles of pixels colours are mixed, so places differ less than pixels.
    expect(baseline).toBeGreaterThan(-10 * Math.log10(square));
    expect(baseline).toBeLessThan(13);
    expect(baseline).toBeGreaterThan(10);
    if (side === 32)
      expect(await scoreOfOneAnswer("picture", (targets) => meanOf(targets, 3))).toBeCloseTo(baseline, 4);
  });

  it("picture, on every day", async () => {
    const subject = await subjectFor("picture");
    const chosen = Int32Array.from({ length: subject.count }, (_, k) => k);
    const batch = { inputs: new Float32Array(2 * chosen.length), targets: new Float32Array(3 * chosen.length) };
    const day = subject.on(200);
    day.write(chosen, batch, 0);
    const mean = Float32Array.from(meanOf(batch.targets, 3));
    const marks = chosen.reduce((sum, k) => sum + day.mark(k, mean, 0), 0);
    expect(subject.score(marks / chosen.length)).toBeCloseTo(subject.baseline, 4);
  });
});

describe.each(smallTasks)("$kind", ({ kind, parameters, drift, fast }: Small) => {
  const fixed = { ...parameters, [drift]: 0 };
  const pair = (change: object, seed = 7) =>
    taskOf(kind, { ...parameters, ...change }, { operators: ["a", "b"], seed });

  test("has as many examples as its sets are checked against", async () => {
    const { shardSize, auditPool, requestPool, hiddenSize } = parametersOf(kind);
    const { count } = await subjectFor(kind);
    const left = count - auditPool - requestPool - hiddenSize;
    expect(left).toBeGreaterThanOrEqual(shardSize);
    const most = taskOf(kind, { shardSize: left }, { operators: ["a"], validators: ["v"] });
    expect((await (await most.start("keep")).perform(plan(0, [1]))).quality[0]).toBeTypeOf("number");
    expect(() => taskOf(kind, { shardSize: left + 1 }, { operators: ["a"] })).toThrow(
      `task ${kind}: shardSize is ${left + 1}; expected at most the ${left} examples left for training`,
    );
  });

  test("keeps its sets apart, and draws them from the seed", async () => {
    const room = await roomFor(kind, parameters);
    const { train, hidden, requests, audits } = room.sets;
    const kept = [hidden, requests, ...audits];
    const all = new Set([train, ...kept].flatMap((set) => [...set]));
    expect(all.size).toBe(train.length + kept.reduce((sum, set) => sum + set.length, 0));
    const forTraining = new Set(train);
    for (const id of ["a", "b"]) expect(room.shard(id).every((example) => forTraining.has(example))).toBe(true);
    expect(room.shard("a")).not.toEqual(room.shard("b"));
    const [again, other] = await Promise.all([roomFor(kind, parameters, 7), roomFor(kind, parameters, 8)]);
    expect([again.sets, again.shard("a")]).toEqual([room.sets, room.shard("a")]);
    expect(other.sets.hidden).not.toEqual(hidden);
  });

  test("has uneven shards with skew, and even ones without", async () => {
    // Furthest that a shard's share of a class is from the share in all training examples.
    const unevenness = async (skew: object) => {
      const room = await roomFor(kind, { ...parameters, shardSize: 300, ...skew });
      const { labels } = room.subject;
      const whole = countsOf(labels, room.sets.train).map((n) => n / room.sets.train.length);
      const own = countsOf(labels, room.shard("a")).map((n) => n / 300);
      return Math.max(...own.map((share, k) => Math.abs(share - whole[k]!)));
    };
    const [even, uneven] = [await unevenness({}), await unevenness({ skew: 0.2 })];
    expect(even).toBeLessThan(0.1);
    expect(uneven).toBeGreaterThan(0.2);
  });

  test("gets better with steps, the more the better, and stays as it is without; same seed, same bytes", async () => {
    const steps = [0, 150, 300, 0];
    const run = async (seed: number): Promise<Work[]> => {
      const learner = await pair(fixed, seed).start("keep");
      const audits = allAudits(2, 2);
      const works: Work[] = [];
      for (const [epoch, more] of steps.entries())
        works.push(await learner.perform(plan(epoch, [more, more], { audits })));
      return works;
    };
    const [first, second, other] = [await run(7), await run(7), await run(8)];
    expect(second).toEqual(first);
    expect(other[0]!.artefact).not.toEqual(first[0]!.artefact);
    for (const j of [0, 1]) {
      const [fresh, some, more, idle] = first.map(({ quality }) => quality[j]!) as [number, number, number, number];
      expect(fresh).toBeGreaterThan(0.1); // after the initial steps alone
      if (kind !== "tabular") expect(some).toBeGreaterThan(fresh); // 300 days tell 0.01 apart, and it learns at once
      expect(more).toBeGreaterThan(fresh);
      expect(idle).toBe(more);
    }
    for (const { found, servedQuality } of first)
      expect([...found, ...servedQuality].every((quality) => Number.isFinite(quality) && quality < 1.5)).toBe(true);
  });

  test("loses what is not trained as the data drift, and holds what is", async () => {
    const learner = await pair({ [drift]: fast }).start("keep");
    const months = Array.from({ length: 8 }, (_, month) => plan(month, [150, 0], { day: 30 * (month + 1) }));
    const works: Work[] = [];
    for (const month of months) works.push(await learner.perform(month));
    const [opening, last] = [works[0]!.quality, works.at(-1)!.quality];
    expect(opening[1]! - last[1]!).toBeGreaterThan(0.1);
    expect(last[0]! - last[1]!).toBeGreaterThan(0.15);
    expect(last[0]!).toBeGreaterThan(opening[0]! - 0.1);
  });

  test("keeps no tensor, and goes on from a saved state as if it had not stopped", async () => {
    const task = pair(parameters);
    const perform = (learner: Learner, epoch: number) =>
      learner.perform(plan(epoch, [3, 2], { audits: allAudits(2, 2) }));
    const straight = await task.start("keep");
    await perform(straight, 0);
    const resumed = await task.load(straight.save(), "keep");
    const before = tf.memory().numTensors;
    expect(await perform(resumed, 1)).toEqual(await perform(straight, 1));
    expect(resumed.save()).toEqual(straight.save());
    expect(tf.memory().numTensors).toBe(before);
  });
});
