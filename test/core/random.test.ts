import { describe, expect, it } from "vitest";
import { draw, drawNormal, hash32, philox, stream } from "../../sim/core/random.ts";

const hex = (words: number[]) => words.map((word) => word.toString(16).padStart(8, "0")).join(" ");

describe("philox 4x32-10", () => {
  const ones = 0xffffffff;
  it.each([
    [[0, 0, 0, 0], [0, 0], "6627e8d5 e169c58d bc57ac4c 9b00dbd8"],
    [[ones, ones, ones, ones], [ones, ones], "408f276d 41c83b0e a20bc7c6 6d5451fd"],
    [[0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0], "d16cfe09 94fdcceb 5001e420 24126ea1"],
  ])("agrees with the Random123 vector of counter %j", (counter, key, expected) => {
    const [c0, c1, c2, c3] = counter as [number, number, number, number];
    expect(hex(philox(c0, c1, c2, c3, key[0]!, key[1]!))).toBe(expected);
  });
});

describe("draws", () => {
  const n = 20_000;

  it("belong to their key", () => {
    expect(draw(1, "cost", 3, "miner-1")).toBe(draw(1, "cost", 3, "miner-1"));
    const others = [draw(2, "cost", 3, "miner-1"), draw(1, "effort", 3, "miner-1"), draw(1, "cost", 4, "miner-1")];
    const all = [
      draw(1, "cost", 3, "miner-1"),
      ...others,
      draw(1, "cost", 3, "miner-2"),
      draw(1, "cost", 3, "miner-1", 1),
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  it("are uniform in [0, 1)", () => {
    const values = Array.from({ length: n }, (_, k) => draw(7, "uniform", 0, "id", k));
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    expect(mean(values)).toBeCloseTo(0.5, 2);
    expect(mean(values.map((u) => (u - 0.5) ** 2))).toBeCloseTo(1 / 12, 2);
  });

  it("are standard normal", () => {
    const values = Array.from({ length: n }, (_, k) => drawNormal(7, "normal", 0, "id", k));
    expect(Math.abs(mean(values))).toBeLessThan(0.02);
    expect(mean(values.map((z) => z * z))).toBeCloseTo(1, 1);
    expect(mean(values.map((z) => z ** 4))).toBeCloseTo(3, 0);
  });
});

it("opens a stream by its key", () => {
  const [a, b, other] = [stream(1, "data", 0), stream(1, "data", 0), stream(1, "data", 1)];
  expect([a(), a()]).toEqual([b(), b()]);
  expect(stream(1, "data", 0)()).not.toBe(other());
});

it("hashes text to 32 bits", () => {
  const hashes = new Set(Array.from({ length: 1000 }, (_, k) => hash32(`miner-${k}`)));
  expect(hashes.size).toBe(1000);
});

function mean(values: number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}
