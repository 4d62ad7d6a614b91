import { describe, expect, it, test } from "vitest";
import { readExpression } from "../../sim/emission/expression.ts";
import { emission } from "../../sim/emission/index.ts";
import { dailyContext } from "../laws/kinds.ts";
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
    ["-".repeat(300) + "t", 1],
  ])("%s is refused at a character", (text, at) => {
    expect(readExpression(text)).toEqual({ at, message: expect.stringMatching(/\w/) as string });
  });
});

describe("formula", () => {
  it("sees issuance grow within an epoch, block by block", () => {
    expect(playThrough(built("0.5 * (8 - issuance)"), [0, 3])).toBe(7);
  });

  test.each([
    ["1 - block", "block 2 gives -1 tokens"],
    ["block == 3 ? 1 / 0 : 1", "block 3 gives Infinity tokens"],
    ["block == 4 ? 0 / 0 : 1", "block 4 gives NaN tokens"],
  ])("%s stops the run at its block", (text, message) => {
    expect(() => playThrough(built(text), [0, 10], inputsOf({}))).toThrow(message);
  });
});
