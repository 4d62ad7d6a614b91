import { describe, expect, it } from "vitest";
import { rootOfRising } from "../../sim/core/root.ts";

describe("rootOfRising", () => {
  it.each<[string, (x: number) => number, number, number, number]>([
    ["a line", (x) => 2 * x - 3, 0, 10, 1.5],
    ["a cube, flat at its root", (x) => (x - 1) ** 3, 0, 5, 1],
    ["a kink", (x) => (x < 2 ? (x - 2) / 1e6 : x - 2), 0, 1e3, 2],
    ["a steep exponential", (x) => Math.exp(x) - Math.exp(20), 0, 30, 20],
    ["a root at the low end", (x) => x, 0, 1, 0],
  ])("finds the root of %s", (_, f, low, high, expected) => {
    expect(rootOfRising(f, low, high, 1e-12)).toBeCloseTo(expected, 4);
  });

  it("goes down to neighbouring floats", () => {
    const root = rootOfRising((x) => x * x - 2, 0, 2, 0);
    expect(Math.abs(root - Math.SQRT2)).toBeLessThanOrEqual(Number.EPSILON * 2);
  });

  it("asks few questions", () => {
    let asked = 0;
    rootOfRising((x) => (asked++, x ** 3 - 5), 0, 100, 1e-12);
    expect(asked).toBeLessThan(40);
  });
});
