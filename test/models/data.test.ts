import { beforeAll, describe, expect, it } from "vitest";
import { type Images, readDigits } from "../../models/data/mnist.ts";
import { turn, turning } from "../../models/data/rotate.ts";
import { sample, split } from "../../models/data/split.ts";
import { stream } from "../../sim/core/random.ts";

describe("the digits", () => {
  let images: Images;
  beforeAll(() => {
    images = readDigits(14);
  });

  it("are 10,000 images of ten classes, levels 0..1", () => {
    expect(images.count).toBe(10_000);
    const counts = new Array<number>(10).fill(0);
    images.labels.forEach((label) => counts[label]!++);
    for (const count of counts) expect(count).toBeGreaterThan(800);
    expect(images.pixels.every((level) => level >= 0 && level <= 1)).toBe(true);
  });

  it("at side 14 are means of the pixels at side 28", () => {
    const large = readDigits(28);
    expect(large.labels).toEqual(images.labels);
    for (const image of [0, 4321, 9999]) {
      for (const [x, y] of [
        [6, 7],
        [3, 9],
        [10, 4],
      ] as const) {
        let sum = 0;
        for (const [dx, dy] of [
          [0, 0],
          [1, 0],
          [0, 1],
          [1, 1],
        ] as const)
          sum += large.pixels[image * 784 + (2 * y + dy) * 28 + 2 * x + dx]!;
        expect(images.pixels[image * 196 + y * 14 + x]).toBeCloseTo(sum / 4, 6);
      }
    }
    expect(large.pixels.some((level) => level === 1)).toBe(true);
  });

  it("turn: 0 degrees is the image, 90 four times too, and rows are turned one by one", () => {
    const view = turning(images);
    const rows = new Float32Array(2 * 196);
    view(0).copy([5, 77], rows, 0);
    expect(rows).toEqual(
      Float32Array.from([...images.pixels.subarray(5 * 196, 6 * 196), ...images.pixels.subarray(77 * 196, 78 * 196)]),
    );
    view(90).copy([5], rows, 1);
    const original = images.pixels.subarray(5 * 196, 6 * 196);
    for (let y = 0; y < 14; y++)
      for (let x = 0; x < 14; x++) expect(rows[196 + y * 14 + x]).toBeCloseTo(original[x * 14 + (13 - y)]!, 5);
  });
});

describe("a turn", () => {
  it("takes from each pixel with weights that sum to 1 inside the image", () => {
    const { weight } = turn(14, 20);
    const total = (p: number) => weight.subarray(4 * p, 4 * p + 4).reduce((sum, w) => sum + w, 0);
    for (let y = 4; y < 10; y++) for (let x = 4; x < 10; x++) expect(total(y * 14 + x)).toBeCloseTo(1, 6);
    expect(Math.max(...Array.from({ length: 196 }, (_, p) => total(p)))).toBeLessThan(1 + 1e-6);
  });
});

describe("the split", () => {
  const sizes = { hidden: 50, requests: 40, audits: 31 };

  it("has disjoint sets that cover all", () => {
    const { train, hidden, requests, audits } = split(400, 3, sizes, 1);
    expect(audits.map(({ length }) => length)).toEqual([10, 10, 10]);
    const all = [...train, ...hidden, ...requests, ...audits.flatMap((set) => [...set])];
    expect(new Set(all).size).toBe(all.length);
    expect(all.length).toBe(399); // one image of the audit pool goes to nobody
  });

  it("belongs to the seed", () => {
    expect(split(400, 3, sizes, 1)).toEqual(split(400, 3, sizes, 1));
    expect(split(400, 3, sizes, 2).hidden).not.toEqual(split(400, 3, sizes, 1).hidden);
  });

  it("refuses to keep more than half", () => {
    expect(() => split(200, 3, sizes, 1)).toThrow(
      "split: 121 of 200 images are kept from training; expected at most half",
    );
  });

  it("samples different numbers", () => {
    expect(new Set(sample(50, 50, stream(1, "x"))).size).toBe(50);
    expect(() => sample(5, 6, stream(1, "x"))).toThrow("sample: 6 of 5");
  });
});
