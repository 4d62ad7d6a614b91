import { beforeAll, describe, expect, it } from "vitest";
import { readMobyDick, type Text } from "../../models/data/mobyDick.ts";
import { learnNgram } from "../../models/tasks/ngram.ts";
import { parametersOf, roomFor } from "./subjects.ts";

const text = Uint8Array.of(0, 1, 0, 1, 0, 2);
const all = [0, 1, 2, 3, 4, 5];

describe("by hand, three symbols", () => {
  it("single symbols: (c + T/3) / (n + T)", () => {
    // 0 three times, 1 twice, 2 once; T = 3, n = 6
    const one = learnNgram(text, 3, all, 1);
    expect(one.bits(text, [0])).toBeCloseTo(-Math.log2((3 + 1) / 9), 12);
    expect(one.bits(text, [1])).toBeCloseTo(-Math.log2((2 + 1) / 9), 12);
    expect(one.bits(text, [0, 1, 5])).toBeCloseTo((-Math.log2(4 / 9) - Math.log2(3 / 9) - Math.log2(2 / 9)) / 3, 12);
  });

  it("pairs are smoothed by single symbols", () => {
    // positions 1..5: 0 twice, 1 twice, 2 once, T = 3, n = 5; after 0: 1 twice, 2 once, T = 2
    const two = learnNgram(text, 3, all.slice(1), 2);
    const single = (2 + 1) / 8;
    expect(two.bits(text, [1])).toBeCloseTo(-Math.log2((2 + 2 * single) / 5), 12);
  });

  it("a context that was never seen leaves the shorter one", () => {
    const two = learnNgram(text, 3, all.slice(1), 2);
    expect(two.bits(Uint8Array.of(2, 1), [1])).toBeCloseTo(-Math.log2(3 / 8), 12);
  });

  it("chances of all symbols sum to 1 after any context", () => {
    const three = learnNgram(text, 3, all.slice(2), 3);
    for (const [a, b] of [
      [0, 1],
      [1, 0],
      [2, 2],
    ] as const) {
      const sum = [0, 1, 2].reduce((total, c) => total + 2 ** -three.bits(Uint8Array.of(a, b, c), [2]), 0);
      expect(sum).toBeCloseTo(1, 12);
    }
  });

  it("refuses other orders and positions without enough before them", () => {
    expect(() => learnNgram(text, 3, all, 5)).toThrow("order is 5; expected a whole number from 1 to 4");
    expect(() => learnNgram(text, 3, all, 0)).toThrow("order is 0");
    expect(() => learnNgram(text, 3, [1], 3)).toThrow("ngram: position 1; expected 2 to 5");
    expect(() => learnNgram(text, 3, all, 1).bits(text, [6])).toThrow("ngram: position 6; expected 0 to 5");
  });
});

describe("the novel, places of the hidden set", () => {
  let novel: Text;
  beforeAll(() => {
    novel = readMobyDick();
  });

  /** Bits at the hidden places by order 1 to 4, from the shard of a miner or from all that is public. */
  async function bitsByOrder(from: "shard" | "all"): Promise<number[]> {
    const { context } = parametersOf("charLm") as unknown as { context: number };
    const { sets, shard } = await roomFor("charLm", { hiddenSize: 20_000 });
    const stands = (places: Int32Array) => places.map((place) => place + context);
    const [learnt, hidden] = [stands(from === "all" ? sets.train : shard("a")), stands(sets.hidden)];
    const { symbols, alphabet } = novel;
    return [1, 2, 3, 4].map((order) => learnNgram(symbols, alphabet.length, learnt, order).bits(symbols, hidden));
  }

  it.each([
    ["all", ["4.305", "3.442", "2.814", "2.321"]],
    ["shard", ["4.305", "3.443", "2.830", "2.378"]],
  ] as const)("learnt from %s", async (from, measured) => {
    const bits = await bitsByOrder(from);
    expect(bits.map((value) => value.toFixed(3))).toEqual(measured);
  });
});
