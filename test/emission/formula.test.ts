import { describe, expect, it, test } from "vitest";
import { sumOfBlocks } from "../../sim/emission/blockSum.ts";
import { readExpression } from "../../sim/emission/expression.ts";
import { emission } from "../../sim/emission/index.ts";
import { dailyContext } from "../laws/kinds.ts";
import { messagesOf, parse } from "../scenario/read.ts";
import { inputsOf, playThrough } from "./play.ts";

const values = { t: 2, block: 14_400, issuance: 100, burned: 5, price: 3, revenue: 7 };
const built = (tokensPerBlock: string) =>
  emission.build(emission.schema.parse({ kind: "formula", tokensPerBlock }), dailyContext);

describe("an expression", () => {
  test.each([
    ["2 + 3 * 4 ^ 2 / 8", 8],
    ["-t ^ 2", -4],
    ["2 ^ 3 ^ 2", 512],
    ["t < 3 ? block : issuance", 14_400],
    ["1 < t < 2 or not (price == 3)", 0],
    ["max(min(burned, 3), revenue % 4) + 0.08", 3.08],
    ["floor(log2(issuance)) + sqrt(4) + abs(-1) + exp(0) + ceil(0.5) + log(1)", 11],
    ["-7 mod 4", 1],
  ])("%s is %d", (text, expected) => {
    const read = readExpression(text);
    expect("evaluate" in read && read.evaluate(values)).toBeCloseTo(expected, 12);
  });

  test.each([
    ["", 1],
    ["t +", 4],
    ["t = 3", 3],
    ["f(t) = t", 1],
    ["import(t)", 1],
    ["t.constructor", 2],
    ["1 + 'a'", 5],
    ["[1, 2]", 1],
    ["1 + 1:t", 6],
    ["t(3)", 1],
    ["2 + max", 5],
    ["__proto__", 1],
    ["constructor(t)", 1],
    ["t; t", 2],
    ["max()", 1],
    ["sqrt(1, 2)", 1],
    ["1e999", 1],
    ["5!", 2],
    ["NaN", 1],
    ["t + 8%", 6],
    ["t + ".repeat(200) + "t", 401],
    ["(".repeat(60) + "t" + ")".repeat(60), 51],
    ["-".repeat(300) + "t", 301],
    ["9 ^ 9 ^ 9 ^ 9", 5],
    ["t + 1 / 0", 5],
    ["t * log(-1)", 5],
    ["max(t, exp(1000))", 8],
    ["5 % -t", 3],
    ["t\n+ 1", 3],
    ["t\nt", 3],
  ])("%s is refused at a character", (text, at) => {
    expect(readExpression(text)).toEqual({ at, message: expect.stringMatching(/\w/) as string });
  });
});

/** Each is refused where it stands in its scenario file, and at a character of its own. */
const attacks: Readonly<Record<string, readonly [text: string, at: number]>> = {
  import: ["import({ t: 3 }, { override: true })", 1],
  "a module": ["require(fs)", 1],
  "a definition": ["f(x) = x; f(3)", 1],
  "an assignment": ["t = 3", 3],
  "an assignment of a property": ["t.x = 3", 2],
  "a property": ["t.constructor", 2],
  "a property of a number": ["1.5.constructor", 4],
  "an index": ["t[1]", 2],
  "an index by text": ["t['constructor']", 2],
  "a call of the constructor": ["cos.constructor('return process')()", 1],
  __proto__: ["__proto__ + 1", 1],
  prototype: ["t + toString()", 5],
  "a text": ['t + "a"', 5],
  "a unit": ["3 meters", 3],
  "a matrix": ["[1, 2; 3, 4]", 1],
  "an object": ["{ a: 1 }", 1],
  "a range": ["1:1000000000", 2],
  "a block by semicolons": ["t; t", 2],
  "a block by lines": ["t\nt", 3],
  "a comment": ["t # more", 3],
  eval: ['evaluate("1")', 1],
  parse: ["parse(t)", 1],
  simplify: ["simplify(t)", 1],
  derivative: ["derivative(t, t)", 1],
  createUnit: ["createUnit(t)", 1],
  "a factorial": ["170!", 4],
  "a template": ["t + `1`", 5],
  "depth by parentheses": ["(".repeat(60) + "t" + ")".repeat(60), 51],
  "depth by signs": ["-".repeat(390) + "t", 391],
  "depth by powers": ["t" + " ^ t".repeat(99), 201],
  "a length of 400 characters and one": ["t" + "+t".repeat(200), 401],
  "10,000 characters": ["t + ".repeat(2500) + "t", 401],
  "10,000 parentheses": ["(".repeat(10_000), 401],
  "a huge power": ["9 ^ 9 ^ 9 ^ 9", 5],
  "a number beyond all floats": ["1e400", 1],
  "an other alphabet": ["ｔ", 1],
};

describe("a scenario file with a formula that is more than arithmetic", () => {
  const file = (text: string) =>
    `extends: good.yaml\nname: attack\nemission: { kind: formula, tokensPerBlock: ${JSON.stringify(text)} }\n`;
  const messages = (text: string) => messagesOf(() => parse(file(text)));

  test.each(Object.entries(attacks))("%s is refused on loading, with its place", (_, [text, at]) => {
    expect(messages(text)).toEqual([
      expect.stringMatching(
        new RegExp(`^test\\.yaml:3:44: emission\\.tokensPerBlock has a fault at character ${at}; expected `),
      ),
    ]);
  });

  test("that is refused within 100 ms, as the median of five", () => {
    for (const [text] of Object.values(attacks)) {
      messages(text);
      const times = Array.from({ length: 5 }, () => {
        const start = performance.now();
        messages(text);
        return performance.now() - start;
      });
      expect(times.sort((a, b) => a - b)[2], text.slice(0, 40)).toBeLessThan(100);
    }
  });
});

describe("the sum of a formula's blocks", () => {
  const written = [
    "2 * 0.5 ^ (t / 365)",
    "block < 10000 ? 1 : 2 * exp(-t / 400)",
    "1e-6 * (2e7 - issuance)",
    "0.05 * 0.5 ^ (t / 7) + (issuance < 3000 ? 0.1 : 0)",
    "floor(t) % 7 < 5 ? 1 : ceil(t / 3) / (t + 1)",
    "max(0, 1 - t / 2) ^ 2 + min(t, 3, 5 - t / 7)",
    "block % 360 == 0 ? 360 : 0",
    "block == 9001 or not (t < 3 and t > 1) ? 7 : 1",
    "0.5 * (8000 - issuance)",
    "sqrt(t + 1) / (1 + log(t + 2)) + log2(t + 1) + abs(t - 3) + 1 / (block + 1) ^ 2",
    "((t - 2.5) / 10) ^ 20 + 2 ^ -t + (t + 1) ^ (t / 9) + (t + 2) ^ -1.5",
    "1e-9 * issuance * (1e6 - issuance) * 1e-3 + 0.01 + (1 <= t < 2)",
    "0 * t + burned / revenue",
  ];

  /** Every block evaluated, each seeing what those before it minted. */
  function oneByOne(text: string, from: number, to: number, issuance: number): number {
    const read = readExpression(text);
    if ("message" in read) throw new Error(read.message);
    let minted = 0;
    for (let block = from; block < to; block++) {
      const { days, ...seen } = { days: block / 7200, burned: 100, price: 1, revenue: 100 };
      minted += read.evaluate({ ...seen, t: days, block, issuance: issuance + minted });
    }
    return minted;
  }

  test.each(written)("%s is that of all blocks, whatever the step", (text) => {
    const [from, to] = [1234, 60_000];
    const all = oneByOne(text, from, to, 1000);
    for (const step of [999, 7200, 60_000]) {
      const cuts = Array.from({ length: Math.ceil((to - from) / step) }, (_, k) => from + k * step);
      expect(Math.abs(playThrough(built(text), [...cuts, to], inputsOf({}), 1000) / all - 1)).toBeLessThan(1e-11);
    }
  });

  test.each([
    ["2 * 0.5 ^ (t / 365)", 1],
    ["1e-7 * (2e7 - issuance)", 1],
    ["max(0, 1 - t / 36500) * (1 + 1e-8 * issuance)", 2],
    ["t % 7 < 5 ? 1 : 0.5", 1],
    ["floor(price) * 3", 1],
  ])("%s evaluates at most %d blocks of a day's 7,200 on average, over a century", (text, most) => {
    const read = readExpression(text);
    if ("message" in read) throw new Error(read.message);
    let evaluated = 0;
    const evaluate: typeof read.evaluate = (values) => {
      evaluated++;
      return read.evaluate(values);
    };
    const seen = { daysPerBlock: 1 / 7200, burned: 0, price: 1, revenue: 0 };
    let issuance = 0;
    for (let day = 0; day < 36_500; day++)
      issuance += sumOfBlocks({ ...read, evaluate }, day * 7200, (day + 1) * 7200, issuance, seen);
    expect(issuance).toBeGreaterThan(0);
    expect(evaluated).toBeLessThanOrEqual(most * 36_500);
  });
});

describe("formula", () => {
  it("sees issuance grow within an epoch, block by block", () => {
    expect(playThrough(built("0.5 * (8 - issuance)"), [0, 3])).toBe(7);
  });

  test.each([
    ["1 - block", "epoch 0, emission formula: block 2 gives -1 tokens; expected a finite number, 0 or more"],
    ["block < 30000 ? 1 : 0 - t", "epoch 4, emission formula: block 30000 gives -"],
    ["1 / abs(block - 3)", "block 3 gives Infinity tokens"],
    ["block == 4 ? log(-t) : 1", "block 4 gives NaN tokens"],
  ])("%s stops the run at its block", (text, message) => {
    expect(() => playThrough(built(text), [0, 50_000], inputsOf({}))).toThrow(message);
  });
});
