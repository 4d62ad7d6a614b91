import { expect, it } from "vitest";
import { hash32, hashWords } from "../../sim/core/random.ts";

const words = (x: number) => [...new Uint32Array(Float64Array.of(x).buffer)] as [number, number];

it("models that differ in who trained them or in the last bit of how good they are differ in their hash", () => {
  const hashes = new Set<number>();
  const [owners, qualities] = [40, 100];
  for (let owner = 0; owner < owners; owner++)
    for (let k = 0; k < qualities; k++) hashes.add(hashWords(...words(0.9 + k * 2 ** -53), hash32(`a100/${owner}`)));
  expect(hashes.size).toBe(owners * qualities);
});

it("a hash of two words is the same every time, a whole number of 32 bits, and depends on their order", () => {
  expect(hashWords(1, 2, 3)).toBe(hashWords(1, 2, 3));
  expect(hashWords(1, 2, 3)).not.toBe(hashWords(2, 1, 3));
  for (const start of [0, 1, 0x811c9dc5, 0xffffffff]) {
    const hash = hashWords(0xffffffff, 0, start);
    expect(Number.isInteger(hash) && hash >= 0 && hash < 2 ** 32).toBe(true);
  }
});
