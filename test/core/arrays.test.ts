import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { bytes, copyOf, floats, ints, words } from "../../sim/core/arrays.ts";

const kinds = { floats, ints, words, bytes } as const;
const makers = { floats: Float64Array, ints: Int32Array, words: Uint32Array, bytes: Uint8Array } as const;
const lengths = fc.array(fc.oneof(fc.nat(40), fc.nat(3000), fc.constant(40_000)), { minLength: 1, maxLength: 60 });

describe.each(["floats", "ints", "words", "bytes"] as const)("%s", (kind) => {
  it("are zeros of the kind and length asked for, and nobody else's", () => {
    fc.assert(
      fc.property(lengths, (all) => {
        const made = all.map((n) => kinds[kind](n));
        made.forEach((array, k) => {
          expect(array).toBeInstanceOf(makers[kind]);
          expect(array).toHaveLength(all[k]!);
          expect(array.every((value) => value === 0)).toBe(true);
          array.fill(k + 1);
        });
        made.forEach((array, k) => expect(array.every((value) => value === k + 1)).toBe(true));
      }),
    );
  });

  it("are copied with their kind, and apart from what they are copied from", () => {
    fc.assert(
      fc.property(fc.nat(3000), (n) => {
        const from = kinds[kind](n);
        for (let i = 0; i < n; i++) from[i] = i % 251;
        const copy = copyOf(from);
        expect(copy).toBeInstanceOf(makers[kind]);
        expect(copy).toEqual(from);
        copy.fill(7);
        expect(from.every((value, i) => value === i % 251)).toBe(true);
      }),
    );
  });
});
